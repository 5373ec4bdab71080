"""Give sealed values another key, a few rows at a time.

Both keys open until the last value is done. Nothing is remembered between two runs: what is not
under the active key is what is left, also what a server with the old key wrote meanwhile.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Table,
    Text,
    and_,
    func,
    inspect,
    or_,
    select,
    type_coerce,
    update,
)

from diary.db.encrypted import EncryptedText, keyring_of, row_name
from diary.keys import DecryptionFailed, Keyring

AT_ONCE = 200
SOME = 5  # values of a column that tell whether a key is the right one


def sealed_columns(metadata: MetaData) -> dict[Table, list[str]]:
    """Each table that has sealed columns, with their names."""
    columns = {
        table: [column.name for column in table.columns if isinstance(column.type, EncryptedText)]
        for table in metadata.sorted_tables
    }
    return {table: names for table, names in columns.items() if names}


def left(connection: Connection, metadata: MetaData, active: str) -> int:
    """Count the rows that hold a value that another key sealed."""
    return sum(
        connection.scalar(select(func.count()).select_from(table).where(_old(table, names, active)))
        or 0
        for table, names in sealed_columns(metadata).items()
    )


def under(connection: Connection, metadata: MetaData, key: str) -> int:
    """Count the values that a key has sealed."""
    return sum(
        connection.scalar(select(func.count()).select_from(table).where(_lying(table, name, key)))
        or 0
        for table, names in sealed_columns(metadata).items()
        for name in names
    )


def missing_keys(connection: Connection, metadata: MetaData, known: Iterable[str]) -> list[str]:
    """The ids of the keys that sealed a value here and are not among the known ones."""
    missing: list[str] = []
    for table, name in _there(connection, metadata):
        while (value := _by_another(connection, table, name, [*known, *missing])) is not None:
            missing.append(value.partition(".")[0])
    return missing


def wrong_keys(connection: Connection, metadata: MetaData, ring: Keyring) -> list[str]:
    """The ids of the keys of a ring that open nothing of what a key with their id has sealed.

    One value that opens is enough: a damaged one says nothing about the key.
    """
    columns = [*_there(connection, metadata)]
    return [
        key
        for key in ring.names
        if (looked := [_opens(connection, ring, key, *column) for column in columns])
        and False in looked
        and True not in looked
    ]


def _there(connection: Connection, metadata: MetaData) -> Iterator[tuple[Table, str]]:
    """The sealed columns that this diary has: an older one has not every table yet."""
    there = set(inspect(connection).get_table_names())
    for table, names in sealed_columns(metadata).items():
        columns = (
            {described["name"] for described in inspect(connection).get_columns(table.name)}
            if table.name in there
            else set()
        )
        for name in columns.intersection(names):
            yield table, name


def _opens(connection: Connection, ring: Keyring, key: str, table: Table, name: str) -> bool | None:
    """Whether a key opens any of some values that bear its id. None where there is none."""
    query = select(*_as_it_lies(table, [name])).where(_lying(table, name, key)).limit(SOME)
    rows = connection.execute(query).mappings().all()
    for row in rows:
        of_row = row_name(*(row[part.name] for part in table.primary_key))
        try:
            ring.open(row[name], f"{table.name}.{name} {of_row}")
        except DecryptionFailed:
            continue
        return True
    return False if rows else None


def _by_another(
    connection: Connection, table: Table, name: str, known: Iterable[str]
) -> str | None:
    """One value of a column that none of these keys sealed."""
    column = type_coerce(table.c[name], Text)
    other = [~_lying(table, name, key) for key in known]
    return connection.scalar(select(column).where(column.is_not(None), *other).limit(1))


def reseal_some(connection: Connection, metadata: MetaData, active: str) -> int:
    """Seal the values of some rows with the active key and return how many. 0 means done."""
    for table, names in sealed_columns(metadata).items():
        query = select(*_as_it_lies(table, names)).where(_old(table, names, active)).limit(AT_ONCE)
        rows = connection.execute(query).mappings().all()
        for row in rows:
            _reseal(connection, table, names, dict(row))
        if rows:
            return len(rows)
    return 0


def _reseal(connection: Connection, table: Table, names: list[str], row: dict[str, Any]) -> None:
    """Seal one row anew, unless somebody changed it meanwhile: a later call takes it."""
    ring = keyring_of(connection.dialect)
    key = [table.c[part.name] == row[part.name] for part in table.primary_key]
    name_of_row = row_name(*(row[part.name] for part in table.primary_key))
    for name in names:
        stored = row[name]
        if stored is None:
            continue
        place = f"{table.name}.{name} {name_of_row}"
        new = type_coerce(ring.seal(ring.open(stored, place), place), Text)
        same = type_coerce(table.c[name], Text) == stored
        connection.execute(update(table).where(*key, same).values({name: new}))


def _as_it_lies(table: Table, names: list[str]) -> Iterator[ColumnElement[Any]]:
    yield from table.primary_key
    for name in names:
        yield type_coerce(table.c[name], Text).label(name)


def _old(table: Table, names: list[str], active: str) -> ColumnElement[bool]:
    return or_(*(and_(table.c[name].is_not(None), ~_lying(table, name, active)) for name in names))


def _lying(table: Table, name: str, key: str) -> ColumnElement[bool]:
    return type_coerce(table.c[name], Text).startswith(f"{key}.", autoescape=True)
