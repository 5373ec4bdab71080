"""The second step of signing in: an app's codes, codes on paper, and who is between the steps.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _of_person(
        "code_apps",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("confirmed_at_utc", UtcDateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
    )
    _of_person(
        "recovery_codes",
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("user_id", "head", name=op.f("uq_recovery_codes_user_id_head")),
    )
    _of_person(
        "half_sign_ins",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_ins_token_hash")),
    )
    for table in ("code_apps", "half_sign_ins"):
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"])


def _of_person(name: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        *more,
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f(f"fk_{name}_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("half_sign_ins", "recovery_codes", "code_apps"):
        op.drop_table(table)
