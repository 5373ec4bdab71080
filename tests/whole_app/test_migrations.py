"""Migrations: up and down on both engines, with rows in the tables; the last one is the models.

There is one step so far. A second that only tests know shows that a step keeps what is there.
"""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text

from diary.access.models import CareLink
from diary.config import ROOT
from diary.db import Base
from diary.entries.models import EntryRow
from diary.extensions import alembic, db
from tests import postgres
from tests.conftest import ENGINES, make_app
from tests.db.later import LATER, NEWEST, add_later_step
from tests.people import move_in
from tests.whole_app.planting import plant


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


@pytest.fixture
def full(bare: Flask) -> Flask:
    """A full diary of this release, which knows a later step."""
    with bare.app_context():
        alembic.upgrade()
    plant(bare)
    add_later_step(bare)
    return bare


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _rows() -> dict[str, list[dict[str, Any]]]:
    """Every row as it lies there."""
    with db.engine.connect() as connection:
        return {
            name: sorted(
                (
                    dict(row)
                    for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
                ),
                key=lambda row: repr(sorted(row.items())),
            )
            for name in _tables()
        }


def test_the_last_migration_is_the_models(bare: Flask) -> None:
    with bare.app_context():
        alembic.upgrade()
        assert alembic.compare_metadata() == []
        assert _tables() == set(Base.metadata.tables)


def test_the_version_of_the_project_is_the_newest_of_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    assert newest
    assert newest[1] == project["version"]


def test_there_is_one_line_of_migrations(bare: Flask) -> None:
    with bare.app_context():
        assert [head.revision for head in alembic.heads()] == [NEWEST]


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


def test_an_upgrade_run_twice_changes_nothing(full: Flask) -> None:
    with full.app_context():
        alembic.upgrade()
        before = _rows()
        alembic.upgrade()
        assert _rows() == before


def test_a_later_step_up_and_down_keeps_every_row(full: Flask) -> None:
    with full.app_context():
        before = _rows()
        assert sum(bool(rows) for rows in before.values()) > 15, "too little to lose"
        alembic.upgrade()
        after = _rows()
        assert {name: len(rows) for name, rows in after.items()} == {
            name: len(rows) for name, rows in before.items()
        }
        assert after != before
        alembic.downgrade(NEWEST)
        assert _rows() == before


@pytest.mark.parametrize("hours", ["7.1", "7.33", "0", "24", "6.5", "0.02"])
def test_a_later_step_changes_a_unit_exactly(full: Flask, hours: str) -> None:
    with full.app_context():
        with db.sessionmaker() as session:
            entry = session.scalars(select(EntryRow).limit(1)).one()
            entry.sleep_hours = Decimal(hours)
            session.commit()
            entry_id = entry.id
        alembic.upgrade()
        with db.engine.connect() as connection:
            rows = connection.execute(text("SELECT id, sleep_minutes FROM entries")).all()
        assert {str(row[0]): row[1] for row in rows}[str(entry_id)] == round(Decimal(hours) * 60)
        alembic.downgrade(NEWEST)
        with db.sessionmaker() as session:
            assert session.get_one(EntryRow, entry_id).sleep_hours == Decimal(hours)


def test_a_later_step_seals_what_lay_open_and_opens_it_on_its_way_back(full: Flask) -> None:
    with full.app_context():
        names = _clinic_names()
        assert names
        alembic.upgrade()
        assert alembic.current()[0].revision == LATER
        assert all(name.startswith("k0.") for name in _clinic_names())
        alembic.downgrade(NEWEST)
        assert _clinic_names() == names


def _clinic_names() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM clinics ORDER BY id")).scalars())


def test_what_the_models_write_after_the_way_back_is_read_again(full: Flask) -> None:
    """The tables that come back are those of the models, with each of their checks."""
    with full.app_context():
        alembic.upgrade()
        alembic.downgrade(NEWEST)
        assert alembic.compare_metadata() == []
        with db.sessionmaker() as session:
            assert session.scalars(select(CareLink)).all()
