"""Reading the questions that a patient has for the next visit."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.clinic.models import Question

NEWEST_SETTLED = 20


def _of(diary: OpenDiary) -> Select[Question]:
    return select(Question).where(Question.patient_id == diary.patient_id)


def list_open_questions(session: Session, diary: OpenDiary) -> Sequence[Question]:
    """List open questions, oldest first. Every doctor with whom the patient shares reads them."""
    unanswered = _of(diary).where(Question.answered_at_utc.is_(None))
    return session.scalars(unanswered.order_by(Question.created_at_utc, Question.id)).all()


def list_settled_questions(session: Session, diary: OpenDiary) -> Sequence[Question]:
    """List the answered questions, newest first."""
    answered = _of(diary).where(Question.answered_at_utc.is_not(None))
    return session.scalars(
        answered.order_by(Question.answered_at_utc.desc(), Question.id).limit(NEWEST_SETTLED)
    ).all()


def find_question(session: Session, diary: OpenDiary, question_id: UUID) -> Question | None:
    """Find one question of this diary."""
    return session.scalar(_of(diary).where(Question.id == question_id))
