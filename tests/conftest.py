"""Fixtures: a fresh diary on either engine, its people, and their browsers."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from diary.app import create_app
from diary.config import Settings, Smtp, sqlite_path
from diary.extensions import alembic, db
from diary.keys import Keyring, Keys
from diary.transactions import early_commit
from tests import compiled, postgres
from tests.client import DiaryClient, watch
from tests.hashes import dear_hashes, make_cheap
from tests.people import People, browser_of, move_in
from tests.process_state import unchanged_process

__all__ = ["dear_hashes", "unchanged_process"]  # for every test
gc.disable()  # until everything is loaded
make_cheap()
compiled.install()
# How long an example takes says how busy the machine is, and nothing of the code. The same code is
# asked the same each time; --hypothesis-profile=explore looks for examples that nobody met yet.
EXPLORE = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("explore", EXPLORE)
hypothesis_settings.register_profile("same", EXPLORE, derandomize=True)
hypothesis_settings.load_profile("same")

KEYS = Keys("5e" * 32, Keyring("k0:YSBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGVzISE="), "a0" * 32)
ENGINES = ("sqlite", "postgresql")
MIGRATED: list[bytes] = []  # a file with every migration run, once there is one


def pytest_configure(config: pytest.Config) -> None:
    """The run's first process names the place of a PostgreSQL that its workers share."""
    if not hasattr(config, "workerinput"):
        postgres.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop()


def pytest_collection_finish() -> None:
    """What is loaded stays until the end: not looked through again for each test's garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for ``store`` runs on both engines."""
    if "store" in metafunc.fixturenames:
        metafunc.parametrize("engine_kind", ENGINES, indirect=True)


def make_settings(database_url: str, instance: Path, keys: Keys = KEYS) -> Settings:
    """Settings of a local diary in a folder of its own."""
    return Settings(
        secret_key="for tests only: nothing is behind this key",
        database_url=database_url,
        base_url="http://localhost",
        keys=keys,
        instance=instance,
        staff_factor="optional",
        push_key="q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
    )


def make_app(database_url: str, instance: Path, keys: Keys = KEYS) -> Flask:
    app = create_app(make_settings(database_url, instance, keys))
    app.config["TESTING"] = False  # answers must be those that a person gets
    app.jinja_env.bytecode_cache = compiled.TEMPLATES
    with app.app_context():
        compiled.share_statements(db.engine)
    watch(app)
    return app


@contextmanager
def app_with_mail(database_url: str, instance: Path, port: int) -> Iterator[Flask]:
    """The diary with a mail server at a port of this machine."""
    smtp = Smtp(host="127.0.0.1", port=port, sender="diary@example.org", starttls=False)
    app = create_app(replace(make_settings(database_url, instance), smtp=smtp))
    watch(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def migrate(database_url: str, instance: Path) -> None:
    """Run every migration on an empty database; a file is a copy of the first that was made."""
    file = sqlite_path(database_url)
    if file is not None and MIGRATED:
        file.write_bytes(MIGRATED[0])
        return
    _run_migrations(database_url, instance)
    if file is not None:
        MIGRATED.append(file.read_bytes())


def _run_migrations(database_url: str, instance: Path) -> None:
    app = create_app(make_settings(database_url, instance))
    with app.app_context():
        alembic.upgrade()
        db.engine.dispose()
        compiled.know_dialect(db.engine)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every migration run; copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(f"sqlite:///{folder / 'diary.sqlite'}", folder)
    return folder / "diary.sqlite"


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database with every migration run; the template of each test's."""
    with postgres.database() as url:
        migrate(url, tmp_path_factory.mktemp("migrated"))
        postgres.shut(url)
        yield url


@pytest.fixture(scope="session")
def spare_databases(migrated_postgres: str) -> Iterator[postgres.Spares]:
    spares = postgres.Spares()
    yield spares
    spares.drop()


@pytest.fixture
def engine_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, unless a test asks for another."""
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture
def database_url(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own, empty but for its tables."""
    if engine_kind == "postgresql":
        spares = request.getfixturevalue("spare_databases")
        with spares.database(request.getfixturevalue("migrated_postgres")) as url:
            yield url
    else:
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "diary.sqlite")
        yield f"sqlite:///{tmp_path / 'diary.sqlite'}"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The diary, as in local mode, on a database of its own."""
    app = make_app(database_url, tmp_path)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def store(app: Flask) -> Iterator[Session]:
    """A write transaction on each engine, rolled back at the end; for queries and actions."""
    with app.app_context(), db.sessionmaker() as session:
        session.connection(execution_options={"writes": True})
        yield session
        session.rollback()


@pytest.fixture
def people(app: Flask) -> People:
    """Ana, Ben and Cleo, moved in and known to nobody."""
    with app.app_context(), early_commit() as session:
        return move_in(session)


@pytest.fixture
def client(app: Flask) -> DiaryClient:
    """A browser in which nobody is signed in."""
    return browser_of(app, None)


@pytest.fixture
def ana_client(app: Flask, people: People) -> DiaryClient:
    return browser_of(app, people.ana)


@pytest.fixture
def ben_client(app: Flask, people: People) -> DiaryClient:
    return browser_of(app, people.ben)


@pytest.fixture
def cleo_client(app: Flask, people: People) -> DiaryClient:
    return browser_of(app, people.cleo)
