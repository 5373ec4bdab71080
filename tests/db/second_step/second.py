"""A step after the newest, for tests alone: a new column, another unit, a text that is sealed.

Revision ID: tried
Revises: the newest
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from diary.db import Id
from diary.db.encrypted import keyring_of, row_name
from tests.db.later import NEWEST

revision = "tried"
down_revision = NEWEST
branch_labels = None
depends_on = None

NAME = sa.table("clinics", sa.column("id", Id()), sa.column("name", sa.Text()))


def upgrade() -> None:
    """Count sleep in minutes, seal the names of clinics, give each person a greeting."""
    op.add_column("users", sa.Column("greeting", sa.Text(), nullable=False, server_default="Hello"))
    _add_column("sleep_minutes", 24 * 60)
    op.execute("UPDATE entries SET sleep_minutes = (sleep_hours * 60 + 500) / 1000")
    _drop_column("sleep_hours")
    op.execute("ALTER TABLE clinics DROP CONSTRAINT ck_clinics_name_length")
    ring = keyring_of(op.get_bind().dialect)
    _change_names(lambda name, place: ring.seal(name.encode(), place))


def downgrade() -> None:
    """Undo each of them. Minutes came from hours with at most two places: the nearest such."""
    ring = keyring_of(op.get_bind().dialect)
    _change_names(lambda name, place: ring.open(name, place).decode())
    op.execute(
        "ALTER TABLE clinics ADD CONSTRAINT ck_clinics_name_length CHECK (length(name) <= 200)"
    )
    _add_column("sleep_hours", 24_000)
    op.execute("UPDATE entries SET sleep_hours = 10 * ((sleep_minutes * 100 + 30) / 60)")
    _drop_column("sleep_minutes")
    op.drop_column("users", "greeting")


def _change_names(change: Callable[[str, str], str]) -> None:
    bind = op.get_bind()
    for clinic_id, name in bind.execute(sa.select(NAME.c.id, NAME.c.name)).all():
        changed = change(name, f"clinics.name {row_name(clinic_id)}")
        bind.execute(sa.update(NAME).where(NAME.c.id == clinic_id).values(name=changed))


def _add_column(name: str, most: int) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    kind = "BIGINT" if is_postgresql and name == "sleep_hours" else "INTEGER"
    op.execute(
        f"ALTER TABLE entries ADD COLUMN {name} {kind}"
        f" CONSTRAINT ck_entries_{name}_range CHECK ({name} BETWEEN 0 AND {most})"
    )


def _drop_column(name: str) -> None:
    op.execute(f"ALTER TABLE entries DROP CONSTRAINT ck_entries_{name}_range")
    op.execute(f"ALTER TABLE entries DROP COLUMN {name}")
