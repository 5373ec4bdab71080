"""Reading entries of one open diary, deleted ones left out."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from diary.access.rules import OpenDiary
from diary.domain.entries import CheckIn
from diary.entries.models import Entry, EntryCheckIn, EntrySideEffect, EntryVersion
from diary.entries.rules.check_ins import CheckInAnswer
from diary.treatments.models import TreatmentRow


def select_entries(diary: OpenDiary) -> Select[Entry]:
    """The entries of this diary; every query starts here."""
    return select(Entry).where(Entry.patient_id == diary.patient_id, Entry.deleted_at_utc.is_(None))


def page_options() -> tuple[ORMOption, ...]:
    """What the pages that show an entry read with it."""
    answers = selectinload(Entry.answers)
    return answers, answers.joinedload(EntryCheckIn.treatment), selectinload(Entry.arrival)


def by_id(
    session: Session, diary: OpenDiary, entry_id: UUID, *, also_deleted: bool = False
) -> Entry | None:
    """One entry of this diary."""
    query = select(Entry).where(Entry.patient_id == diary.patient_id, Entry.id == entry_id)
    if not also_deleted:
        query = query.where(Entry.deleted_at_utc.is_(None))
    return session.scalar(query.options(*page_options()))


def list_check_in_answers(
    session: Session, diary: OpenDiary, start: datetime
) -> list[CheckInAnswer]:
    """Entries true at or after an instant, as far as check-ins go."""
    rows = session.execute(
        select_entries(diary)
        .where(Entry.effective_at_utc >= start)
        .outerjoin(EntryCheckIn, EntryCheckIn.entry_id == Entry.id)
        .outerjoin(TreatmentRow, TreatmentRow.id == EntryCheckIn.treatment_id)
        .with_only_columns(
            Entry.effective_at_utc,
            EntryCheckIn.check_in,
            # a check-in of a record that was merged is one of the session that is left
            func.coalesce(TreatmentRow.merged_into_id, EntryCheckIn.treatment_id),
        )
    )
    return [
        CheckInAnswer(at, CheckIn(name) if name else None, session_id)
        for at, name, session_id in rows
    ]


def last_recorded(session: Session, diary: OpenDiary) -> datetime | None:
    """When an entry was last made, whatever time it tells of."""
    latest = select_entries(diary).order_by(Entry.recorded_at_utc.desc()).limit(1)
    return session.scalar(latest.with_only_columns(Entry.recorded_at_utc))


def since(session: Session, diary: OpenDiary, start: datetime) -> list[Entry]:
    """Entries true at or after an instant, oldest first."""
    query = (
        select_entries(diary)
        .where(Entry.effective_at_utc >= start)
        .order_by(Entry.effective_at_utc)
    )
    return list(session.scalars(query))


def between_days(
    session: Session, diary: OpenDiary, first: date | None, last: date | None
) -> list[Entry]:
    """Entries whose day of the diary lies within both days, inclusive; oldest first."""
    query = select_entries(diary)
    if first is not None:
        query = query.where(Entry.effective_wall >= diary.start_of(first).isoformat())
    if last is not None:
        after = last + timedelta(days=1)
        query = query.where(Entry.effective_wall < diary.start_of(after).isoformat())
    ordered = query.order_by(Entry.effective_at_utc, Entry.id)
    return list(session.scalars(ordered.options(*page_options())))


def last_effects(session: Session, diary: OpenDiary) -> frozenset[str]:
    """The codes of the side effects reported last time."""
    latest = (
        select_entries(diary)
        .join(EntrySideEffect)
        .order_by(Entry.effective_at_utc.desc())
        .limit(1)
        .with_only_columns(Entry.id)
        .scalar_subquery()
    )
    codes = session.scalars(select(EntrySideEffect.code).where(EntrySideEffect.entry_id == latest))
    return frozenset(codes)


def earlier_versions(
    session: Session, diary: OpenDiary, entry_id: UUID
) -> list[tuple[datetime, dict[str, Any]]]:
    """What an entry said before each edit, newest first: when it was replaced, and its values."""
    rows = session.execute(
        select(EntryVersion.replaced_at_utc, EntryVersion.snapshot)
        .join(Entry, Entry.id == EntryVersion.entry_id)
        .where(Entry.patient_id == diary.patient_id, EntryVersion.entry_id == entry_id)
        .order_by(EntryVersion.version.desc())
    )
    return [(at, json.loads(snapshot)) for at, snapshot in rows]
