"""Everything about a patient, for an export."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.queries import named
from diary.db import Base
from diary.privacy.queries.table_owners import Kept, kept_tables, kind_of, rows_about
from diary.privacy.rules.export import Everything, LeftOut, Rows
from diary.privacy.rules.export_policy import Fate
from diary.privacy.rules.json_values import Kind, told


def collect_export(session: Session, diary: OpenDiary, *, by_clinic: bool = False) -> Everything:
    """All that the patient's export holds; raises ``PermissionError`` for anybody else."""
    if not diary.is_owner:
        raise PermissionError("an export is the patient's own")
    tables = list(kept_tables())
    rows = [
        (kept, rows_about(session, kept, diary.patient_id))
        for kept in tables
        if kept.answer.fate is not Fate.NOT
    ]
    return Everything(
        owner=diary.patient_id,
        made_at=clock.now(),
        people=_people(session, rows, diary.patient_id),
        tables=tuple(_told(kept, found, by_clinic=by_clinic) for kept, found in rows),
        left_out=tuple(_left_out(tables, by_clinic=by_clinic)),
    )


def _told(kept: Kept, found: Iterable[Base], *, by_clinic: bool) -> Rows:
    hidden = kept.withheld(by_clinic=by_clinic)
    names = tuple(name for name in kept.columns if name not in hidden)
    rows = ({name: told(getattr(row, name)) for name in names} for row in found)
    return Rows(kept.name, names, tuple(rows))


def _people(
    session: Session, rows: Iterable[tuple[Kept, list[Base]]], owner: UUID
) -> dict[str, str]:
    """The names of others: who held a visit, recorded a session, changed an entry, looked."""
    ids = {
        value
        for kept, found in rows
        for name, column in kept.columns.items()
        if kind_of(column) is Kind.ID and not column.primary_key
        for row in found
        if isinstance(value := getattr(row, name), UUID)
    }
    names: dict[UUID, str] = {}
    for some in _batches(sorted(ids - {owner})):
        names |= named(session, set(some))
    return {str(person_id): name for person_id, name in sorted(names.items())}


def _batches(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + 1000] for start in range(0, len(ids), 1000))


def _left_out(tables: Iterable[Kept], *, by_clinic: bool) -> Iterator[LeftOut]:
    for kept in tables:
        if kept.answer.fate is Fate.NOT:
            yield LeftOut(kept.name, kept.answer.why)
            continue
        for name, why in kept.withheld(by_clinic=by_clinic).items():
            yield LeftOut(f"{kept.name}.{name}", why)
