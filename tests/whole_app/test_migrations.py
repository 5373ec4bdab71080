"""Migrations: up and down on both engines, with rows in the tables; the last one is the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from diary.db import Base
from diary.extensions import alembic, db
from tests import postgres
from tests.conftest import ENGINES, make_app
from tests.people import move_in


@pytest.fixture(params=ENGINES)
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The diary on an empty database without tables."""
    if request.param == "sqlite":
        yield make_app(f"sqlite:///{tmp_path / 'bare.sqlite'}", tmp_path)
    else:
        with postgres.database() as url:
            app = make_app(url, tmp_path)
            yield app
            with app.app_context():
                db.engine.dispose()


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        counts = {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in _tables()
        }
    return {name: int(count) for name, count in counts.items() if count}


def test_the_last_migration_is_the_models(bare: Flask) -> None:
    with bare.app_context():
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        assert _tables() == set(Base.metadata.tables)


def test_there_is_one_line_of_migrations(bare: Flask) -> None:
    with bare.app_context():
        assert len(alembic.heads()) == 1


def test_every_migration_goes_down_and_up_again_with_rows_in_the_tables(bare: Flask) -> None:
    with bare.app_context():
        alembic.upgrade()
        with db.sessionmaker() as session:
            move_in(session)
            session.commit()
        steps = len(alembic.log())
        for _ in range(steps):
            alembic.downgrade(-1)
        assert _tables() == set()
        alembic.upgrade()
        assert _tables() == set(Base.metadata.tables)


def test_the_newest_step_down_and_up_keeps_what_older_tables_hold(bare: Flask) -> None:
    with bare.app_context():
        alembic.upgrade()
        with db.sessionmaker() as session:
            move_in(session)
            session.commit()
        before = _rows()
        if len(alembic.log()) == 1:
            pytest.skip("there is only the first migration")
        alembic.downgrade(-1)
        alembic.upgrade()
        assert _rows() == before


def test_an_upgrade_run_twice_changes_nothing(bare: Flask) -> None:
    with bare.app_context():
        alembic.upgrade()
        first = _tables()
        alembic.upgrade()
        assert _tables() == first
