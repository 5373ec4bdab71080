"""Reading entries of one open diary, deleted ones left out."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from diary.access.rules import OpenDiary
from diary.db import list_versions
from diary.domain.entries import Entry, EntryScores
from diary.entries.models import EntryCheckIn, EntryRow, EntrySideEffect, EntryVersion
from diary.entries.queries.rows import to_entry
from diary.entries.rules.check_ins import CheckInAnswer
from diary.treatments.models import TreatmentRow


def select_entries(diary: OpenDiary) -> Select[EntryRow]:
    """The entries of this diary. Every query starts here."""
    return select(EntryRow).where(
        EntryRow.patient_id == diary.patient_id, EntryRow.deleted_at_utc.is_(None)
    )


def page_options() -> tuple[ORMOption, ...]:
    """What the pages that show an entry read with it."""
    answers = joinedload(EntryRow.answers)
    return answers, answers.joinedload(EntryCheckIn.treatment), joinedload(EntryRow.arrival)


def by_id(
    session: Session, diary: OpenDiary, entry_id: UUID, *, also_deleted: bool = False
) -> Entry | None:
    """One entry of this diary."""
    query = select(EntryRow).where(EntryRow.patient_id == diary.patient_id, EntryRow.id == entry_id)
    if not also_deleted:
        query = query.where(EntryRow.deleted_at_utc.is_(None))
    row = session.scalar(query.options(*page_options()))
    return None if row is None else to_entry(row)


def list_check_in_answers(
    session: Session, diary: OpenDiary, start: datetime
) -> list[CheckInAnswer]:
    """Entries true at or after an instant, as far as check-ins go."""
    rows = session.execute(
        select_entries(diary)
        .where(EntryRow.effective_at_utc >= start)
        .outerjoin(EntryCheckIn, EntryCheckIn.entry_id == EntryRow.id)
        .outerjoin(TreatmentRow, TreatmentRow.id == EntryCheckIn.treatment_id)
        .with_only_columns(
            EntryRow.effective_at_utc,
            EntryCheckIn.check_in,
            # a check-in of a record that was merged is one of the session that is left
            func.coalesce(TreatmentRow.merged_into_id, EntryCheckIn.treatment_id),
        )
    )
    return [CheckInAnswer(at, name, session_id) for at, name, session_id in rows]


def last_recorded(session: Session, diary: OpenDiary) -> datetime | None:
    """When an entry was last made, whatever time it tells of."""
    latest = select_entries(diary).order_by(EntryRow.recorded_at_utc.desc()).limit(1)
    return session.scalar(latest.with_only_columns(EntryRow.recorded_at_utc))


def list_scores(
    session: Session, diary: OpenDiary, start: datetime | None = None
) -> list[EntryScores]:
    """The scores of all entries, or of those true at or after an instant, oldest first."""
    query = select_entries(diary)
    if start is not None:
        query = query.where(EntryRow.effective_at_utc >= start)
    rows = session.execute(
        query.order_by(EntryRow.effective_at_utc).with_only_columns(
            EntryRow.effective_at_utc, EntryRow.effective_wall, EntryRow.anxiety, EntryRow.mood
        )
    )
    return [
        EntryScores(at, diary.day_of(datetime.fromisoformat(wall)), anxiety, mood)
        for at, wall, anxiety, mood in rows
    ]


def between_days(
    session: Session, diary: OpenDiary, first: date | None, last: date | None
) -> list[Entry]:
    """Entries whose day of the diary lies within both days, inclusive. Oldest first."""
    query = select_entries(diary)
    if first is not None:
        query = query.where(EntryRow.effective_wall >= diary.start_of(first).isoformat())
    if last is not None:
        after = last + timedelta(days=1)
        query = query.where(EntryRow.effective_wall < diary.start_of(after).isoformat())
    ordered = query.order_by(EntryRow.effective_at_utc, EntryRow.id)
    rows = session.scalars(ordered.options(*page_options()))
    return [to_entry(row) for row in rows]


def is_id_taken(session: Session, entry_id: UUID) -> bool:
    """Whether an entry of any diary has this id: phones make ids themselves."""
    return session.scalar(select(EntryRow.id).where(EntryRow.id == entry_id)) is not None


def last_effects(session: Session, diary: OpenDiary) -> frozenset[str]:
    """The codes of the side effects reported last time."""
    latest = (
        select_entries(diary)
        .join(EntrySideEffect)
        .order_by(EntryRow.effective_at_utc.desc())
        .limit(1)
        .with_only_columns(EntryRow.id)
        .scalar_subquery()
    )
    codes = session.scalars(select(EntrySideEffect.code).where(EntrySideEffect.entry_id == latest))
    return frozenset(codes)


def earlier_versions(
    session: Session, diary: OpenDiary, entry_id: UUID
) -> list[tuple[datetime, dict[str, Any]]]:
    """What an entry said before each edit, newest first: when it was replaced, and its values."""
    this = select(EntryRow.id).where(
        EntryRow.patient_id == diary.patient_id, EntryRow.id == entry_id
    )
    versions = list_versions(session, EntryVersion, EntryVersion.entry_id.in_(this))
    return [(version.replaced_at_utc, version.values) for version in versions]
