"""What a test may not leave behind in its process: each later test would run in it, half blind.

A test that changes something puts it back itself; this looks, after every test, whether it did.
Warning filters are not asked about: pytest gives every test its own.
"""

import gc
import locale
import logging
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from diary.extensions import db

PATIENCE = 30.0  # seconds, for a thread or a child that is on its way out of a busy machine
PAUSE = 0.02  # seconds, between two looks
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGCHLD", "SIGPIPE", "SIGUSR1", "SIGUSR2")
ITS_OWN = {"PYTEST_CURRENT_TEST"}  # pytest's, another one in each phase of a test
# once a spawned process was needed, Python keeps one that sweeps up behind all of them
TRACKER: Any = resource_tracker._resource_tracker
Value = dict[str, Any]


def _loggers() -> Value:
    known = logging.root.manager.loggerDict
    named = {name: one for name, one in known.items() if isinstance(one, logging.Logger)}
    return {"disabled for all, up to level": logging.root.manager.disable} | {
        name: (one.level, one.disabled, one.propagate, (*one.handlers,), (*one.filters,))
        for name, one in [("root", logging.root), *named.items()]
    }


def _environment() -> Value:
    return {name: value for name, value in os.environ.items() if name not in ITS_OWN}


def _clock() -> Value:
    standing = time_machine.escape_hatch.is_travelling()
    return {"zone": (time.tzname, time.timezone), "stands still or travels": standing}


def _umask() -> Value:
    status = Path("/proc/self/status")
    if not status.exists():
        mask = os.umask(0o077)
        os.umask(mask)
        return {"umask": mask}
    with status.open() as lines:
        return {"umask": next(line.split()[1] for line in lines if line.startswith("Umask"))}


def _folder() -> Value:
    return {"current folder": str(Path.cwd())}


def _locale() -> Value:
    return {"locale": locale.setlocale(locale.LC_ALL)}


def _signals() -> Value:
    return {name: signal.getsignal(getattr(signal, name)) for name in SIGNALS}


def _hooks() -> Value:
    return {"excepthook": sys.excepthook, "path": (*sys.path,)}


KINDS: dict[str, Callable[[], Value]] = {
    "logging": _loggers,
    "environment": _environment,
    "clock": _clock,
    "umask": _umask,
    "current folder": _folder,
    "locale": _locale,
    "signal handlers": _signals,
    "interpreter": _hooks,
}


def _apps() -> set[Flask]:
    """Every app that is alive."""
    return {app for app in db._app_state if isinstance(app, Flask)}


def _pools(app: Flask) -> tuple[Any, Any]:
    return app.extensions["later"].pool, app.extensions["later"].mails


def _threads() -> set[Any]:
    """Those alive, but for the idle ones of an app: it is closed by whoever made it."""
    idle = {thread for app in _apps() for pool in _pools(app) for thread in pool._threads}
    return {thread for thread in threading.enumerate() if not _not_a_tests(thread)} - idle


def _not_a_tests(thread: threading.Thread) -> bool:
    """One of the browser's event loop, which starts them at need and ends them with the run;
    or one that a library started past Python, which never hears of its end.
    """
    return thread.name.startswith("asyncio_") or isinstance(thread, threading._DummyThread)


def _files() -> set[str]:
    """The open files, sockets and pipes of this process; none where the system cannot say."""
    found: set[str] = set()
    if not Path("/proc/self/fd").exists():
        return found
    for number in os.listdir("/proc/self/fd"):  # noqa: PTH208 (it is quicker)
        if number == str(TRACKER._fd):
            continue
        try:
            target = os.readlink(f"/proc/self/fd/{number}")  # noqa: PTH115
        except OSError:  # the list itself
            continue
        if not target.startswith("/dev/"):
            alike = target.startswith("anon_inode")
            found.add(f"{target} {number}" if alike else target)
    return found


def _children() -> set[str]:
    """The command lines of the processes that were started and still run, each with its number.

    A server that outlives the test may be killed and started anew by it.
    """
    lines: Counter[str] = Counter()
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            children = set(task.read_text().split()) - {str(TRACKER._pid)}
        except OSError:  # a thread that has just ended
            continue
        lines.update(filter(None, map(_command, children)))
    return {f"{line} ({number + 1})" for line, count in lines.items() for number in range(count)}


def _command(process: str) -> str:
    """How it was started; nothing once it has ended."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    return "" if state in "ZX" else b" ".join(words).decode(errors="replace")[:150].strip()


@dataclass(frozen=True)
class ProcessState:
    """The state of this process that is common to all tests."""

    values: dict[str, Value]
    apps: set[Flask]
    threads: set[Any]
    files: set[str]
    children: set[str]

    @classmethod
    def read(cls) -> "ProcessState":
        values = {kind: read() for kind, read in KINDS.items()}
        return cls(values, _apps(), _threads(), _files(), _children())

    def close_new_apps(self) -> None:
        """End the threads and connections of the apps that were made since."""
        for app in _apps() - self.apps:
            for pool in _pools(app):
                pool.shutdown()
            _let_go(app)

    def changes(self, patience: float = PATIENCE) -> list[str]:
        """What is otherwise now, in words."""
        return [*self._changed_values(), *self._grown(patience)]

    def _changed_values(self) -> Iterator[str]:
        for kind, before in self.values.items():
            now = KINDS[kind]()
            if now == before:
                continue
            # what was not known before, as a logger, was made by an import
            names = before if kind == "logging" else {**before, **now}
            for name in names:
                if before.get(name) != now.get(name):
                    yield f"{kind}: {name} was {before.get(name)!r}, is {now.get(name)!r}"

    def _grown(self, patience: float) -> Iterator[str]:
        for kind, before, read, name in (
            ("thread", self.threads, _threads, repr),
            ("process", self.children, _children, str),
            ("open file", self.files, _files, str),
        ):
            for one in _left(before, read, patience):
                yield f"{kind}: {name(one)} is left"


def _left(before: set[Any], read: Callable[[], set[Any]], patience: float) -> Iterable[Any]:
    """What has come and does not go: idle connections are let go, and what nobody holds."""
    if not read() - before:
        return ()
    until = time.monotonic() + patience
    while True:
        # each time: what holds something may itself be let go only now
        for app in _apps():
            _let_go(app)
        if read() - before:
            gc.collect()
        left = read() - before
        if not left or time.monotonic() >= until:
            return left
        time.sleep(PAUSE)


def _let_go(app: Flask) -> None:
    for engine in db._app_state[app].engines.values():
        engine.dispose()


@pytest.fixture(autouse=True)
def unchanged_process() -> Iterator[None]:
    """Fails a test that leaves anything of the process changed."""
    before = ProcessState.read()
    yield
    before.close_new_apps()
    changes = before.changes()
    assert not changes, "this test leaves behind:\n" + "\n".join(changes)
