"""Writing entries. Each write notes what happened in the same transaction."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db import add_snapshot, lock_row
from diary.domain import conversions
from diary.domain.entries import AnsweredCheckIn, Arrival, Entry, EntryDraft, NewEntry
from diary.domain.side_effects import Severity, SideEffect
from diary.entries.models import (
    EntryArrival,
    EntryCheckIn,
    EntryRow,
    EntrySideEffect,
    EntryVersion,
)
from diary.entries.queries.rows import SHARED_FIELDS, to_draft, to_entry
from diary.treatments.queries import find_treatment

A_MOMENT = timedelta(seconds=2)
SENT_AGAIN = timedelta(minutes=10)


class NotAllowed(PermissionError):
    """Only the patient writes their entries."""


def add(session: Session, diary: OpenDiary, new: NewEntry) -> Entry:
    """Store an entry once, whatever is repeated.

    The same id with the same content is the entry that is already there (a second tap, a lost
    answer), brought back where it was deleted since. The same id with other content is another
    entry and gets an id of its own.
    """
    _must_write(diary)
    lock_user(session, diary.patient_id)
    entry_id = new.entry_id
    there = session.get(EntryRow, entry_id)
    if there is not None:
        if _is_sent_again(there, diary, new):
            if there.deleted_at_utc is not None:
                restore(session, diary, there.id)
            return to_entry(there)
        entry_id = uuid4()
    row = EntryRow(
        id=entry_id,
        patient_id=diary.patient_id,
        recorded_at_utc=new.recorded_at or clock.now(),
        version=1,
        answers=_answers(session, diary, new.answers),
        arrival=_arrival(new.arrival),
    )
    _fill(row, new.values)
    session.add(row)
    session.flush()
    _note(session, Event.ENTRY_ADD, diary, row.id)
    return to_entry(row)


def find_repeated(session: Session, diary: OpenDiary, new: NewEntry) -> Entry | None:
    """An entry of the last minutes that says the same under another id, as after Save and Back."""
    there = session.get(EntryRow, new.entry_id)
    if there is not None and _is_sent_again(there, diary, new):
        return None
    lately = (
        select(EntryRow)
        .where(
            EntryRow.patient_id == diary.patient_id,
            EntryRow.id != new.entry_id,  # a second tap may have stored it in between
            EntryRow.deleted_at_utc.is_(None),
            EntryRow.recorded_at_utc >= clock.now() - SENT_AGAIN,
        )
        .order_by(EntryRow.recorded_at_utc.desc())
        .limit(20)
    )
    repeated = next((row for row in session.scalars(lately) if _repeats(row, new)), None)
    return None if repeated is None else to_entry(repeated)


def edit(
    session: Session,
    diary: OpenDiary,
    entry_id: UUID,
    draft: EntryDraft,
    *,
    at: datetime | None = None,
) -> int:
    """Change what an entry says, keep what it said before, and return its version after that.

    The version stays the same where nothing changes. ``at`` is the instant of the change, where
    that is not now.
    """
    _must_write(diary)
    # the row as it is now: two edits at once must both leave their earlier version
    row = _locked_row(session, diary, entry_id)
    # a form says nothing of where the entry came from
    draft = replace(draft, source=row.source)
    before = to_draft(row)
    if before == draft:
        return row.version
    _add_version(session, diary, row, before, at or clock.now())
    changed = {name for name in ("anxiety", "mood") if getattr(row, name) != getattr(draft, name)}
    row.converted = conversions.without_scores(row.converted, changed)
    _fill(row, draft)
    session.flush()
    _note(session, Event.ENTRY_EDIT, diary, row.id)
    return row.version


def record_earlier_version(
    session: Session, diary: OpenDiary, entry_id: UUID, draft: EntryDraft
) -> int:
    """Keep what an edit says as an earlier version: it was made before what the entry says now."""
    _must_write(diary)
    row = _locked_row(session, diary, entry_id)
    _add_version(session, diary, row, draft, _last_written_at(session, row.id, row.recorded_at_utc))
    session.flush()
    _note(session, Event.ENTRY_EDIT, diary, row.id)
    return row.version


def _add_version(
    session: Session, diary: OpenDiary, row: EntryRow, draft: EntryDraft, at: datetime
) -> None:
    """Keep a draft as what the entry said until an instant."""
    by = diary.viewer_id
    add_snapshot(session, EntryVersion, row.id, asdict(draft), at, row.version, replaced_by=by)
    row.version += 1


def last_written_at(session: Session, entry: Entry) -> datetime:
    """When the words that an entry shows now were written."""
    return _last_written_at(session, entry.id, entry.recorded_at)


def _last_written_at(session: Session, entry_id: UUID, recorded_at: datetime) -> datetime:
    latest = session.scalar(
        select(func.max(EntryVersion.replaced_at_utc)).where(EntryVersion.entry_id == entry_id)
    )
    return latest or recorded_at


def delete(
    session: Session, diary: OpenDiary, entry_id: UUID, *, at: datetime | None = None
) -> None:
    """Take an entry out of sight. It can be brought back."""
    _must_write(diary)
    row = _locked_row(session, diary, entry_id)
    row.deleted_at_utc = at or clock.now()
    session.flush()
    _note(session, Event.ENTRY_DELETE, diary, row.id)


def restore(session: Session, diary: OpenDiary, entry_id: UUID) -> None:
    """Bring a deleted entry back."""
    _must_write(diary)
    row = _locked_row(session, diary, entry_id)
    row.deleted_at_utc = None
    session.flush()
    _note(session, Event.ENTRY_RESTORE, diary, row.id)


def _locked_row(session: Session, diary: OpenDiary, entry_id: UUID) -> EntryRow:
    """Return the newest row of an entry of this diary, locked. Raise ``LookupError``."""
    query = select(EntryRow).where(EntryRow.id == entry_id, EntryRow.patient_id == diary.patient_id)
    row = lock_row(session, query)
    if row is None:
        raise LookupError(entry_id)
    return row


def _answers(
    session: Session, diary: OpenDiary, answers: AnsweredCheckIn | None
) -> EntryCheckIn | None:
    """The row of a check-in, where the session is one of this diary."""
    if answers is None or find_treatment(session, diary, answers.session_id) is None:
        return None
    return EntryCheckIn(treatment_id=answers.session_id, check_in=answers.check_in)


def _arrival(arrival: Arrival | None) -> EntryArrival | None:
    if arrival is None:
        return None
    off = arrival.clock_off
    return EntryArrival(
        received_at_utc=arrival.received_at,
        clock_off_seconds=None if off is None else round(off.total_seconds()),
    )


def _fill(row: EntryRow, draft: EntryDraft) -> None:
    row.effective_at_utc = draft.effective_at
    row.effective_zone = draft.zone
    row.effective_wall = draft.wall.isoformat()
    for name in SHARED_FIELDS:
        setattr(row, name, getattr(draft, name))
    rows_by_code = {effect.code: effect for effect in row.side_effects}
    effects = []
    for report in draft.side_effects:
        code = SideEffect(report.code)
        effect = rows_by_code.get(code) or EntrySideEffect(code=code)
        effect.severity, effect.other_name = Severity(report.severity), report.name
        effects.append(effect)
    row.side_effects = effects


def _is_sent_again(there: EntryRow, diary: OpenDiary, new: NewEntry) -> bool:
    return there.patient_id == diary.patient_id and _repeats(there, new)


def _repeats(there: EntryRow, new: NewEntry) -> bool:
    """Whether this is the entry that is there, sent again.

    "Now" is read when it arrives: pressing Save again because no answer came says the same thing
    a little later. Hours later it is another entry, whatever it says.
    """
    first, again = to_draft(there), new.values
    waited = again.effective_at - first.effective_at
    said_now = (
        abs(there.recorded_at_utc - first.effective_at) < A_MOMENT
        and abs(clock.now() - again.effective_at) < A_MOMENT
        and timedelta(0) <= waited <= SENT_AGAIN
    )
    if said_now:
        again = replace(again, effective_at=first.effective_at, wall=first.wall)
    return first == again


def _must_write(diary: OpenDiary) -> None:
    if not diary.may_write:
        raise NotAllowed(diary.viewer_id)


def _note(session: Session, event: Event, diary: OpenDiary, entry_id: UUID) -> None:
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, object_id=entry_id)


__all__ = [
    "NotAllowed",
    "add",
    "delete",
    "edit",
    "find_repeated",
    "last_written_at",
    "record_earlier_version",
    "restore",
]
