"""Writing entries; each write notes what happened in the same transaction."""

import json
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
from diary.domain import conversions
from diary.domain.entries import AnsweredCheckIn, Arrival, EntryDraft, NewEntry, SideEffectReport
from diary.entries.models import (
    Entry,
    EntryArrival,
    EntryCheckIn,
    EntrySideEffect,
    EntryVersion,
)
from diary.treatments.queries import session_by_id

A_MOMENT = timedelta(seconds=2)
SENT_AGAIN = timedelta(minutes=10)
COPIED = (
    "anxiety",
    "mood",
    "none_reported",
    "note",
    "sleep_hours",
    "systolic",
    "diastolic",
    "pulse",
    "spo2",
    "medication",
    "medication_note",
    "source",
)


class NotAllowed(PermissionError):
    """Only the patient writes her entries."""


def add(session: Session, diary: OpenDiary, new: NewEntry) -> Entry:
    """Store an entry once, whatever is repeated.

    The same id with the same content is the entry that is already there (a second tap, a lost
    answer), brought back where it was deleted since. The same id with other content is another
    entry and gets an id of its own.
    """
    _must_write(diary)
    lock_user(session, diary.patient_id)
    entry_id = new.entry_id
    there = session.get(Entry, entry_id)
    if there is not None:
        if _is_sent_again(there, diary, new):
            if there.deleted_at_utc is not None:
                restore(session, diary, there)
            return there
        entry_id = uuid4()
    entry = Entry(
        id=entry_id,
        patient_id=diary.patient_id,
        recorded_at_utc=new.recorded_at or clock.now(),
        version=1,
        answers=_answers(session, diary, new.answers),
        arrival=_arrival(new.arrival),
    )
    _fill(entry, new.values)
    session.add(entry)
    session.flush()
    _note(session, Event.ENTRY_ADD, diary, entry.id)
    return entry


def find_repeated(session: Session, diary: OpenDiary, new: NewEntry) -> Entry | None:
    """An entry of the last minutes that says the same under another id, as after Save and Back."""
    there = session.get(Entry, new.entry_id)
    if there is not None and _is_sent_again(there, diary, new):
        return None
    lately = (
        select(Entry)
        .where(
            Entry.patient_id == diary.patient_id,
            Entry.id != new.entry_id,  # a second tap may have stored it in between
            Entry.deleted_at_utc.is_(None),
            Entry.recorded_at_utc >= clock.now() - SENT_AGAIN,
        )
        .order_by(Entry.recorded_at_utc.desc())
        .limit(20)
    )
    return next((entry for entry in session.scalars(lately) if _repeats(entry, new)), None)


def edit(
    session: Session,
    diary: OpenDiary,
    entry: Entry,
    values: EntryDraft,
    *,
    at: datetime | None = None,
) -> bool:
    """Change what an entry says and keep what it said before; False if nothing changes.

    ``at`` is when she changed it, where that is not now.
    """
    _must_write(diary)
    # the row as it is now: two edits at once must both leave their earlier version
    session.refresh(entry, with_for_update=True)
    # a form says nothing of where the entry came from
    values = replace(values, source=entry.source)
    if _values(entry) == values:
        return False
    keep_version(session, diary, entry, _values(entry), at or clock.now())
    changed = {
        name for name in ("anxiety", "mood") if getattr(entry, name) != getattr(values, name)
    }
    entry.converted = conversions.without_scores(entry.converted, changed)
    _fill(entry, values)
    session.flush()
    _note(session, Event.ENTRY_EDIT, diary, entry.id)
    return True


def record_earlier_version(
    session: Session, diary: OpenDiary, entry: Entry, values: EntryDraft
) -> None:
    """Keep what an edit says as an earlier version: it was made before what the entry says now."""
    _must_write(diary)
    keep_version(session, diary, entry, values, last_written_at(session, entry))
    session.flush()
    _note(session, Event.ENTRY_EDIT, diary, entry.id)


def keep_version(
    session: Session, diary: OpenDiary, entry: Entry, values: EntryDraft, at: datetime
) -> None:
    """Keep values as what the entry said until an instant."""
    earlier = EntryVersion(
        entry_id=entry.id,
        version=entry.version,
        replaced_at_utc=at,
        replaced_by=diary.viewer_id,
        snapshot=json.dumps(asdict(values), default=str, ensure_ascii=False),
    )
    session.add(earlier)
    entry.version += 1


def last_written_at(session: Session, entry: Entry) -> datetime:
    """When the words that an entry shows now were written."""
    latest = session.scalar(
        select(func.max(EntryVersion.replaced_at_utc)).where(EntryVersion.entry_id == entry.id)
    )
    return latest or entry.recorded_at_utc


def delete(session: Session, diary: OpenDiary, entry: Entry, *, at: datetime | None = None) -> None:
    """Take an entry out of sight; it can be brought back."""
    _must_write(diary)
    entry.deleted_at_utc = at or clock.now()
    session.flush()
    _note(session, Event.ENTRY_DELETE, diary, entry.id)


def restore(session: Session, diary: OpenDiary, entry: Entry) -> None:
    """Bring a deleted entry back."""
    _must_write(diary)
    entry.deleted_at_utc = None
    session.flush()
    _note(session, Event.ENTRY_RESTORE, diary, entry.id)


def _answers(
    session: Session, diary: OpenDiary, answers: AnsweredCheckIn | None
) -> EntryCheckIn | None:
    """The row of a check-in, where the session is one of this diary."""
    if answers is None or session_by_id(session, diary, answers.session_id) is None:
        return None
    return EntryCheckIn(treatment_id=answers.session_id, check_in=answers.check_in.value)


def _arrival(arrival: Arrival | None) -> EntryArrival | None:
    if arrival is None:
        return None
    off = arrival.clock_off
    return EntryArrival(
        received_at_utc=arrival.received_at,
        clock_off_seconds=None if off is None else round(off.total_seconds()),
    )


def _fill(entry: Entry, values: EntryDraft) -> None:
    entry.effective_at_utc = values.effective_at
    entry.effective_zone = values.zone
    entry.effective_wall = values.wall.isoformat()
    for name in COPIED:
        setattr(entry, name, getattr(values, name))
    rows_by_code = {row.code: row for row in entry.side_effects}
    rows = []
    for report in values.side_effects:
        row = rows_by_code.get(report.code) or EntrySideEffect(code=report.code)
        row.severity, row.other_name = report.severity, report.name
        rows.append(row)
    entry.side_effects = rows


def _values(entry: Entry) -> EntryDraft:
    """What an entry says now."""
    rows = sorted(entry.side_effects, key=lambda row: row.code)
    return EntryDraft(
        effective_at=entry.effective_at_utc,
        zone=entry.effective_zone,
        wall=entry.wall,
        side_effects=tuple(
            SideEffectReport(row.code, row.severity, row.other_name) for row in rows
        ),
        **{name: getattr(entry, name) for name in COPIED},
    )


def _is_sent_again(there: Entry, diary: OpenDiary, new: NewEntry) -> bool:
    return there.patient_id == diary.patient_id and _repeats(there, new)


def _repeats(there: Entry, new: NewEntry) -> bool:
    """Whether this is the entry that is there, sent again.

    "Now" is read when it arrives: pressing Save again because no answer came says the same thing
    a little later. Hours later it is another entry, whatever it says.
    """
    first, again = _values(there), new.values
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
