"""Bringing an export back: all of it or nothing, and nothing twice."""

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
from diary.privacy.actions.placeholder_users import stand_in, stand_in_id
from diary.privacy.queries import restore
from diary.privacy.queries.restore import Key, Values
from diary.privacy.queries.table_owners import PEOPLE, Kept, kept_tables, kind_of
from diary.privacy.rules.archive import Parcel, Refused
from diary.privacy.rules.export_policy import Fate
from diary.privacy.rules.json_values import Unfit, told, value_of
from diary.privacy.rules.restore_result import Outcome
from diary.privacy.rules.row_checks import form_fault, says_nothing
from diary.privacy.rules.text_formats import fault_in

# What a profile takes from a file, into an empty diary only: nothing that decides a right
PROFILE = ("name", "born_on", "zone", "day_boundary", "language", "theme", "country")
FIRST_LINE = 2  # of a table as CSV: the first names its columns
ANOTHERS = "The file belongs to another diary on this server. It can only be brought back there."


@dataclass
class _Work:
    """One import on its way."""

    session: Session
    diary: OpenDiary
    parcel: Parcel
    tables: dict[str, Kept]
    added: dict[str, set[Key]] = field(default_factory=dict)  # by table
    own: dict[str, set[Key]] = field(
        default_factory=dict
    )  # in the file, and whose they are is said


def bring_back(session: Session, diary: OpenDiary, parcel: Parcel, actor_id: UUID) -> Outcome:
    """Add what is not there yet; raises ``Refused`` and then leaves everything as it was."""
    if not diary.is_owner:
        raise PermissionError("a diary is brought back by the patient")
    lock_user(session, diary.patient_id)
    kept = list(kept_tables())
    known = {each.name for each in kept}
    if unknown := sorted(set(parcel.tables) - known):
        raise Refused(
            f"The file holds something that this Relief Diary does not know: {unknown[0]}."
        )
    exported = {each.name: each for each in kept if each.answer.fate is Fate.EXPORTED}
    work = _Work(session, diary, parcel, exported)
    was_empty = restore.is_empty(session, kept, diary.patient_id)
    with session.begin_nested():
        outcome = _profile(work, keep=not was_empty)
        for each in exported.values():
            if each.name != PEOPLE:
                outcome += _table(work, each)
    record(
        session,
        Event.RIGHTS_BRING_BACK,
        actor_id,
        patient_id=diary.patient_id,
        detail=str(outcome.added),
    )
    return outcome


def _profile(work: _Work, *, keep: bool) -> Outcome:
    """Her account: its profile comes with a diary that is brought into an empty one."""
    rows = work.parcel.tables.get(PEOPLE, [])
    kept = work.tables[PEOPLE]
    if len(rows) != 1 or rows[0].get("id") != str(work.parcel.owner):
        raise Refused("The file does not say whose diary it is.")
    values = _values(work, kept, rows[0], FIRST_LINE)
    user = work.session.get_one(User, work.diary.patient_id)
    wanted = {name: values[name] for name in PROFILE if name in values}
    alike = all(getattr(user, name) == value for name, value in wanted.items())
    if alike or keep:
        return Outcome(already=int(alike), differing=int(not alike))
    for name, value in wanted.items():
        setattr(user, name, value)
    _flush(work, kept, [])
    return Outcome(added=1)


def _table(work: _Work, kept: Kept) -> Outcome:
    told_rows = work.parcel.tables.get(kept.name, [])
    rows = [_values(work, kept, row, line) for line, row in enumerate(told_rows, FIRST_LINE)]
    keys = [restore.key_of(kept, row) for row in rows]
    if len(set(keys)) < len(keys):
        raise Refused(f"The file holds a row of {kept.name} twice.")
    work.own[kept.name] = set(keys)
    for line, row in enumerate(rows, FIRST_LINE):
        _check_parents(work, kept, row)
        _check_merged(work, kept, row, line)
        _check_says_something(work, kept, row, line)
    fresh, outcome = _new_ones(work, kept, dict(zip(keys, rows, strict=True)))
    for row in fresh:
        _stand_in_for_people(work, kept, row)
    lines = {key: line for line, key in enumerate(keys, FIRST_LINE)}
    _flush(work, kept, [(lines[restore.key_of(kept, row)], row) for row in fresh])
    work.added[kept.name] = {restore.key_of(kept, row) for row in fresh}
    return outcome + Outcome(added=len(fresh))


def _new_ones(work: _Work, kept: Kept, rows: dict[Key, Values]) -> tuple[list[Values], Outcome]:
    """The rows that are not there; a row under one that was there stays as the diary has it."""
    there = restore.there(work.session, kept, rows)
    hers = restore.hers(work.session, kept, work.diary.patient_id)
    taken = restore.taken(work.session, kept, work.diary.patient_id)
    uniques = restore.own_uniques(kept.table)
    fresh, outcome = [], Outcome()
    for key, row in rows.items():
        if key in there and key not in hers:
            raise Refused(ANOTHERS)
        unique = {(name, tuple(row.get(c.name) for c in columns)) for name, columns in uniques}
        if key in there:
            alike = _alike(kept, there[key], row)
            outcome += Outcome(already=int(alike), differing=int(not alike))
        elif unique & taken or not _is_under_a_new_one(work, kept, row):
            outcome += Outcome(differing=1)
        else:
            fresh.append(row)
    return fresh, outcome


def _is_under_a_new_one(work: _Work, kept: Kept, row: Values) -> bool:
    """Whether a row may be added: it stands by itself, or under one that this file adds."""
    if restore.owner_column(kept.table) is not None:
        return True
    column, parent = restore.parents(kept.table, work.tables)[0]
    return (row[column.name],) in work.added[parent.name]


def _check_parents(work: _Work, kept: Kept, row: Values) -> None:
    """A row stands only under rows of the same file, so under nobody else's."""
    above = restore.parents(kept.table, work.tables)
    for column, parent in above:
        if row.get(column.name) is not None and (row[column.name],) not in work.own[parent.name]:
            raise Refused(f"A row of {kept.name} belongs to something that is not in the file.")


def _check_merged(work: _Work, kept: Kept, row: Values, line: int) -> None:
    """A session is merged into another one of the same file."""
    into = row.get("merged_into_id")
    if into is not None and (into == row["id"] or (into,) not in work.own[kept.name]):
        raise _unfit(kept, "merged_into_id", line)


def _check_says_something(work: _Work, kept: Kept, row: Values, line: int) -> None:
    """An entry has a value or a side effect."""
    if kept.name != "entries" or not says_nothing(row):
        return
    effects = work.parcel.tables.get("entry_side_effects", [])
    if not any(each.get("entry_id") == str(row["id"]) for each in effects):
        raise _unfit(kept, None, line, "The file holds an entry with nothing in it")


def _values(work: _Work, kept: Kept, row: Mapping[str, Any], line: int) -> Values:
    """The values of one row, with her id here in place of her id there."""
    allowed = kept.columns.keys() - kept.withheld(by_clinic=True).keys()
    if not row.keys() <= allowed:
        raise Refused(f"A row of {kept.name} holds something that this Relief Diary does not know.")
    found: Values = {}
    for name, told_value in row.items():
        try:
            found[name] = value_of(kind_of(kept.columns[name]), told_value)
        except Unfit as error:
            raise _unfit(kept, name, line) from error
    owner = restore.owner_column(kept.table)
    if owner is not None and found.get(owner.name) != work.parcel.owner:
        raise Refused("The file holds something of another person.")
    _check_row(kept, found, line)
    here = work.diary.patient_id
    return {name: here if value == work.parcel.owner else value for name, value in found.items()}


def _check_row(kept: Kept, row: Values, line: int) -> None:
    """Refuse a row that no form and no phone could have made, by its line."""
    must = (name for name, column in kept.columns.items() if not column.nullable)
    missing = next((name for name in must if name in row and row[name] is None), None)
    too_long = next((name for name in row if _is_too_long(kept.columns[name], row[name])), None)
    fault = missing or too_long or fault_in(kept.name, row, zone_of)
    if fault := fault or form_fault(kept.name, row, clock.now()):
        raise _unfit(kept, fault, line)


def _is_too_long(column: Column[Any], value: object) -> bool:
    longest = getattr(column.type, "longest", None)
    return longest is not None and isinstance(value, str) and len(value) > longest


def _stand_in_for_people(work: _Work, kept: Kept, row: Values) -> None:
    """Put a closed account in place of everybody else whom the row names."""
    here = work.diary.patient_id
    for name, column in kept.columns.items():
        person = row.get(name)
        if not restore.is_person(column) or not isinstance(person, UUID):
            continue
        if person in (here, OPERATOR):
            continue
        known = work.parcel.people.get(person)
        if known is not None:
            row[name] = stand_in(work.session, here, person, known)
        elif column.foreign_keys:
            raise Refused(f"The file does not say who somebody in {kept.name} is.")
        else:
            row[name] = stand_in_id(here, person)


def _alike(kept: Kept, there: Base, row: Values) -> bool:
    """Whether a row says what is there; who wrote it has another id on another server."""
    return all(
        told(getattr(there, name)) == told(value)
        for name, value in row.items()
        if not restore.is_person(kept.columns[name])
    )


def _flush(work: _Work, kept: Kept, rows: list[tuple[int, Values]]) -> None:
    """Store the rows; where the tables refuse one, say which."""
    try:
        with work.session.begin_nested():
            work.session.add_all([kept.made(**row) for _, row in rows])
    except (DBAPIError, StatementError) as error:
        raise _unfit(kept, None, _first_refused(work, kept, rows)) from error


def _first_refused(work: _Work, kept: Kept, rows: list[tuple[int, Values]]) -> int:
    """The line of the first row that the tables do not take; all is undone afterwards."""
    for line, row in rows:
        try:
            with work.session.begin_nested():
                work.session.add(kept.made(**row))
        except (DBAPIError, StatementError):
            return line
    return FIRST_LINE


UNFIT = "The file holds a value that no form could have made, and that no diary can keep"


def _unfit(kept: Kept, name: str | None, line: int, words: str = UNFIT) -> Refused:
    where = f"{kept.name}.csv, line {line}" + (f", {name}" if name else "")
    return Refused(f"{words} ({where}).")
