"""Passkeys, and the questions that wait for one to be shown.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "passkeys",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column(
            "sign_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("last_used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_passkeys_user_id"), "passkeys", ["user_id"])
    op.create_table(
        "passkey_questions",
        sa.Column("id", Id(), nullable=False),
        sa.Column("user_id", Id(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('add', 'sign_in', 'prove')",
            name=op.f("ck_passkey_questions_purpose_known"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_passkey_questions_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_questions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_passkey_questions_token_hash")),
        sqlite_strict=True,
    )
    for column in ("user_id", "expires_at_utc"):
        op.create_index(op.f(f"ix_passkey_questions_{column}"), "passkey_questions", [column])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("passkey_questions")
    op.drop_table("passkeys")
