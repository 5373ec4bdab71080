"""The content of an export as plain values. Pure."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diary.privacy.rules.json_values import Json

FORMAT = "relief-diary-export"
VERSION = 1
Row = dict[str, Json]


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of one table, each by the names of its columns."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """A table or a column that is not in the export, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Export:
    """One export. ``people`` has the names of others whose ids are in the rows."""

    owner: UUID
    made_at: datetime
    people: dict[str, str]
    tables: tuple[TableRows, ...]
    left_out: tuple[Omission, ...]

    @property
    def count(self) -> int:
        """The number of rows."""
        return sum(len(each.rows) for each in self.tables)
