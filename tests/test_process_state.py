"""The check after every test catches whatever a test can leave behind, and lets the rest be."""

import _thread
import locale
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from diary.config import ROOT
from diary.extensions import db
from tests.conftest import make_app
from tests.process_state import ProcessState

Offender = Callable[[Path], AbstractContextManager[object]]
LOGGER = logging.getLogger("diary.planted")


@contextmanager
def _logging_off(_: Path) -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def _a_level(_: Path) -> Iterator[None]:
    LOGGER.setLevel(logging.ERROR)
    yield
    LOGGER.setLevel(logging.NOTSET)


@contextmanager
def _a_disabled_logger(_: Path) -> Iterator[None]:
    LOGGER.disabled = True
    yield
    LOGGER.disabled = False


@contextmanager
def _a_handler(_: Path) -> Iterator[None]:
    handler = logging.NullHandler()
    logging.root.addHandler(handler)
    yield
    logging.root.removeHandler(handler)


@contextmanager
def _a_variable(_: Path) -> Iterator[None]:
    os.environ["DIARY_PLANTED"] = "1"
    yield
    del os.environ["DIARY_PLANTED"]


@contextmanager
def _a_lost_variable(_: Path) -> Iterator[None]:
    path = os.environ.pop("PATH")
    yield
    os.environ["PATH"] = path


@contextmanager
def _a_zone(_: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Pacific/Auckland")
        time.tzset()
        patch.undo()  # the variable alone is no help
        yield
    time.tzset()


@contextmanager
def _a_clock(_: Path) -> Iterator[None]:
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
        yield


@contextmanager
def _a_umask(_: Path) -> Iterator[None]:
    before = os.umask(0o007)
    yield
    os.umask(before)


@contextmanager
def _a_folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    yield
    os.chdir(before)


@contextmanager
def _a_locale(_: Path) -> Iterator[None]:
    before = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C" if before != "C" else "C.UTF-8")
    yield
    locale.setlocale(locale.LC_ALL, before)


@contextmanager
def _a_signal_handler(_: Path) -> Iterator[None]:
    before = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGUSR1, before)


@contextmanager
def _a_thread(_: Path) -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, name="planted")
    thread.start()
    yield
    over.set()
    thread.join()


@contextmanager
def _a_process(_: Path) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield
        process.kill()


@contextmanager
def _an_open_file(folder: Path) -> Iterator[None]:
    with (folder / "planted").open("w"):
        yield


OFFENDERS: dict[str, tuple[Offender, str]] = {
    "logging off": (_logging_off, "logging: disabled for all"),
    "a level": (_a_level, "logging: diary.planted"),
    "a disabled logger": (_a_disabled_logger, "logging: diary.planted"),
    "a handler": (_a_handler, "logging: root"),
    "a variable": (_a_variable, "environment: DIARY_PLANTED"),
    "a lost variable": (_a_lost_variable, "environment: PATH"),
    "a zone": (_a_zone, "clock: zone"),
    "a clock": (_a_clock, "clock: stands still"),
    "a umask": (_a_umask, "umask"),
    "a folder": (_a_folder, "current folder"),
    "a locale": (_a_locale, "locale"),
    "a signal handler": (_a_signal_handler, "signal handlers: SIGUSR1"),
    "a thread": (_a_thread, "thread: <Thread(planted"),
    "a process": (_a_process, "process: "),
    "an open file": (_an_open_file, "open file: /"),
}


@pytest.mark.parametrize("kind", OFFENDERS)
def test_what_is_left_is_named_and_what_is_put_back_is_not(kind: str, tmp_path: Path) -> None:
    offender, words = OFFENDERS[kind]
    before = ProcessState.read()
    with offender(tmp_path):
        changes = before.changes(patience=0)
        assert any(words in change for change in changes), changes
    assert before.changes() == []


def test_a_thread_on_its_way_out_is_waited_for() -> None:
    before = ProcessState.read()
    threading.Timer(0.1, lambda: None).start()
    assert before.changes() == []


def test_a_thread_that_the_browsers_event_loop_keeps_is_none_of_the_tests() -> None:
    before = ProcessState.read()
    with ThreadPoolExecutor(1, thread_name_prefix="asyncio") as pool:  # as asyncio makes its own
        pool.submit(int).result()
        assert before.changes(patience=0) == []


def test_a_thread_that_was_started_past_python_is_none_of_the_tests() -> None:
    before, heard, over = ProcessState.read(), threading.Event(), threading.Event()

    def foreign() -> None:
        threading.current_thread()  # from now on Python takes it for one of its own
        heard.set()
        over.wait()

    _thread.start_new_thread(foreign, ())
    heard.wait()
    assert before.changes(patience=0) == []
    over.set()


def test_an_app_of_a_test_is_closed_after_it(migrated_file: Path, tmp_path: Path) -> None:
    before = ProcessState.read()
    app = _used(migrated_file, tmp_path)
    assert any("diary.sqlite" in change for change in _files_of(before))
    assert app.extensions["later"].pool._threads
    before.close_new_apps()
    assert before.changes() == []
    assert app.extensions["later"].pool._shutdown


def test_an_app_that_was_there_before_keeps_its_threads(
    migrated_file: Path, tmp_path: Path
) -> None:
    app = _used(migrated_file, tmp_path)
    before = ProcessState.read()
    with app.app_context(), db.engine.connect(), db.engine.connect():
        pass
    before.close_new_apps()
    assert before.changes() == []
    assert not app.extensions["later"].pool._shutdown


def _used(migrated: Path, folder: Path) -> Flask:
    """An app with an open connection and a thread beside the pages."""
    (folder / "diary.sqlite").write_bytes(migrated.read_bytes())
    app = make_app(f"sqlite:///{folder / 'diary.sqlite'}", folder)
    with app.app_context(), db.engine.connect():
        app.extensions["later"].pool.submit(int).result()
    return app


def _files_of(before: ProcessState) -> set[str]:
    return ProcessState.read().files - before.files


def test_a_test_that_leaves_logging_off_fails_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(
        "import logging\ndef test_one(): logging.disable(logging.CRITICAL)\ndef test_two(): pass\n"
    )
    words = ["-q", "-p", "tests.process_state", "-p", "no:cacheprovider", "-c", "/dev/null"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 passed, 1 error" in run.stdout, run.stdout + run.stderr
    assert "logging: disabled for all" in run.stdout
    assert "ERROR at teardown of test_one" in run.stdout
