"""Free text, contacts and the secrets of push are sealed with a key.

Revision ID: 0016
Revises: 0015
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

from diary.db import Id, UtcDateTime
from diary.db.encrypted import keyring_of, row_name

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Each table with its primary key and, by column, the length that a CHECK held until now.
TABLES: dict[str, tuple[tuple[str, ...], dict[str, int | None]]] = {
    "entries": (("id",), {"note": 10000, "medication_note": 200}),
    "entry_side_effects": (("entry_id", "code"), {"other_name": 100}),
    "entry_versions": (("entry_id", "version"), {"snapshot": None}),
    "treatments": (
        ("id",),
        {"drug_other": 100, "place": 200, "companion": 200, "words": 10000},
    ),
    "treatment_versions": (("treatment_id", "version"), {"snapshot": None}),
    "visits": (("id",), {"note": 10000, "plan": 10000}),
    "visit_versions": (("id",), {"note": None, "plan": None}),
    "visit_questions": (("id",), {"words": 500}),
    "safety_plans": (("patient_id",), {"words": 4000}),
    "safety_contacts": (("id",), {"name": 100, "phone": 40}),
    "uploads": (("id",), {"content": None}),
}
DEVICE = ("endpoint", "public_key", "secret")
AT_ONCE = 500
Row = dict[str, Any]


def upgrade() -> None:
    """Widen what holds a sealed value, and seal every row."""
    for table, (_, columns) in TABLES.items():
        for column, longest in columns.items():
            if longest is not None:
                op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{column}_length")
    _content(sa.Text(), lambda content: bytes(content).decode("latin-1"))
    _devices_anew(sealed=True)
    ring = keyring_of(op.get_bind().dialect)
    for table in TABLES:
        _each(table, lambda value, place: ring.seal(value.encode(), place))


def downgrade() -> None:
    """Open every row, and hold the lengths again."""
    ring = keyring_of(op.get_bind().dialect)
    for table in TABLES:
        _each(table, lambda value, place: ring.open(value, place).decode())
    _devices_anew(sealed=False)
    _content(sa.LargeBinary(), lambda content: content.encode("latin-1"))
    for table, (_, columns) in TABLES.items():
        for column, longest in columns.items():
            if longest is not None:
                # SQLite takes a check that is unknown for one that fails, when it is added
                name, check = (
                    f"ck_{table}_{column}_length",
                    f"coalesce(length({column}), 0) <= {longest}",
                )
                op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({check})")


def _light(table: str, key: tuple[str, ...], columns: dict[str, int | None]) -> sa.TableClause:
    """A table whose values are read as they lie there."""
    types: dict[str, sa.types.TypeEngine[Any]] = {"version": sa.Integer(), "code": sa.Text()}
    return sa.table(
        table,
        *(sa.column(name, types.get(name, Id())) for name in key),
        *(sa.column(name, sa.Text()) for name in columns),
    )


def _each(name: str, change: Callable[[str, str], str]) -> None:
    """Change every value of every sealed column of a table."""
    key, columns = TABLES[name]
    table, bind = _light(name, key, columns), op.get_bind()
    held = sa.or_(*(table.c[column].is_not(None) for column in columns))
    first = table.c[key[0]]
    change_row = (
        sa.update(table)
        .where(*(table.c[part] == sa.bindparam(f"key_{part}") for part in key))
        .values({column: sa.bindparam(f"new_{column}") for column in columns})
    )
    firsts = list(bind.execute(sa.select(first).where(held).distinct()).scalars())
    for at in range(0, len(firsts), AT_ONCE):
        some = sa.select(table).where(held, first.in_(firsts[at : at + AT_ONCE]))
        rows = bind.execute(some).mappings().all()
        bind.execute(change_row, [_changed(name, key, dict(row), change) for row in rows])


def _changed(name: str, key: tuple[str, ...], row: Row, change: Callable[[str, str], str]) -> Row:
    place = row_name(*(row[part] for part in key))
    new = {
        f"new_{column}": None
        if row[column] is None
        else change(row[column], f"{name}.{column} {place}")
        for column in TABLES[name][1]
    }
    return {**{f"key_{part}": row[part] for part in key}, **new}


def _content(kind: sa.types.TypeEngine[Any], change: Callable[[Any], str | bytes]) -> None:
    """Give the waiting files a column of another type; there are few, for a day at most."""
    bind = op.get_bind()
    was: sa.types.TypeEngine[Any] = sa.LargeBinary() if isinstance(kind, sa.Text) else sa.Text()
    table = sa.table(
        "uploads", sa.column("id", Id()), sa.column("content", was), sa.column("other", kind)
    )
    op.add_column("uploads", sa.Column("other", kind, nullable=True))
    kept = sa.select(table.c.id, table.c.content).where(table.c.content.is_not(None))
    for upload, content in bind.execute(kept).all():
        changed = sa.update(table).where(table.c.id == upload).values(other=change(content))
        bind.execute(changed)
    op.execute("ALTER TABLE uploads DROP COLUMN content")
    op.execute("ALTER TABLE uploads RENAME COLUMN other TO content")


def _devices_anew(*, sealed: bool) -> None:
    """Make the table of devices again: what must be unique is the address's hash, or itself."""
    bind = op.get_bind()
    rest = ("id", "patient_id", "sign_in_id")
    table = sa.table(
        "reminder_devices",
        *(sa.column(name, Id()) for name in rest),
        *(sa.column(name, sa.Text()) for name in (*DEVICE, "endpoint_hash", "name")),
        sa.column("added_at_utc", UtcDateTime()),
    )
    held = [column for column in table.c if sealed is False or column.name != "endpoint_hash"]
    rows = [dict(row) for row in bind.execute(sa.select(*held)).mappings().all()]
    op.drop_table("reminder_devices")
    _make_devices(sealed=sealed)
    for row in rows:
        bind.execute(sa.insert(table), [_device(row, sealed=sealed)])


def _device(row: Row, *, sealed: bool) -> Row:
    ring = keyring_of(op.get_bind().dialect)
    places = {name: f"reminder_devices.{name} {row_name(row['id'])}" for name in DEVICE}
    if sealed:
        new = {name: ring.seal(row[name].encode(), place) for name, place in places.items()}
        return {**row, **new, "endpoint_hash": sha256(row["endpoint"].encode()).hexdigest()}
    new = {name: ring.open(row[name], place).decode() for name, place in places.items()}
    return {name: value for name, value in {**row, **new}.items() if name != "endpoint_hash"}


def _make_devices(*, sealed: bool) -> None:
    def cascade(column: str, target: str) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_reminder_devices_{column}")
        return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")

    def unique(column: str) -> sa.UniqueConstraint:
        return sa.UniqueConstraint(column, name=op.f(f"uq_reminder_devices_{column}"))

    def at_most(column: str, longest: int) -> sa.CheckConstraint:
        name = op.f(f"ck_reminder_devices_{column}_length")
        return sa.CheckConstraint(f"length({column}) <= {longest}", name=name)

    op.create_table(
        "reminder_devices",
        sa.Column("id", Id(), nullable=False),
        sa.Column("patient_id", Id(), nullable=False),
        sa.Column("sign_in_id", Id(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        *([sa.Column("endpoint_hash", sa.Text(), nullable=False)] if sealed else []),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at_utc", UtcDateTime(), nullable=False),
        *([] if sealed else [at_most("endpoint", 2000)]),
        at_most("name", 100),
        cascade("patient_id", "users"),
        cascade("sign_in_id", "sign_ins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_devices")),
        unique("endpoint_hash" if sealed else "endpoint"),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_reminder_devices_patient_id"), "reminder_devices", ["patient_id"])
