"""The patient's own words about treatment sessions, for a search in them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, case, func, or_
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.treatments.models import TreatmentRow
from diary.treatments.queries.treatments import select_treatments

WORDS = {
    "words": "How it went",
    "place": "Where",
    "companion": "With whom",
    "drug_other": "Drug",
}


def list_keys_with_words(
    session: Session, diary: OpenDiary, before: tuple[str, UUID] | None, at_most: int
) -> list[tuple[str, UUID]]:
    """Wall time and id of the newest sessions with any words, after one of them in that order."""
    _require_owner(diary)
    has_words = or_(*(getattr(TreatmentRow, name).is_not(None) for name in WORDS))
    statement = select_treatments(diary).where(has_words)
    # to the minute, while entries have seconds: both are put in one order
    to_minute = TreatmentRow.starts_wall
    wall = case((func.length(to_minute) == 16, to_minute + ":00"), else_=to_minute)
    if before is not None:
        at, last = before
        statement = statement.where(or_(wall < at, and_(wall == at, TreatmentRow.id > last)))
    newest = statement.order_by(wall.desc(), TreatmentRow.id).limit(at_most)
    rows = session.execute(newest.with_only_columns(wall, TreatmentRow.id))
    return [(at, treatment_id) for at, treatment_id in rows]


def load_words(
    session: Session, diary: OpenDiary, ids: Collection[UUID]
) -> dict[UUID, list[tuple[str, str]]]:
    """Each session's words: what they are about, and what was written."""
    _require_owner(diary)
    columns = [getattr(TreatmentRow, name) for name in WORDS]
    statement = select_treatments(diary).where(TreatmentRow.id.in_(ids))
    rows = session.execute(statement.with_only_columns(TreatmentRow.id, *columns))
    return {
        treatment_id: [
            (label, text) for label, text in zip(WORDS.values(), texts, strict=True) if text
        ]
        for treatment_id, *texts in rows
    }


def _require_owner(diary: OpenDiary) -> None:
    if not diary.is_owner:
        raise PermissionError("only the patient searches in their own words")
