"""Engines that keep what they acknowledged: SQLite's pragmas, its transactions, its version."""

import logging
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlcipher3 import dbapi2 as sqlite

from diary.config import sqlite_path
from diary.db.encrypted import give_keys
from diary.keys import Keys, is_plain
from diary.private_files import protect

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
KEPT_BEFORE_ANSWERED = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
DATA_EXCEPTION = "22"  # how such a state begins
PLAIN_FILE = (
    "{file} is not encrypted. Stop the diary and run: flask --app wsgi database encrypt"
    " (or set DIARY_DATABASE_ENCRYPTED=no to leave it readable for whoever has the file)."
)
WRONG_KEY = (
    "{file} does not open with this key: put the right key back (see DIARY_KEYS), or, if the file"
    " is damaged, a backup: flask --app wsgi restore --replace BACKUP"
)
NO_KEY = "{file} is encrypted, or no database: DIARY_DATABASE_ENCRYPTED=no does not open it."


class UnsoundDatabase(RuntimeError):
    """The database could lose, corrupt or lay open what it is given, or cannot be opened."""


def engine_options(url: str) -> dict[str, Any]:
    """Arguments of ``create_engine`` for a SQLite path or a PostgreSQL server."""
    logging.getLogger("sqlalchemy.engine.Engine").addFilter(_tells_no_row)
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


def _tells_no_row(record: logging.LogRecord) -> bool:
    """At DEBUG the library logs each row that it reads, whatever ``hide_parameters`` says."""
    return record.levelno > logging.DEBUG


def _tell_no_row(context: ExceptionContext) -> None:
    """Leave out of an error what PostgreSQL says of the row, which may end in a log.

    It tells the whole row in its detail, and a value that it cannot read in the words themselves.
    """
    error, ours = context.original_exception, context.sqlalchemy_exception
    diagnosis = getattr(error, "diag", None)
    if diagnosis is None or diagnosis.sqlstate is None:
        return  # no word of the server's: it is away
    unread = diagnosis.sqlstate.startswith(DATA_EXCEPTION)
    words = "a value that cannot be stored" if unread else diagnosis.message_primary
    error.args = (f"{words} ({diagnosis.sqlstate})",)
    if ours is not None:
        ours.args = (f"({type(error).__name__}) {error}",)


def assert_sound(version: tuple[int, ...]) -> None:
    """Raise ``UnsoundDatabase`` for a SQLite that has the WAL-reset bug."""
    if version < OLDEST_SOUND_SQLITE:
        actual, need = (".".join(map(str, v)) for v in (version, OLDEST_SOUND_SQLITE))
        raise UnsoundDatabase(f"SQLite {actual} can corrupt its log; {need} or later is needed.")


def prepare(engine: Engine, keys: Keys) -> None:
    """Hand over the keys, and prepare every connection that this engine opens.

    SQLite needs its key, its pragmas and an explicit BEGIN.
    """
    give_keys(engine.dialect, keys)
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        protect(*(file.with_name(f"{file.name}{end}") for end in ("", "-wal", "-shm")))

        def make_private(*_args: object) -> None:
            # SQLite would make it by the umask, and gives its logs the same rights
            if not file.exists():
                with suppress(OSError):  # it says itself what is wrong with the place
                    file.touch(mode=0o600)

        def make_sound(connection: Any, _record: object) -> None:
            unlock(connection, file, keys.database)
            set_pragmas(connection)

        event.listen(engine, "do_connect", make_private)
        event.listen(engine, "connect", make_sound)
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "connect", _ask_to_keep)
        event.listen(engine, "handle_error", _tell_no_row)


def assert_opens(url: str, keys: Keys) -> None:
    """Raise ``UnsoundDatabase`` for a SQLite file that these keys do not open."""
    file = sqlite_path(url)
    if file is not None and file.exists():
        assert_sound(sqlite.sqlite_version_info)
        with closing(sqlite.connect(str(file))) as connection:
            unlock(connection, file, keys.database)


def unlock(connection: Any, file: Path, key: str) -> None:
    """Give one new connection its key, before anything else, and see that it opens the file."""
    connection.isolation_level = None  # the driver begins nothing on its own
    if key and is_plain(file):
        raise UnsoundDatabase(PLAIN_FILE.format(file=file))
    if key:
        # a driver without encryption takes the pragma for a name that it does not know
        if not connection.execute("PRAGMA cipher_version").fetchone():
            raise UnsoundDatabase("This SQLite cannot encrypt: the sqlcipher3 wheel is needed.")
        connection.execute("PRAGMA cipher_log_level=NONE")  # a refusal is said once, by us
        connection.execute(f"PRAGMA key=\"x'{key}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite.DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise UnsoundDatabase((WRONG_KEY if key else NO_KEY).format(file=file)) from error


def set_pragmas(connection: Any) -> None:
    """Make one open connection durable. Raises ``UnsoundDatabase`` where it would not be."""
    for pragma in PRAGMAS:
        connection.execute(pragma)
    full = 2
    if connection.execute("PRAGMA synchronous").fetchone()[0] != full:
        raise UnsoundDatabase("This SQLite does not sync what it commits.")


def _ask_to_keep(connection: Any, _record: object) -> None:
    """Let PostgreSQL answer a commit when it is kept, also where its own settings say sooner."""
    connection.autocommit = True  # a setting that a transaction made ends with a rollback
    connection.execute(KEPT_BEFORE_ANSWERED)
    connection.autocommit = False


def _begin(connection: Connection) -> None:
    """Take the write lock at once where a write is coming, so that no upgrade can fail midway."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def scrub(engine: Engine) -> bool:
    """Leave nothing of what was deleted in the file. Return false while somebody else uses it.

    Deleted rows are overwritten at once (``secure_delete``), but what stood on a page that was
    split or moved, and the log beside the file, may still hold them. PostgreSQL reuses its
    pages by itself, and its files rely on the disk's encryption.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        checkpoint = cursor.fetchone()
    except sqlite.OperationalError:
        return False
    finally:
        connection.close()
    return checkpoint is not None and bool(checkpoint[0] == 0)
