"""The triggers of the first release that refuse to change or delete an audit event."""

from alembic import op

# What a link of the audit's chain covers, and the only change that an event allows: being chained
SAME = ("id", "at_utc", "event", "actor_id", "patient_id", "object_id", "detail", "place_id")
SEALS = "OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.link IS NOT NULL"


def add_guard() -> None:
    """Add the triggers in the engine's own language."""
    if op.get_bind().dialect.name == "postgresql":
        _forbid_on_postgresql()
    else:
        _forbid_on_sqlite()


def drop_guard() -> None:
    """Drop what a table does not take with it when it is dropped."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_events_guard()")


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
