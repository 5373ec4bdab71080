"""The tables of the first release, a module for each feature."""

from diary.migrations.first import (
    access,
    accounts,
    audit,
    auth,
    clinic,
    entries,
    guidance,
    imports,
    privacy,
    reminders,
    sync,
    treatments,
)
from diary.migrations.first.audit_guard import add_guard, drop_guard
from diary.migrations.first.tables import FIRST

__all__ = [
    "FIRST",
    "access",
    "accounts",
    "add_guard",
    "audit",
    "auth",
    "clinic",
    "drop_guard",
    "entries",
    "guidance",
    "imports",
    "privacy",
    "reminders",
    "sync",
    "treatments",
]
