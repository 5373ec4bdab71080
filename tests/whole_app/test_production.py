"""Every shell command and every background job as in production: one public host, real mail."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from uuid import UUID

import click
import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.cli import FlaskGroup
from flask.testing import FlaskClient

from diary import clock
from diary.app import create_app
from diary.config import Settings, Smtp
from diary.domain.time_zones import zone_of
from diary.extensions import db
from diary.keys import Keyring, Keys
from diary.privacy import actions as privacy
from diary.privacy.cli.erasure import one_pass as erase
from diary.reminders import actions as reminders
from diary.reminders import queries as reminder_queries
from diary.reminders.cli.send import one_pass as send_reminders
from diary.reminders.rules.slots import Preferences
from diary.transactions import early_commit
from diary.web.background import settle
from tests.conftest import KEYS
from tests.people import PASSWORD, People, move_in
from tests.reminders.arrivals import Mailbox, mail_server

FROM_CLI = {"FLASK_RUN_FROM_CLI": "true"}  # Flask sets it and leaves it; the runner takes it away
HOST = "https://diary.example.org"
# Those of the migration library for whoever writes a migration, and what needs another network
NOT_FOR_OPERATORS = {
    *(f"db {name}" for name in ("branches", "downgrade", "log", "merge", "mkdir", "revision")),
    *(f"db {name}" for name in ("show", "stamp")),
    "charts fetch-bundle",
}


@dataclass(frozen=True)
class Run:
    """One command as an operator types it, and the words that its answer must hold."""

    words: str
    expected: str
    stdin: str = ""
    status: int = 0


# In this order on one diary; {folder} is the test's own
RUNS = (
    Run("db upgrade", ""),
    Run("db current", "(head)"),
    Run("db heads", "(head)"),
    Run("db check", ""),
    Run("accounts add --role admin --clinic C admin@example.org", "Added", f"{PASSWORD}\n"),
    Run("accounts invite --role doctor new@example.org", f"{HOST}/join/"),
    Run("accounts reset-link ana@example.org", f"{HOST}/reset/"),
    Run("accounts list", "ana@example.org"),
    Run("accounts clear-tries ana@example.org", ""),
    Run("accounts sign-out ana@example.org", "Signed out on"),
    Run("accounts forget-factors ben@example.org", "second step is off"),
    Run("accounts close ben@example.org", "told by mail: "),
    Run("accounts reopen ben@example.org", "Reopened"),
    Run("demo fill", "not for production", status=1),
    Run("demo hello", "not for production", status=1),
    Run("entries import --patient ana@example.org {folder}/entries.csv", "Added: 1"),
    Run("treatments import --patient ana@example.org {folder}/sessions.csv", "Added: 1"),
    Run("relief show --patient ana@example.org", ""),
    Run("export {folder}/ana.zip --patient ana@example.org", "Wrote"),
    Run("bring-back {folder}/ana.zip --patient ana@example.org", "Already there"),
    Run("reminders send", "Sent "),
    Run("erasures run", "Erased 0."),
    Run("audit head", ""),
    Run("audit verify", ""),
    Run("keys list", "(seals)"),
    Run("keys rotate", "The new key is"),
    Run("keys drop --yes k0", "k0 is gone."),
    Run("backup {folder}/a.backup", "Saved"),
    Run("restore --replace {folder}/a.backup", "Brought back"),
    Run("database encrypt", "encrypted already"),
    Run("database rotate", "has a new key"),
)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.fixture
def production(database_url: str, tmp_path: Path, box: Mailbox) -> Iterator[Flask]:
    """A diary for real people: its only name is the public one, and its keys lie in files."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "fields").write_text("k0:YSBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGVzISE=\n")
    (folder / "database").write_text(KEYS.database)
    ring = Keyring((folder / "fields").read_text(), folder / "fields")
    app = create_app(
        Settings(
            secret_key="for tests only: nothing is behind this key",
            database_url=database_url,
            base_url=HOST,
            keys=Keys(KEYS.database, ring, KEYS.audit, folder),
            production=True,
            instance=tmp_path,
            trusted_hosts=("diary.example.org",),
            smtp=Smtp("127.0.0.1", box.port, "diary@example.org", starttls=False),
        )
    )
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def people(production: Flask) -> People:
    with production.app_context(), early_commit() as session:
        return move_in(session)


def test_every_command_runs_in_production(
    production: Flask, people: People, tmp_path: Path
) -> None:
    (tmp_path / "entries.csv").write_text("recorded_at,anxiety\n2026-03-01T10:00:00Z,6\n")
    (tmp_path / "sessions.csv").write_text("started_at,route\n2026-03-01T09:00:00Z,iv\n")
    program = FlaskGroup(create_app=lambda: production, load_dotenv=False, set_debug_flag=False)
    failed = []
    for run in RUNS:
        with production.app_context():
            db.engine.dispose()  # as between two processes
        words = run.words.format(folder=tmp_path).split()
        done = CliRunner(env=FROM_CLI).invoke(program, words, input=run.stdin)
        if done.exit_code != run.status or run.expected not in done.output:
            failed.append((run.words, done.exit_code, done.output[-400:], done.exception))
    assert not failed


def test_no_command_is_left_out(production: Flask) -> None:
    """A new command needs a line above."""
    commands = production.cli
    known = {_name(run.words, commands) for run in RUNS} | NOT_FOR_OPERATORS
    assert set(_names(commands)) == known


def _names(command: click.Command, path: str = "") -> Iterator[str]:
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _names(below, f"{path} {name}".strip())
    else:
        yield path


def _name(words: str, group: click.Group) -> str:
    first, second, *_ = [*words.split(), ""]
    return f"{first} {second}" if isinstance(group.commands[first], click.Group) else first


def test_every_background_job_runs_in_production(
    production: Flask, people: People, box: Mailbox
) -> None:
    nine = clock.now().replace(hour=12, minute=0, second=30)
    with production.app_context(), early_commit() as session:
        for person in (people.ana, people.cleo):
            diary = reminder_queries.open_for_patient(session, person.id)
            assert diary is not None
            zoned = nine.astimezone(zone_of(person.zone))
            wanted = Preferences(
                time(zoned.hour), by_mail=True, quiet_from=time(1), quiet_until=time(1, 1)
            )
            reminders.change(session, diary, wanted)
    with time_machine.travel(nine, tick=False), production.app_context():
        assert send_reminders(UUID(int=1)) == 2
    links = [str(mail["List-Unsubscribe"]) for mail in box.mails]
    assert all(link.startswith(f"<{HOST}/reminders/stop/") for link in links), links
    with production.app_context(), early_commit() as session:
        diary = reminder_queries.open_for_patient(session, people.ana.id)
        assert diary is not None
        privacy.request_erasure(session, diary, 0)
    with production.app_context():
        assert erase() == 1
    assert len(box.mails) == 3


def test_mail_after_an_answer_names_the_public_address(
    production: Flask, people: People, box: Mailbox
) -> None:
    """A mail is written after its request, from the settings alone."""
    production.test_client_class = FlaskClient
    browser = production.test_client()
    page = browser.get("/forgotten", base_url=HOST).text
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    answer = browser.post(
        "/forgotten",
        base_url=HOST,
        data={"csrf_token": found[1], "email": people.ana.email},
        headers={"Referer": f"{HOST}/forgotten"},
        buffered=True,
    )
    settle(production)
    assert answer.status_code == 200, answer.text
    (mail,) = box.mails
    assert re.search(rf"{HOST}/reset/\S+", str(mail.get_payload()))
