"""How things are stored: the base of every table, its column types and its checks.

Nothing here knows Flask or a feature.
"""

from diary.db.base import Base, at_most, between, one_of, table, withheld
from diary.db.encrypted import EncryptedText, OfRow
from diary.db.expiry import open_until
from diary.db.types import Bool, DayText, EnumText, Id, Thousandths, TimeText, UtcDateTime
from diary.db.versions import (
    SnapshotRow,
    VersionRow,
    add_snapshot,
    add_version,
    list_versions,
    lock_row,
)

__all__ = [
    "Base",
    "Bool",
    "DayText",
    "EncryptedText",
    "EnumText",
    "Id",
    "OfRow",
    "SnapshotRow",
    "Thousandths",
    "TimeText",
    "UtcDateTime",
    "VersionRow",
    "add_snapshot",
    "add_version",
    "at_most",
    "between",
    "list_versions",
    "lock_row",
    "one_of",
    "open_until",
    "table",
    "withheld",
]
