"""Which column of a file is which of ours, by the names that people and programs use. Pure."""

from collections.abc import Mapping, Sequence

from diary.tabular.csv_columns import ColumnMapping, WantedColumns, by_name
from diary.tabular.csv_table import plain_name

# Of each name the likelier first. English and German: the languages of the files we know.
DAYS = ("date", "datum", "day", "tag", "date (yyyy-mm-dd)")
MOMENTS = (
    *(
        "date time",
        "datetime",
        "date/time",
        "date and time",
        "timestamp",
        "time stamp",
        "zeitpunkt",
    ),
    *("zeitstempel", "datum und uhrzeit", "datum/uhrzeit", "last_changed", "start", "when"),
)
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "anxiety": ("angst", "anxiety level", "anxiety score", "ängstlichkeit", "angst (0-10)"),
    "mood": ("stimmung", "mood level", "mood score", "laune", "valence", "befinden"),
    "note": ("notes", "notiz", "notizen", "comment", "comments", "kommentar", "bemerkung"),
    "sleep_hours": (
        *("sleep (hours)", "sleep (h)", "hours of sleep", "hours slept", "sleep duration (h)"),
        *("schlafstunden", "schlaf (h)", "schlaf (stunden)"),
    ),
    "systolic": ("systolisch", "blood pressure", "blutdruck", "sys"),
    "diastolic": ("diastolisch", "dia"),
    "pulse": ("puls", "heart rate", "heartrate"),
    "spo2": ("oxygen", "oxygen saturation", "sauerstoff", "sauerstoffsättigung"),
    "medication": ("medikament", "medikamente", "medications", "medicine"),
}
CLOCKS = ("time", "uhrzeit", "zeit", "time of day", "clock", "clock time", "uhr")


def by_heading(
    header: Sequence[str],
    wanted_columns: WantedColumns,
    moment: str,
    known: Mapping[str, str] | None = None,
) -> ColumnMapping:
    """Find our columns: by our own names, else as a known program or people call them.

    ``moment``: our name of the date. ``known``: our names and a program's. Only a day without
    its time looks for a column of times.
    """
    if known is not None:
        return _renamed(header, wanted_columns, known)
    plain = [plain_name(name) for name in header]
    our_names = set(map(plain_name, wanted_columns.names))
    names: dict[str, str] = {}
    days: tuple[str, ...] = ()
    if plain_name(moment) not in plain:
        days = _single(plain, DAYS) if not _single(plain, MOMENTS) else ()
        names[moment] = next(iter((*_single(plain, MOMENTS), *days)), moment)
    for name, others in HEADINGS.items():
        if name in wanted_columns.names and plain_name(name) not in plain:
            names[name] = next(iter(_single(plain, others)), name)
    if days and "time" in wanted_columns.names:
        names["time"] = next(iter(_single(plain, CLOCKS)), "time")
    elif "time" in our_names:
        wanted_columns = WantedColumns(
            tuple(name for name in wanted_columns.names if name != "time"), wanted_columns.needed
        )
    return _renamed(header, wanted_columns, names)


def _single(plain: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that exactly one column bears."""
    return tuple(name for name in names if plain.count(plain_name(name)) == 1)


def _renamed(
    header: Sequence[str], wanted_columns: WantedColumns, names: Mapping[str, str]
) -> ColumnMapping:
    """Find our columns under other names."""
    theirs = {plain_name(other): name for name, other in names.items()}
    renamed = [theirs.get(plain_name(cell), _unless_taken(cell, names)) for cell in header]
    columns = by_name(renamed, wanted_columns)
    used = set(columns.places.values()) | {
        place for place, name in enumerate(renamed) if name in columns.doubled
    }
    ignored = tuple(name for place, name in enumerate(header) if name and place not in used)
    return ColumnMapping(columns.places, columns.missing, columns.doubled, ignored)


def _unless_taken(cell: str, names: Mapping[str, str]) -> str:
    """A column that bears our name but is not the one that is meant gives it up."""
    used_names = {plain_name(name) for name in names}
    return "" if plain_name(cell) in used_names else cell
