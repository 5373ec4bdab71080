"""Try a backup of a diary on PostgreSQL: restore it into a separate database and compare.

The database stands beside the diary's for as long as that takes. One that a killed backup left
behind is dropped by the next.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from diary.db.engine import engine_options
from diary.db.sqlite_file import Content, Differs, InUse

LOCK = 0x5245_4C49_4546  # of the whole database: one trial at a time
# How a row is written as text; and a server that ends what is idle or long must wait for this.
SETTINGS = {
    "TimeZone": "UTC",
    "DateStyle": "ISO",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",  # not before PostgreSQL 14
}
SET = text("SELECT set_config(name, :value, false) FROM pg_settings WHERE name = :name")
LAYOUT = "the layout of its tables"
TABLES = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
# Conditions are left out: PostgreSQL writes the same one in other words once it was brought back.
# So are the numbers that sequences have come to, which belong to no moment.
_LAYOUT = text(
    """
    SELECT hashed.kind, c.relname, hashed.name, hashed.told FROM (
        SELECT 'column' AS kind, attrelid AS of, attname::text AS name,
               concat_ws(' ', format_type(atttypid, atttypmod), attnotnull) AS told
          FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped
        UNION ALL
        SELECT 'constraint', conrelid, conname::text, concat_ws(' ', contype, convalidated)
          FROM pg_constraint
        UNION ALL
        SELECT 'index', indrelid, indexrelid::regclass::text,
               concat_ws(' ', indisunique, indisvalid)
          FROM pg_index
        UNION ALL
        SELECT 'trigger', tgrelid, tgname::text, concat_ws(' ', tgenabled, tgtype)
          FROM pg_trigger WHERE NOT tgisinternal
    ) hashed JOIN pg_class c ON c.oid = hashed.of
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'function', proname, '', prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'sequence', sequencename, '', ''
      FROM pg_sequences WHERE schemaname = 'public'
    """
)
# by the hash of each row, in the order of the hashes: no order of the table is needed
_ROWS = """
    SELECT count(*), encode(sha256(coalesce(string_agg(hash, ''::bytea ORDER BY hash), '')), 'hex')
      FROM (SELECT sha256(convert_to(one::text, 'UTF8')) AS hash FROM public.{name} one) hashed
"""


class MayNot(RuntimeError):
    """The diary's role may not create a database."""


@contextmanager
def moment(engine: Engine) -> Iterator[tuple[Connection, str]]:
    """A connection that sees one moment of the diary, and the name by which others see it too."""
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        connection.execute(text("SET TRANSACTION READ ONLY"))
        _prepare(connection)
        yield connection, str(connection.scalar(text("SELECT pg_export_snapshot()")))
        connection.rollback()


def content_of(connection: Connection) -> Content:
    """Return each table, and the layout of all, as counts and hashes."""
    layout = sorted(tuple(row) for row in connection.execute(_LAYOUT))
    content = {LAYOUT: (len(layout), repr(layout))}
    quote = connection.dialect.identifier_preparer.quote
    for (table,) in connection.execute(TABLES).all():
        rows = connection.execute(text(_ROWS.format(name=quote(table)))).one()
        content[str(table)] = (rows[0], rows[1])
    return content


@contextmanager
def beside(engine: Engine) -> Iterator[str]:
    """The name of an empty database, which is gone afterwards.

    Raises ``MayNot``, or ``InUse`` while another backup is being brought back.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        _prepare(connection)
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}):
            raise InUse("Another backup of this diary is being compared: try again afterwards.")
        try:
            name = _made(connection)
            try:
                yield name
            finally:
                _drop(connection, name)
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})


def assert_same(engine: Engine, name: str, content: Content) -> None:
    """Read all of a restored database. Raises ``Differs`` with the tables that are not the same."""
    url = engine.url.set(database=name).render_as_string(hide_password=False)
    other = create_engine(**engine_options(url), poolclass=NullPool)
    with other.connect() as connection:
        _prepare(connection)
        brought = content_of(connection)
    names = sorted(content | brought)
    wrong = [each for each in names if content.get(each) != brought.get(each)]
    if wrong:
        raise Differs(f"brought back, it differs in {', '.join(wrong)}")


def _prepare(connection: Connection) -> None:
    connection.execute(SET, [{"name": name, "value": value} for name, value in SETTINGS.items()])


def _made(connection: Connection) -> str:
    query = text(
        "SELECT oid, pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database"
        " WHERE datname = current_database()"
    )
    oid, encoding, collate, ctype = connection.execute(query).one()
    begins = f"diary_trial_{oid}_"
    left = text(
        "SELECT datname FROM pg_database"
        " WHERE starts_with(datname, :begins) AND pg_has_role(datdba, 'USAGE')"
    )
    for former in connection.scalars(left, {"begins": begins}).all():
        _drop(connection, former)
    name = f"{begins}{secrets.token_hex(4)}"
    try:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'"
            f" LC_COLLATE '{collate}' LC_CTYPE '{ctype}'"
        )
    except ProgrammingError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise MayNot from error
        raise
    connection.exec_driver_sql(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    return name


def _drop(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
