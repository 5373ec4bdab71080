"""Adding the entries of a file, all of them or none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db import OfRow
from diary.domain import conversions
from diary.domain.entries import EntrySource
from diary.entries.actions.entries import NotAllowed
from diary.entries.models import EntryRow, EntrySideEffect
from diary.entries.queries.imports import Lines, plan_import
from diary.entries.rules.import_plan import EntryImportPlan, FileEntry

_AT_ONCE = 1_000


def import_entries(
    session: Session,
    diary: OpenDiary,
    lines: Lines,
    *,
    actor_id: UUID | None = None,
    on_added: Callable[[int], None] = lambda _count: None,
) -> EntryImportPlan:
    """Add what is not there yet and say what was done. ``on_added`` hears how many at a time.

    Raises ``NotAllowed`` for anybody but the patient. Where ``actor_id`` is not given, the
    one who opened the diary did it.
    """
    if not diary.may_write:
        raise NotAllowed(diary.viewer_id)
    # two imports at once would each miss what the other adds
    lock_user(session, diary.patient_id)
    plan = plan_import(session, diary, lines)
    for some in _some_at_once(plan.to_add):
        _insert(session, diary, some)
        on_added(len(some))
    record(
        session,
        Event.ENTRY_IMPORT,
        actor_id or diary.viewer_id,
        patient_id=diary.patient_id,
        detail=str(len(plan.to_add)),
    )
    return plan


def _some_at_once(entries: Sequence[FileEntry]) -> Iterator[Sequence[FileEntry]]:
    return (entries[at : at + _AT_ONCE] for at in range(0, len(entries), _AT_ONCE))


def _insert(session: Session, diary: OpenDiary, file_entries: Sequence[FileEntry]) -> None:
    entries: list[dict[str, Any]] = []
    effects: list[dict[str, Any]] = []
    for each in file_entries:
        entry_id = uuid4()
        entries.append(_row(each, entry_id, diary))
        effects.extend(_effects(each, entry_id))
    # rows, not objects: nothing of a long file needs to stay in the session
    connection = session.connection()
    connection.execute(insert(EntryRow), entries)
    if effects:
        connection.execute(insert(EntrySideEffect), effects)


def _row(file_entry: FileEntry, entry_id: UUID, diary: OpenDiary) -> dict[str, Any]:
    """The file says one time only: it was true and written down at that moment."""
    converted = conversions.to_json(file_entry.conversions)
    return {
        "id": entry_id,
        "patient_id": diary.patient_id,
        "effective_at_utc": file_entry.moment.at,
        "effective_zone": file_entry.moment.zone,
        "effective_wall": file_entry.moment.wall.isoformat(),
        "recorded_at_utc": file_entry.moment.at,
        "anxiety": file_entry.scores.anxiety,
        "mood": file_entry.scores.mood,
        "none_reported": False,
        "note": file_entry.note and OfRow(file_entry.note, entry_id),
        **asdict(file_entry.details),
        "converted": converted and OfRow(converted, entry_id),
        "source": EntrySource.IMPORTED.value,
        "version": 1,
    }


def _effects(file_entry: FileEntry, entry_id: UUID) -> Iterator[dict[str, Any]]:
    for report in file_entry.side_effects:
        yield {
            "entry_id": entry_id,
            "code": report.code,
            "severity": report.severity,
            "other_name": report.name and OfRow(report.name, entry_id, report.code),
        }
