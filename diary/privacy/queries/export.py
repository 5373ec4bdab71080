"""Everything about a patient, for an export."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.queries import find_names
from diary.db import Base
from diary.privacy.queries.table_owners import MappedTable, column_kind, list_tables, load_rows
from diary.privacy.rules.export import Export, Omission, TableRows
from diary.privacy.rules.export_policy import ExportRule
from diary.privacy.rules.json_values import ColumnKind, to_json


def collect_export(session: Session, diary: OpenDiary, *, by_clinic: bool = False) -> Export:
    """Collect the patient's export. Raises ``PermissionError`` for anybody else."""
    if not diary.is_owner:
        raise PermissionError("an export is the patient's own")
    tables = list(list_tables())
    rows = [
        (mapped, load_rows(session, mapped, diary.patient_id))
        for mapped in tables
        if mapped.policy.rule is not ExportRule.NOT
    ]
    return Export(
        owner=diary.patient_id,
        made_at=clock.now(),
        people=_people(session, rows, diary.patient_id),
        tables=tuple(_table_rows(mapped, objects, by_clinic=by_clinic) for mapped, objects in rows),
        left_out=tuple(_left_out(tables, by_clinic=by_clinic)),
    )


def _table_rows(mapped: MappedTable, objects: Iterable[Base], *, by_clinic: bool) -> TableRows:
    hidden = mapped.withheld(by_clinic=by_clinic)
    names = tuple(name for name in mapped.columns if name not in hidden)
    rows = ({name: to_json(getattr(row, name)) for name in names} for row in objects)
    return TableRows(mapped.name, names, tuple(rows))


def _people(
    session: Session, rows: Iterable[tuple[MappedTable, list[Base]]], owner: UUID
) -> dict[str, str]:
    """Load the names of others who held a visit, recorded a session, changed an entry or looked."""
    ids = {
        value
        for mapped, objects in rows
        for name, column in mapped.columns.items()
        if column_kind(column) is ColumnKind.ID and not column.primary_key
        for row in objects
        if isinstance(value := getattr(row, name), UUID)
    }
    names: dict[UUID, str] = {}
    for some in _batches(sorted(ids - {owner})):
        names |= find_names(session, set(some))
    return {str(person_id): name for person_id, name in sorted(names.items())}


def _batches(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + 1000] for start in range(0, len(ids), 1000))


def _left_out(tables: Iterable[MappedTable], *, by_clinic: bool) -> Iterator[Omission]:
    for mapped in tables:
        if mapped.policy.rule is ExportRule.NOT:
            yield Omission(mapped.name, mapped.policy.why)
            continue
        for name, why in mapped.withheld(by_clinic=by_clinic).items():
            yield Omission(f"{mapped.name}.{name}", why)
