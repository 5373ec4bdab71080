"""PostgreSQL is killed, or stopped, and comes back while patients write; the diary stays up.

The cluster is set to answer before it keeps. What is lost with it is in its processes' memory: a
kill takes no more than that, so PostgreSQL's own syncs are left out here for speed.
"""

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from diary.extensions import db
from diary.transactions import early_commit
from tests import postgres
from tests.conftest import make_app, migrate
from tests.faults.honest import Patient, stored
from tests.faults.load import Load, lost_and_doubled
from tests.faults.sizes import size, tell
from tests.people import People, move_in
from tests.serving import PATIENCE, Server, environment, free_port

WAYS = ["kill", "stop"] * size(1, 50)
TRUSTING = [sys.executable, "-m", "tests.faults.faulty", "trusting"]
ANSWERS_TOO_SOON = (
    "-c listen_addresses= -c fsync=off -c full_page_writes=off -c shared_buffers=32MB"
    " -c synchronous_commit=off -c wal_writer_delay=10s"
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Cluster]:
    """A cluster of this file's own, with a diary that every test copies."""
    folder = Path(tempfile.mkdtemp(prefix="diary-pg-"))
    try:
        cluster = postgres.Cluster(folder, ANSWERS_TOO_SOON)
    except postgres.NoPostgres as error:
        pytest.skip(str(error))
    cluster.start()
    try:
        _make(cluster, "migrated")
        migrate(cluster.url("migrated"), tmp_path_factory.mktemp("migrated"))
        yield cluster
    finally:
        cluster.kill()
        shutil.rmtree(folder)


def _make(cluster: postgres.Cluster, name: str, template: str = "template1") -> None:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())


@pytest.fixture
def away(cluster: postgres.Cluster, tmp_path: Path) -> Iterator["Away"]:
    name = f"diary_{uuid4().hex}"
    _make(cluster, name, "migrated")
    away = Away(cluster, cluster.url(name), tmp_path)
    yield away
    with away.app.app_context():
        db.engine.dispose()


class Away:
    """A diary under load, and its PostgreSQL that goes and comes back."""

    def __init__(self, cluster: postgres.Cluster, url: str, folder: Path) -> None:
        self.cluster, self.folder = cluster, folder
        self.app: Flask = make_app(url, folder)
        with self.app.app_context(), early_commit() as session:
            self.people: People = move_in(session)
        self.port = free_port()
        self.load = Load(self.app, self.people, self.port)
        self.patient = Patient.signed_in(self.app, self.people.ana, self.port)
        self.lost = self.doubled = self.refused = 0

    def run(self, ways: list[str], words: list[str] | None = None) -> None:
        """The diary is started once, and stays; counts until something is lost."""
        when = random.Random(2026)
        server = Server(environment(self.app, self.port), self.folder / "log", words)
        try:
            server.start()
            self.load.start()
            for way in ways:
                self.load.await_one()
                time.sleep(when.uniform(0.0, 0.4))
                self._go(way)
                if self.lost or self.doubled:
                    return
            self.load.stop()
            self._count(self.load.acknowledged)
        finally:
            server.kill()
            self.load.give_up()

    def _go(self, way: str) -> None:
        getattr(self.cluster, way)()
        acknowledged = list(self.load.acknowledged)
        self.refused += self.patient.log(PATIENCE) == 503
        self.cluster.start()
        self._count(acknowledged)

    def _count(self, acknowledged: list[str]) -> None:
        self.lost, self.doubled = lost_and_doubled(acknowledged, stored(self.app))


def test_no_acknowledged_entry_is_lost_or_doubled_when_postgresql_goes(away: Away) -> None:
    away.run(WAYS)
    tell(
        f"PostgreSQL goes: {len(WAYS)} times, {len(away.load.acknowledged)} entries acknowledged, "
        f"{away.load.unanswered} sent again, {away.lost} lost, {away.doubled} doubled"
    )
    assert away.refused == len(WAYS), "somebody was not told that the diary cannot save now"
    assert away.load.unanswered > 0, "no writer met it"
    assert (away.lost, away.doubled) == (0, 0)


def test_control_a_diary_that_trusts_the_settings_of_its_server_loses(away: Away) -> None:
    away.run(["kill"] * 10, TRUSTING)
    tell(f"PostgreSQL, control that takes its word for kept: {away.lost} lost")
    assert away.lost > 0


def test_a_commit_is_answered_when_it_is_kept_whatever_the_server_says(away: Away) -> None:
    with away.app.app_context(), db.engine.connect() as connection:
        connection.rollback()
        asked = "SHOW synchronous_commit"
        assert connection.exec_driver_sql(asked).scalar_one() == "on"
    with psycopg.connect(away.app.extensions["settings"].database_url) as other:
        told = other.execute(asked.encode()).fetchone()
    assert told == ("off",)  # the control: the server's own
