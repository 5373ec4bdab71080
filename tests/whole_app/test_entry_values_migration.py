"""The step to exact hours of sleep, on both engines, with rows of before."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from diary.entries.models import EntryRow
from diary.extensions import alembic, db
from tests import postgres
from tests.conftest import ENGINES, make_app
from tests.people import move_in

OLD = (
    "INSERT INTO entries (id, patient_id, effective_at_utc, effective_zone, effective_wall,"
    " recorded_at_utc, anxiety, none_reported, sleep_minutes, source, version) VALUES (:id,"
    " :patient, '2026-05-13T12:00:00.000000Z', 'UTC', '2026-05-13T12:00:00',"
    " '2026-05-13T12:00:00.000000Z', 5, {no}, :minutes, 'typed', 1)"
)


@pytest.fixture(params=ENGINES)
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A diary with its people, from before hours of sleep became decimals."""
    if request.param == "sqlite":
        app = make_app(f"sqlite:///{tmp_path / 'older.sqlite'}", tmp_path)
        yield from _older(app)
    else:
        with postgres.database() as url:
            yield from _older(make_app(url, tmp_path))


def _older(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        alembic.upgrade()
        with db.sessionmaker() as session:
            move_in(session)
            session.commit()
        alembic.downgrade("0022")
        yield app
        db.engine.dispose()


def test_hours_that_were_kept_as_minutes_come_back_as_they_were_typed(older: Flask) -> None:
    del older
    typed = [Decimal(n) for n in ("7.1", "7.33", "0", "24", "6.5", "0.02")]
    with db.sessionmaker() as session:
        ana = session.scalar(text("SELECT id FROM users WHERE name = 'Ana'"))
        no = "false" if db.engine.dialect.name == "postgresql" else "0"
        for number, hours in enumerate([*typed, None]):
            minutes = None if hours is None else round(hours * 60)
            row = {"id": f"00000000-0000-0000-0000-{number:012}", "patient": str(ana)}
            session.execute(text(OLD.format(no=no)), {**row, "minutes": minutes})
        session.commit()
    alembic.upgrade()
    with db.sessionmaker() as session:
        kept = [session.get_one(EntryRow, _id(number)).sleep_hours for number in range(7)]
    assert kept == [*typed, None]
    alembic.downgrade("0022")
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT sleep_minutes FROM entries ORDER BY id"))
        assert [row[0] for row in rows] == [*(round(hours * 60) for hours in typed), None]


def _id(number: int) -> UUID:
    return UUID(int=number)
