"""What happened is chained; nothing of it is changed or deleted.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from diary.audit.writers import FIRST, link_of
from diary.db import Id, UtcDateTime
from diary.db.encrypted import keys_of

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

SAME = ("id", "at_utc", "event", "actor_id", "patient_id", "object_id", "detail", "place_id")
SEALS = "OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.link IS NOT NULL"


def upgrade() -> None:
    """Add the links, chain what is there, then forbid every other change."""
    op.add_column("audit_events", sa.Column("place_id", Id(), nullable=True))
    op.add_column("audit_events", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("audit_events", sa.Column("link", sa.Text(), nullable=True))
    op.create_index(op.f("ix_audit_events_position"), "audit_events", ["position"], unique=True)
    op.create_index(op.f("ix_audit_events_actor_id_at_utc"), "audit_events", ["actor_id", "at_utc"])
    op.create_table(
        "audit_places",
        sa.Column("id", Id(), nullable=False),
        sa.Column("actor_id", Id(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_places")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_audit_places_actor_id"), "audit_places", ["actor_id"])
    _chain()
    if op.get_bind().dialect.name == "postgresql":
        _forbid_on_postgresql()
    else:
        _forbid_on_sqlite()


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_events_fixed ON audit_events")
        op.execute("DROP TRIGGER audit_events_kept ON audit_events")
        op.execute("DROP FUNCTION audit_events_guard()")
    else:
        for name in ("fixed", "kept", "new"):
            op.execute(f"DROP TRIGGER audit_events_{name}")
    op.drop_table("audit_places")
    op.drop_index(op.f("ix_audit_events_actor_id_at_utc"), "audit_events")
    op.drop_index(op.f("ix_audit_events_position"), "audit_events")
    for column in ("place_id", "position", "link"):
        op.drop_column("audit_events", column)


def _chain() -> None:
    """Seal what happened before, in its order."""
    table = sa.table(
        "audit_events",
        *(
            sa.column("id", sa.Integer()),
            sa.column("at_utc", UtcDateTime()),
            sa.column("event", sa.Text()),
            sa.column("actor_id", Id()),
            sa.column("patient_id", Id()),
            sa.column("object_id", Id()),
            sa.column("detail", sa.Text()),
            sa.column("place_id", Id()),
            sa.column("position", sa.Integer()),
            sa.column("link", sa.Text()),
        ),
    )
    bind = op.get_bind()
    key, link = keys_of(bind.dialect).audit, FIRST
    rows = bind.execute(sa.select(*(table.c[name] for name in SAME)).order_by(table.c.id)).all()
    for position, (number, at, *rest) in enumerate(rows, start=1):
        link = link_of(key, link, position, (number, at.isoformat(), *rest))
        change = sa.update(table).where(table.c.id == number)
        bind.execute(change.values(position=position, link=link))


def _forbid_on_sqlite() -> None:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in SAME)
    op.execute(
        f"CREATE TRIGGER audit_events_fixed BEFORE UPDATE ON audit_events"
        f" WHEN NOT ({SEALS} AND {same})"
        " BEGIN SELECT RAISE(ABORT, 'what happened is never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_events_kept BEFORE DELETE ON audit_events"
        " BEGIN SELECT RAISE(ABORT, 'what happened is never deleted'); END"
    )
    # INSERT OR REPLACE deletes without asking the trigger above
    op.execute(
        "CREATE TRIGGER audit_events_new BEFORE INSERT ON audit_events"
        " WHEN EXISTS (SELECT 1 FROM audit_events WHERE id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'what happened is never replaced'); END"
    )


def _forbid_on_postgresql() -> None:
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in SAME)
    op.execute(
        "CREATE FUNCTION audit_events_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' AND {SEALS} AND {same} THEN RETURN NEW; END IF;"
        " RAISE EXCEPTION 'what happened is never changed or deleted'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_events_fixed BEFORE UPDATE OR DELETE ON audit_events"
        " FOR EACH ROW EXECUTE FUNCTION audit_events_guard()"
    )
    op.execute(
        "CREATE TRIGGER audit_events_kept BEFORE TRUNCATE ON audit_events"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_events_guard()"
    )
