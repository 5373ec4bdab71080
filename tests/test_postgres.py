"""A database of PostgreSQL is used again only where a test left it as it was made."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres import Spares

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
    with spares.database(migrated_postgres) as first, psycopg.connect(first) as connection:
        connection.execute("DELETE FROM alembic_version")
        connection.rollback()
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
