"""In which kind of browser somebody is signed in, and when that was last used.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from diary import clock
from diary.db import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both. Who is signed in stays so: nobody knows when it was used, so it counts from now."""
    op.add_column("sign_ins", sa.Column("last_used_at_utc", UtcDateTime(), nullable=True))
    op.add_column(
        "sign_ins", sa.Column("device_name", sa.Text(), server_default="A browser", nullable=False)
    )
    sign_ins = sa.table("sign_ins", sa.column("last_used_at_utc", UtcDateTime()))
    op.execute(sign_ins.update().values(last_used_at_utc=clock.now()))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("sign_ins", "device_name")
    op.drop_column("sign_ins", "last_used_at_utc")
