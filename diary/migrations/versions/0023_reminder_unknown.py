"""A reminder of which nobody knows whether it left has a state of its own.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE, INDEX = "reminder_messages", "ix_reminder_messages_until_utc"
CHECK = "ck_reminder_messages_state_known"
BEFORE = "'claimed', 'sending', 'sent', 'waiting', 'given up'"


def upgrade() -> None:
    """Let the state say it."""
    _let(f"{BEFORE}, 'unknown'")


def downgrade() -> None:
    """What nobody knows counts as being sent, as before."""
    op.execute(f"UPDATE {TABLE} SET state = 'sending' WHERE state = 'unknown'")  # noqa: S608  # nosec B608: a constant
    _let(BEFORE)


def _let(states: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(CHECK), TABLE, type_="check")
        op.create_check_constraint(op.f(CHECK), TABLE, f"state IN ({states})")
        return
    # SQLite changes no CHECK: the rows move into a table that has the new one
    op.drop_index(op.f(INDEX), TABLE)
    op.rename_table(TABLE, f"{TABLE}_before")
    _create(states)
    columns = "id, patient_id, slot, way, state, tries, free_at_utc, until_utc, changed_at_utc"
    op.execute(f"INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM {TABLE}_before")  # noqa: S608  # nosec B608: constants
    op.drop_table(f"{TABLE}_before")
    op.create_index(op.f(INDEX), TABLE, ["until_utc"])


def _create(states: str) -> None:
    op.create_table(
        TABLE,
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("free_at_utc", UtcDateTime(), nullable=False),
        sa.Column("until_utc", UtcDateTime(), nullable=False),
        sa.Column("changed_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f(CHECK)),
        sa.CheckConstraint("length(slot) <= 100", name=op.f("ck_reminder_messages_slot_length")),
        sa.CheckConstraint("length(way) <= 40", name=op.f("ck_reminder_messages_way_length")),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_reminder_messages_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_messages")),
        sa.UniqueConstraint(
            "patient_id", "slot", "way", name=op.f("uq_reminder_messages_patient_id_slot_way")
        ),
        sqlite_strict=True,
    )
