"""The first tables of sharing.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from diary.db import Bool, Id, UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them."""
    _care_links()
    _care_invitations()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("care_invitations")
    op.drop_table("care_links")


def _care_links() -> None:
    op.create_table(
        "care_links",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("doctor_id", Id(), nullable=False),
        sa.Column("notes", Bool(), nullable=False),
        sa.Column("costs", Bool(), nullable=False),
        sa.Column("started_at_utc", UtcDateTime(), nullable=False),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("ends_at_utc", UtcDateTime(), nullable=True),
        sa.Column("revoked_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["doctor_id"], ["users.id"], name=op.f("fk_care_links_doctor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["users.id"], name=op.f("fk_care_links_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_links")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_care_links_doctor_id"), "care_links", ["doctor_id"], unique=False)
    op.create_index(op.f("ix_care_links_patient_id"), "care_links", ["patient_id"], unique=False)


def _care_invitations() -> None:
    op.create_table(
        "care_invitations",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("notes", Bool(), nullable=False),
        sa.Column("costs", Bool(), nullable=False),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("created_at_utc", UtcDateTime(), nullable=False),
        sa.Column("expires_at_utc", UtcDateTime(), nullable=False),
        sa.Column("used_at_utc", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["patient_id"],
            ["users.id"],
            name=op.f("fk_care_invitations_patient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_invitations")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_care_invitations_code_hash")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_care_invitations_patient_id"), "care_invitations", ["patient_id"], unique=False
    )
