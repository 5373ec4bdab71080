"""Restoring an export: all of it or nothing, and nothing twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.accounts.models import User
from diary.audit.actions import record
from diary.audit.rules import OPERATOR, Event
from diary.db import Base
from diary.domain.time_zones import zone_of
from diary.privacy.actions.placeholder_users import add_placeholder_user, placeholder_id
from diary.privacy.queries import restore
from diary.privacy.queries.restore import Key, Values
from diary.privacy.queries.table_owners import PEOPLE, MappedTable, column_kind, list_tables
from diary.privacy.rules.archive import Archive, ArchiveRefused
from diary.privacy.rules.export_policy import ExportRule
from diary.privacy.rules.json_values import InvalidValue, from_json, to_json
from diary.privacy.rules.restore_result import RestoreResult
from diary.privacy.rules.row_checks import form_fault, says_nothing
from diary.privacy.rules.text_formats import fault_in

# Profile fields restored into an empty diary. None of them gives the account a right.
PROFILE = ("name", "born_on", "zone", "day_boundary", "language", "theme", "country")
FIRST_LINE = 2  # the first line of a table's CSV names its columns
ANOTHERS = "The file belongs to another diary on this server. It can only be brought back there."


@dataclass
class _Work:
    """The state of one restore."""

    session: Session
    diary: OpenDiary
    archive: Archive
    tables: dict[str, MappedTable]
    added: dict[str, set[Key]] = field(default_factory=dict)  # by table
    file_keys: dict[str, set[Key]] = field(
        default_factory=dict
    )  # of rows in the file that belong to its owner


def restore_archive(
    session: Session, diary: OpenDiary, archive: Archive, actor_id: UUID
) -> RestoreResult:
    """Add rows that are missing. Raises ``ArchiveRefused`` and then leaves everything as it was."""
    if not diary.is_owner:
        raise PermissionError("a diary is brought back by the patient")
    lock_user(session, diary.patient_id)
    mapped = list(list_tables())
    known = {each.name for each in mapped}
    if unknown := sorted(set(archive.tables) - known):
        raise ArchiveRefused(
            f"The file holds something that this Relief Diary does not know: {unknown[0]}."
        )
    exported = {each.name: each for each in mapped if each.policy.rule is ExportRule.EXPORTED}
    archive.check_size(exported)
    work = _Work(session, diary, archive, exported)
    was_empty = restore.is_empty(session, mapped, diary.patient_id)
    with session.begin_nested():
        outcome = _profile(work, keep=not was_empty)
        for each in exported.values():
            if each.name != PEOPLE:
                outcome += _table(work, each)
    record(
        session,
        Event.PRIVACY_RESTORE,
        actor_id,
        patient_id=diary.patient_id,
        detail=str(outcome.added),
    )
    return outcome


def _profile(work: _Work, *, keep: bool) -> RestoreResult:
    """Restore the profile if the diary was empty. Otherwise only compare it."""
    rows = work.archive.tables.get(PEOPLE, [])
    mapped = work.tables[PEOPLE]
    if len(rows) != 1 or rows[0].get("id") != str(work.archive.owner):
        raise ArchiveRefused("The file does not say whose diary it is.")
    values = _values(work, mapped, rows[0], FIRST_LINE)
    user = work.session.get_one(User, work.diary.patient_id)
    profile = {name: values[name] for name in PROFILE if name in values}
    alike = all(getattr(user, name) == value for name, value in profile.items())
    if alike or keep:
        return RestoreResult(already=int(alike), differing=int(not alike))
    for name, value in profile.items():
        setattr(user, name, value)
    _flush(work, mapped, [])
    return RestoreResult(added=1)


def _table(work: _Work, mapped: MappedTable) -> RestoreResult:
    raw_rows = work.archive.tables.get(mapped.name, [])
    rows = [_values(work, mapped, row, line) for line, row in enumerate(raw_rows, FIRST_LINE)]
    keys = [restore.key_of(mapped, row) for row in rows]
    if len(set(keys)) < len(keys):
        raise ArchiveRefused(f"The file holds a row of {mapped.name} twice.")
    work.file_keys[mapped.name] = set(keys)
    for line, row in enumerate(rows, FIRST_LINE):
        _check_parents(work, mapped, row)
        _check_merged(work, mapped, row, line)
        _check_says_something(work, mapped, row, line)
    fresh, outcome = _new_ones(work, mapped, dict(zip(keys, rows, strict=True)))
    for row in fresh:
        _replace_people(work, mapped, row)
    lines = {key: line for line, key in enumerate(keys, FIRST_LINE)}
    _flush(work, mapped, [(lines[restore.key_of(mapped, row)], row) for row in fresh])
    work.added[mapped.name] = {restore.key_of(mapped, row) for row in fresh}
    return outcome + RestoreResult(added=len(fresh))


def _new_ones(
    work: _Work, mapped: MappedTable, rows: dict[Key, Values]
) -> tuple[list[Values], RestoreResult]:
    """Find the rows to add. A row under an existing row stays as the diary has it."""
    existing = restore.load_existing(work.session, mapped, rows)
    hers = restore.list_owner_keys(work.session, mapped, work.diary.patient_id)
    uniques_in_use = restore.list_taken_uniques(work.session, mapped, work.diary.patient_id)
    uniques = restore.owner_uniques(mapped.table)
    fresh, outcome = [], RestoreResult()
    for key, row in rows.items():
        if key in existing and key not in hers:
            raise ArchiveRefused(ANOTHERS)
        unique = {(name, tuple(row.get(c.name) for c in columns)) for name, columns in uniques}
        if key in existing:
            alike = _alike(mapped, existing[key], row)
            outcome += RestoreResult(already=int(alike), differing=int(not alike))
        elif unique & uniques_in_use or not _is_under_a_new_one(work, mapped, row):
            outcome += RestoreResult(differing=1)
        else:
            fresh.append(row)
    return fresh, outcome


def _is_under_a_new_one(work: _Work, mapped: MappedTable, row: Values) -> bool:
    """Whether a row may be added: it has no parent, or this file adds its parent."""
    if restore.owner_column(mapped.table) is not None:
        return True
    column, parent = restore.parents(mapped.table, work.tables)[0]
    return (row[column.name],) in work.added[parent.name]


def _check_parents(work: _Work, mapped: MappedTable, row: Values) -> None:
    """Refuse a row whose parent is not in the file, as it could be somebody else's."""
    above = restore.parents(mapped.table, work.tables)
    for column, parent in above:
        if (
            row.get(column.name) is not None
            and (row[column.name],) not in work.file_keys[parent.name]
        ):
            raise ArchiveRefused(
                f"A row of {mapped.name} belongs to something that is not in the file."
            )


def _check_merged(work: _Work, mapped: MappedTable, row: Values, line: int) -> None:
    """Refuse a session that is merged into itself or into one outside the file."""
    into = row.get("merged_into_id")
    if into is not None and (into == row["id"] or (into,) not in work.file_keys[mapped.name]):
        raise _unfit(mapped, "merged_into_id", line)


def _check_says_something(work: _Work, mapped: MappedTable, row: Values, line: int) -> None:
    """Refuse an entry that has neither a value nor a side effect."""
    if mapped.name != "entries" or not says_nothing(row):
        return
    effects = work.archive.tables.get("entry_side_effects", [])
    if not any(each.get("entry_id") == str(row["id"]) for each in effects):
        raise _unfit(mapped, None, line, "The file holds an entry with nothing in it")


def _values(work: _Work, mapped: MappedTable, row: Mapping[str, Any], line: int) -> Values:
    """Read one row, with the patient's id on this server in place of the one in the file."""
    allowed = mapped.columns.keys() - mapped.withheld(by_clinic=True).keys()
    if not row.keys() <= allowed:
        raise ArchiveRefused(
            f"A row of {mapped.name} holds something that this Relief Diary does not know."
        )
    values: Values = {}
    for name, raw in row.items():
        try:
            values[name] = from_json(column_kind(mapped.columns[name]), raw)
        except InvalidValue as error:
            raise _unfit(mapped, name, line) from error
    owner = restore.owner_column(mapped.table)
    if owner is not None and values.get(owner.name) != work.archive.owner:
        raise ArchiveRefused("The file holds something of another person.")
    _check_row(mapped, values, line)
    here = work.diary.patient_id
    return {name: here if value == work.archive.owner else value for name, value in values.items()}


def _check_row(mapped: MappedTable, row: Values, line: int) -> None:
    """Refuse a row that no form and no phone could have made, naming its line."""
    must = (name for name, column in mapped.columns.items() if not column.nullable)
    missing = next((name for name in must if name in row and row[name] is None), None)
    too_long = next((name for name in row if _is_too_long(mapped.columns[name], row[name])), None)
    fault = missing or too_long or fault_in(mapped.name, row, zone_of)
    if fault := fault or form_fault(mapped.name, row, clock.now()):
        raise _unfit(mapped, fault, line)


def _is_too_long(column: Column[Any], value: object) -> bool:
    longest = getattr(column.type, "longest", None)
    return longest is not None and isinstance(value, str) and len(value) > longest


def _replace_people(work: _Work, mapped: MappedTable, row: Values) -> None:
    """Replace everybody else whom the row names with a closed account."""
    here = work.diary.patient_id
    for name, column in mapped.columns.items():
        person = row.get(name)
        if not restore.is_person(column) or not isinstance(person, UUID):
            continue
        if person in (here, OPERATOR):
            continue
        known = work.archive.people.get(person)
        if known is not None:
            row[name] = add_placeholder_user(work.session, here, person, known)
        elif column.foreign_keys:
            raise ArchiveRefused(f"The file does not say who somebody in {mapped.name} is.")
        else:
            row[name] = placeholder_id(here, person)


def _alike(mapped: MappedTable, existing: Base, row: Values) -> bool:
    """Whether a row has the stored values. Ids of people are skipped, as servers have their own."""
    return all(
        to_json(getattr(existing, name)) == to_json(value)
        for name, value in row.items()
        if not restore.is_person(mapped.columns[name])
    )


def _flush(work: _Work, mapped: MappedTable, rows: list[tuple[int, Values]]) -> None:
    """Store the rows. If the tables refuse one, say which."""
    try:
        with work.session.begin_nested():
            work.session.add_all([mapped.model(**row) for _, row in rows])
    except (DBAPIError, StatementError) as error:
        raise _unfit(mapped, None, _first_refused(work, mapped, rows)) from error


def _first_refused(work: _Work, mapped: MappedTable, rows: list[tuple[int, Values]]) -> int:
    """Find the line of the first row that the tables refuse. The caller undoes everything."""
    for line, row in rows:
        try:
            with work.session.begin_nested():
                work.session.add(mapped.model(**row))
        except (DBAPIError, StatementError):
            return line
    return FIRST_LINE


UNFIT = "The file holds a value that no form could have made, and that no diary can keep"


def _unfit(mapped: MappedTable, name: str | None, line: int, words: str = UNFIT) -> ArchiveRefused:
    where = f"{mapped.name}.csv, line {line}" + (f", {name}" if name else "")
    return ArchiveRefused(f"{words} ({where}).")
