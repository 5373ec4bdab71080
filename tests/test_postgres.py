"""A database of PostgreSQL is used again only where a test left it as it was made."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from tests.postgres import CONNECTED, Spares, server

CHANGES = {
    "a row": "INSERT INTO alembic_version VALUES ('x')",
    "a changed row": "UPDATE alembic_version SET version_num = version_num",
    "a row less": "DELETE FROM alembic_version",
    "a table": "CREATE TABLE more (one int)",
    "a column less": "ALTER TABLE users DROP COLUMN zone",
    "a trigger off": "ALTER TABLE audit_events DISABLE TRIGGER ALL",
}


@pytest.fixture
def spares() -> Iterator[Spares]:
    spares = Spares()
    yield spares
    spares.drop()


def _do(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())


def _await_nobody(url: str) -> None:
    """A connection that was closed here is still one of the server's for a moment."""
    until, name = time.monotonic() + 60, make_url(url).database
    with psycopg.connect(server(), autocommit=True) as connection:
        while next(connection.execute(CONNECTED, [name]))[0]:
            assert time.monotonic() < until, "somebody stays connected"
            time.sleep(0.01)


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_is_thrown_away(
    spares: Spares, migrated_postgres: str, statement: str
) -> None:
    with spares.database(migrated_postgres) as first:
        _do(first, statement)
    with spares.database(migrated_postgres) as second:
        assert second != first


def test_what_was_rolled_back_is_used_again_and_counts_from_one(
    spares: Spares, migrated_postgres: str
) -> None:
    with spares.database(migrated_postgres) as first:
        with psycopg.connect(first) as connection:
            connection.execute("DELETE FROM alembic_version")
            connection.rollback()
        _await_nobody(first)
    with spares.database(migrated_postgres) as second:
        assert second == first


def test_what_somebody_is_still_connected_to_is_thrown_away(
    spares: Spares, migrated_postgres: str
) -> None:
    with spares.database(migrated_postgres) as first:
        left = psycopg.connect(first)
    left.close()
    with spares.database(migrated_postgres) as second:
        assert second != first
