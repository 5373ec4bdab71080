"""Engines that keep what they acknowledged: SQLite's pragmas, its transactions, its version."""

from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlcipher3 import dbapi2 as sqlite

from diary.db.encrypted import give_keys
from diary.keys import Keys

# Below this release two connections that write and checkpoint at once can corrupt a WAL file.
OLDEST_SOUND_SQLITE = (3, 51, 3)
BUSY_SECONDS = 10
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # NORMAL loses acknowledged rows at a power cut; the pragma belongs to the connection
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
)


class UnsoundDatabase(RuntimeError):
    """The database driver could lose or corrupt what it is given."""


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of ``create_engine`` for a SQLite path or a PostgreSQL server."""
    if make_url(url).get_backend_name() == "postgresql":
        psycopg = make_url(url).set(drivername="postgresql+psycopg")
        return {"url": psycopg, "pool_pre_ping": True, "hide_parameters": True}
    assert_sound(sqlite.sqlite_version_info)
    return {
        "url": url,
        "module": sqlite,
        # an error in the log must not hold what somebody wrote
        "hide_parameters": True,
        "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False},
        "pool_size": 8,
        "max_overflow": 24,
    }


def assert_sound(version: tuple[int, ...]) -> None:
    """Raise ``UnsoundDatabase`` for a SQLite that has the WAL-reset bug."""
    if version < OLDEST_SOUND_SQLITE:
        found, need = (".".join(map(str, v)) for v in (version, OLDEST_SOUND_SQLITE))
        raise UnsoundDatabase(f"SQLite {found} can corrupt its log; {need} or later is needed.")


def prepare(engine: Engine, keys: Keys) -> None:
    """Hand over the keys; bind pragmas and the explicit BEGIN to every connection of SQLite."""
    give_keys(engine.dialect, keys.fields)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "begin", _begin)


def _set_pragmas(connection: Any, _record: object) -> None:
    """Make one new connection durable, and stop the driver from beginning on its own."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once where a write is coming, so that no upgrade can fail midway."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def scrub(engine: Engine) -> bool:
    """Leave nothing of what was deleted in the file; false while somebody else is at work there.

    Deleted rows are overwritten at once (``secure_delete``), but what stood on a page that was
    split or moved, and the log beside the file, may still hold them. PostgreSQL reuses its
    pages by itself; its files are for the disk's own encryption.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        told = cursor.fetchone()
    except sqlite.OperationalError:
        return False
    finally:
        connection.close()
    return told is not None and bool(told[0] == 0)
