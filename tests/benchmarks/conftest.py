"""A diary with years in it, served as it is in earnest, for every figure that is printed."""

import logging
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event
from sqlcipher3 import dbapi2 as sqlite

from diary import clock
from diary.app import create_app
from diary.charts import writers
from diary.config import ROOT, Settings
from diary.extensions import alembic, db
from diary.transactions import early_commit
from tests.benchmarks import years
from tests.browser import ARGUMENTS, find
from tests.client import watch
from tests.people import Person, browser_of
from tests.reminders.arrivals import mail_server
from tests.serving import Client, free_port, served


@dataclass(frozen=True)
class Bench:
    """The diary that is measured; `app` is the same one inside this process."""

    app: Flask
    port: int
    file: Path
    written: years.Written
    clients: list[Client] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cookie(self, person: Person) -> tuple[str, str]:
        """Name and value of a sign-in."""
        found = browser_of(self.app, person).get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        assert found is not None
        return found.key, found.value

    def client(self, person: Person) -> Client:
        client = Client(self.port, "=".join(self.cookie(person)))
        self.clients.append(client)
        return client

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What the app inside this process asks of its database meanwhile."""
        found: list[str] = []

        def note(*args: object) -> None:
            words = str(args[2])
            if words.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                found.append(words)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        yield found
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def bench() -> Iterator[Bench]:
    """Beside the real diary: a temporary folder may lie in memory, where a commit costs nothing."""
    (ROOT / "instance").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=ROOT / "instance") as folder,
        mail_server() as box,
    ):
        env = {
            "DIARY_SMTP_HOST": "127.0.0.1",
            "DIARY_SMTP_PORT": str(box.port),
            "DIARY_SMTP_SENDER": "diary@example.org",
            "DIARY_SMTP_STARTTLS": "no",
            "DIARY_INSTANCE": folder,
            "DIARY_SECRET_KEY": "b" * 40,
            "DIARY_STAFF_FACTOR": "optional",
            "PORT": str(free_port()),
        }
        app = create_app(Settings.from_env(env))
        watch(app)
        made = _fill(app)
        app.test_cli_runner().invoke(args=["charts", "fetch-bundle"])
        with app.app_context():
            db.engine.dispose()
        print(_machine(app, made))
        with served({**env, "DATABASE_URL": ""}, Path(folder) / "log"):
            bench = Bench(app, int(env["PORT"]), Path(folder) / "diary.sqlite", made)
            yield bench
            for client in bench.clients:
                client.close()
        with app.app_context():
            db.engine.dispose()


def _fill(app: Flask) -> years.Written:
    logging.getLogger("alembic").setLevel(logging.WARNING)  # only figures are wanted here
    with app.app_context():
        alembic.upgrade()
        with early_commit() as session:
            return years.write(session, clock.now())


def _machine(app: Flask, made: years.Written) -> str:
    script = writers.find_script([app.extensions["settings"].instance / "vendor"])
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    return (
        f"\n\nmake bench, {clock.now():%Y-%m-%d %H:%M} UTC: {os.cpu_count()} cores (load {busy}), "
        f"Python {platform.python_version()}, SQLite {sqlite.sqlite_version}, {platform.system()}"
        f"\nAna: {made.entries:,} entries and {years.YEARS_SESSIONS} sessions in two years; "
        f"Ben: {made.patients} patients with a month of entries and two sessions each"
        f"\nCharts are drawn by {script.name}, {script.stat().st_size / 1000:,.0f} KB unpacked; "
        "1 KB is 1,000 bytes"
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where it is."""
    path = find()
    assert path, "no Chromium: run `make bench`, which installs one"
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()
