"""Which column of a file is which of ours: by name, or as a person chose. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diary.tabular.csv_table import CsvRow, column_named


@dataclass(frozen=True, slots=True)
class WantedColumns:
    """Our columns in the order of the documentation. Of each group in ``needed`` one at least.

    ``enough``: the groups where a person chose the columns, who may know that there is no more.
    """

    names: tuple[str, ...]
    needed: tuple[tuple[str, ...], ...]
    enough: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """``places``: our names and where they are. ``missing``: needed groups that are nowhere.

    ``doubled``: our names that two columns bear, or that were chosen for one column.
    ``ignored``: names in the file that nobody asked for.
    """

    places: Mapping[str, int]
    missing: tuple[tuple[str, ...], ...]
    doubled: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the lines can be read."""
        return not self.missing and not self.doubled

    def cells(self, row: CsvRow) -> dict[str, str]:
        """The cells of a row by our names."""
        return {name: row.cells[place] for name, place in self.places.items()}


def by_name(header: Sequence[str], columns: WantedColumns) -> ColumnMapping:
    """Find our columns. Case, spaces, dashes and underscores make no difference."""
    matches = {name: column_named(header, name) for name in columns.names}
    places = {name: at[0] for name, at in matches.items() if at}
    doubled = tuple(name for name, at in matches.items() if len(at) > 1)
    used = {place for at in matches.values() for place in at}
    return ColumnMapping(places, _missing(places, columns.needed), doubled, _ignored(header, used))


def as_chosen(
    header: Sequence[str], columns: WantedColumns, chosen: Mapping[str, int]
) -> ColumnMapping:
    """The columns that a person chose. A place that the file does not have counts as none."""
    places = {
        name: chosen[name] for name in columns.names if 0 <= chosen.get(name, -1) < len(header)
    }
    used = list(places.values())
    doubled = tuple(name for name, place in places.items() if used.count(place) > 1)
    missing = _missing(places, columns.enough or columns.needed)
    return ColumnMapping(places, missing, doubled, _ignored(header, set(used)))


def _missing(
    places: Mapping[str, int], groups: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], ...]:
    return tuple(group for group in groups if not any(name in places for name in group))


def _ignored(header: Sequence[str], used: set[int]) -> tuple[str, ...]:
    return tuple(name for place, name in enumerate(header) if name and place not in used)
