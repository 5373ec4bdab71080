"""Time zones and their names: of the system where they are newer, else the pinned ones."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError, available_timezones, reset_tzpath

from tzdata import IANA_VERSION  # type: ignore[import-untyped]

_OFFSET = re.compile(r"([+-])([01]\d|2[0-3]):([0-5]\d)")


def version_of(folder: Path) -> str:
    """The release of the time zones in a folder of the system, such as "2026f"; else nothing."""
    try:
        with (folder / "tzdata.zi").open(encoding="ascii") as file:
            match = re.fullmatch(r"# version (\d{4}[a-z]{1,2})", file.readline().strip())
    except (OSError, UnicodeDecodeError):
        return ""
    return match[1] if match else ""


def search_path(pinned: str, system: tuple[str, ...]) -> tuple[str, ...]:
    """Where to look for zones before the pinned ones: in the system, where those are newer."""
    there = next((Path(folder) for folder in system if Path(folder).is_dir()), None)
    return system if there is not None and version_of(there) > pinned else ()


reset_tzpath(to=search_path(IANA_VERSION, TZPATH))


@cache
def zone_of(name: str) -> tzinfo:
    """The zone of an IANA name ("Europe/Paris") or a fixed offset ("+05:45").

    Raises ``ValueError`` for a name that is neither.
    """
    if match := _OFFSET.fullmatch(name):
        sign = -1 if match[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3])))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"not a time zone: {name!r}") from error


@cache
def zone_names() -> tuple[str, ...]:
    """IANA names that a person can live in, sorted; without the legacy aliases."""
    areas = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/")
    more = ("Europe/", "Indian/", "Pacific/")
    named = (name for name in available_timezones() if name.startswith(areas + more))
    return (*sorted(named), "UTC")
