"""Hours of sleep are kept as they were typed, and an entry may have no score.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move minutes of sleep to thousandths of an hour, and drop the check for a score.

    The minutes were rounded from hours with at most two places. The nearest such hours are shown.
    """
    op.execute("ALTER TABLE entries DROP CONSTRAINT ck_entries_some_score")
    _add_column("sleep_hours", 24_000)
    op.execute("UPDATE entries SET sleep_hours = 10 * ((sleep_minutes * 100 + 30) / 60)")
    _drop_column("sleep_minutes")


def downgrade() -> None:
    """Move hours back to minutes. Fails where an entry has no score, which only 0025 can hold."""
    _add_column("sleep_minutes", 24 * 60)
    op.execute("UPDATE entries SET sleep_minutes = (sleep_hours * 60 + 500) / 1000")
    _drop_column("sleep_hours")
    op.execute(
        "ALTER TABLE entries ADD CONSTRAINT ck_entries_some_score"
        " CHECK (anxiety IS NOT NULL OR mood IS NOT NULL)"
    )


def _add_column(name: str, most: int) -> None:
    kind = "BIGINT" if _is_postgresql() and name == "sleep_hours" else "INTEGER"
    op.execute(
        f"ALTER TABLE entries ADD COLUMN {name} {kind}"
        f" CONSTRAINT ck_entries_{name}_range CHECK ({name} BETWEEN 0 AND {most})"
    )


def _drop_column(name: str) -> None:
    op.execute(f"ALTER TABLE entries DROP CONSTRAINT ck_entries_{name}_range")
    op.execute(f"ALTER TABLE entries DROP COLUMN {name}")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
