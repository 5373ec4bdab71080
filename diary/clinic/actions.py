"""Writing on the doctor's side: views, visits with their earlier versions, and questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import SharedDiary
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record, record_each
from diary.audit.rules import Event
from diary.clinic.models import Question, Visit, VisitVersion
from diary.clinic.queries.questions import find_question, list_open_questions
from diary.clinic.queries.visits import visits_written_by
from diary.clinic.rules import MOST_QUESTIONS
from diary.db import add_version, lock_row
from diary.domain.people import Viewer


def record_list_view(session: Session, viewer: Viewer, shared: Iterable[SharedDiary]) -> None:
    """Record in the audit log that a doctor is about to see these patients in one list."""
    patients = [each.diary.patient_id for each in shared]
    record_each(session, Event.ACCESS_VIEW, viewer.user_id, patients, detail="list of patients")


@dataclass(frozen=True)
class VisitDraft:
    """What a doctor writes about one visit."""

    held_on: date
    note: str | None
    plan: str | None
    next_meeting: date | None


def find_repeated_visit(session: Session, diary: OpenDiary, words: VisitDraft) -> Visit | None:
    """Find a visit by this doctor with the same content."""
    same_day = visits_written_by(diary).where(Visit.held_on == words.held_on)
    return next((each for each in session.scalars(same_day) if _draft_of(each) == words), None)


def add_visit(session: Session, diary: OpenDiary, words: VisitDraft) -> Visit:
    """Store a visit that this doctor held. A repeated request stores it once.

    Raises ``PermissionError`` if the viewer is the patient.
    """
    if diary.is_owner:
        raise PermissionError("a visit is written by a doctor")
    lock_user(session, diary.patient_id)
    if repeated := find_repeated_visit(session, diary, words):
        return repeated
    visit = Visit(
        id=uuid4(),
        patient_id=diary.patient_id,
        doctor_id=diary.viewer_id,
        created_at_utc=clock.now(),
    )
    _write(visit, words)
    session.add(visit)
    session.flush()
    _record_visit(session, Event.VISIT_ADD, diary, visit)
    return visit


def edit_visit(session: Session, diary: OpenDiary, visit_id: UUID, words: VisitDraft) -> bool:
    """Change a visit that this doctor wrote, keeping the earlier version. False if not found."""
    # the row as it is now: two edits at once must both keep an earlier version
    visit = lock_row(session, visits_written_by(diary).where(Visit.id == visit_id))
    if visit is None:
        return False
    if _draft_of(visit) == words:
        return True
    add_version(
        session,
        VisitVersion,
        visit.id,
        clock.now(),
        held_on=visit.held_on,
        next_meeting=visit.next_meeting,
        note=visit.note,
        plan=visit.plan,
    )
    _write(visit, words)
    visit.edited_at_utc = clock.now()
    session.flush()
    _record_visit(session, Event.VISIT_EDIT, diary, visit)
    return True


def _write(visit: Visit, words: VisitDraft) -> None:
    visit.held_on = words.held_on
    visit.next_meeting = words.next_meeting
    visit.note, visit.plan = words.note, words.plan


def _draft_of(visit: Visit) -> VisitDraft:
    return VisitDraft(visit.held_on, visit.note, visit.plan, visit.next_meeting)


class TooManyQuestions(ValueError):
    """The diary has as many open questions as are allowed."""


def ask(session: Session, diary: OpenDiary, words: str) -> Question:
    """Store a patient's question. An open question with the same words is not stored again.

    Raises ``PermissionError`` for anybody else and ``TooManyQuestions`` if there is no room.
    """
    _require_owner(session, diary)
    there = list_open_questions(session, diary)
    for question in there:
        if question.words == words:
            return question
    if len(there) >= MOST_QUESTIONS:
        raise TooManyQuestions
    question = Question(
        id=uuid4(), patient_id=diary.patient_id, words=words, created_at_utc=clock.now()
    )
    session.add(question)
    session.flush()
    _record_question(session, Event.QUESTION_ADD, diary, question)
    return question


def settle(session: Session, diary: OpenDiary, question_id: UUID) -> bool:
    """Mark a question as answered. False if there is no such question."""
    _require_owner(session, diary)
    question = find_question(session, diary, question_id)
    if question is None:
        return False
    if question.answered_at_utc is None:
        question.answered_at_utc = clock.now()
        session.flush()
        _record_question(session, Event.QUESTION_SETTLE, diary, question)
    return True


def reopen(session: Session, diary: OpenDiary, question_id: UUID) -> bool:
    """Open an answered question again. False if there is no such question.

    Raises ``TooManyQuestions`` if there is no room.
    """
    _require_owner(session, diary)
    question = find_question(session, diary, question_id)
    if question is None:
        return False
    if question.answered_at_utc is not None:
        if len(list_open_questions(session, diary)) >= MOST_QUESTIONS:
            raise TooManyQuestions
        question.answered_at_utc = None
        session.flush()
        _record_question(session, Event.QUESTION_REOPEN, diary, question)
    return True


def _require_owner(session: Session, diary: OpenDiary) -> None:
    if not diary.is_owner:
        raise PermissionError("a question is written by the patient")
    lock_user(session, diary.patient_id)


def _record_question(session: Session, event: Event, diary: OpenDiary, question: Question) -> None:
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, object_id=question.id)


def _record_visit(session: Session, event: Event, diary: OpenDiary, visit: Visit) -> None:
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, object_id=visit.id)
