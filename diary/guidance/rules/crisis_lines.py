"""Reading the help lines of each country from a settings file. Pure.

Only a number that somebody has verified at a named source may reach a page. The file may contain
others for an operator to check.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# For people whose country is not known. The file of help lines has the source of each.
ANYWHERE = (
    ("112", "Most of Europe, and from a mobile phone in many other countries"),
    ("999", "United Kingdom"),
    ("911", "United States and Canada"),
)
_WITH_ARTICLE = ("United ", "Netherlands", "Philippines", "Bahamas", "Maldives")
_CODE = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"\+?[0-9][0-9 ]{1,19}")
_COUNTRY_KEYS = frozenset({"name", "emergency", "lines"})
_LINE_KEYS = frozenset({"name", "call", "text", "hours", "verified", "source", "checked"})


class BadLines(ValueError):
    """Every fault of a file of help lines, one sentence on each line."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One service. ``call`` and ``text`` are numbers as people write them."""

    name: str
    call: str | None
    text: str | None
    hours: str | None
    source: str
    checked: date | None
    verified: bool

    @property
    def call_address(self) -> str:
        """What a phone dials."""
        return f"tel:{_dialled(self.call)}"

    @property
    def text_address(self) -> str:
        """Where a text message goes."""
        return f"sms:{_dialled(self.text)}"


@dataclass(frozen=True, slots=True)
class Country:
    """The verified numbers of one country. Either kind may be missing."""

    code: str
    name: str
    emergency: HelpLine | None
    lines: tuple[HelpLine, ...]

    @property
    def name_in_sentence(self) -> str:
        """The name as written after "for" or "in": "the United Kingdom"."""
        return f"the {self.name}" if self.name.startswith(_WITH_ARTICLE) else self.name


def parse_countries(words: str) -> dict[str, Country]:
    """Read the countries of a TOML file by code. Raises ``BadLines`` with every fault."""
    try:
        table = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise BadLines(f"The file is not TOML: {error}.") from error
    faults: list[str] = []
    countries = table.get("countries")
    if set(table) != {"countries"} or not isinstance(countries, dict):
        raise BadLines("The file must hold [countries.XX] tables and nothing else.")
    parsed = {code: _country(code, value, faults) for code, value in countries.items()}
    if faults:
        raise BadLines("\n".join(faults))
    return dict(sorted(parsed.items(), key=lambda pair: pair[1].name))


def merge_countries(
    ours: Mapping[str, Country], theirs: Mapping[str, Country]
) -> dict[str, Country]:
    """Replace our countries with those that the operator's file names."""
    both = {**ours, **theirs}
    return dict(sorted(both.items(), key=lambda pair: pair[1].name))


def _country(code: str, value: Any, faults: list[str]) -> Country:
    where = f"countries.{code}"
    table = _table(where, value, _COUNTRY_KEYS, faults)
    if not _CODE.fullmatch(code):
        faults.append(f"{where}: a country is two capital letters (ISO 3166).")
    name = _words(where, table, "name", faults)
    if not name:
        faults.append(f"{where}: name is missing.")
    emergency = None
    if "emergency" in table:
        emergency = _line(f"{where}.emergency", table["emergency"], faults, name="Emergency")
    lines = table.get("lines", [])
    if not isinstance(lines, list):
        faults.append(f"{where}.lines: write each as [[{where}.lines]].")
        lines = []
    read = [_line(f"{where}.lines {n}", each, faults) for n, each in enumerate(lines, start=1)]
    return Country(
        code,
        name or code,
        emergency if emergency and emergency.verified else None,
        tuple(line for line in read if line.verified),
    )


def _line(where: str, value: Any, faults: list[str], name: str | None = None) -> HelpLine:
    table = _table(where, value, _LINE_KEYS, faults)
    line = HelpLine(
        name=_words(where, table, "name", faults) or name or "",
        call=_number(where, table, "call", faults),
        text=_number(where, table, "text", faults),
        hours=_words(where, table, "hours", faults),
        source=_words(where, table, "source", faults) or "",
        checked=table.get("checked"),
        verified=table.get("verified") is True,
    )
    faults += [f"{where}: {fault}" for fault in _line_faults(line, table)]
    return line


def _line_faults(line: HelpLine, table: Mapping[str, Any]) -> list[str]:
    """Find the reasons why a line cannot be shown or read."""
    faults = []
    if not line.name:
        faults.append("name is missing.")
    if not (line.call or line.text):
        faults.append("give a number to call, or one to text.")
    if not isinstance(table.get("verified", False), bool):
        faults.append("verified must be true or false.")
    if "checked" in table and type(table["checked"]) is not date:
        faults.append("checked must be a date, as in 2026-11-23.")
    if line.verified and not (line.source and line.checked):
        faults.append("a verified number needs its source and the date it was checked.")
    return faults


def _table(where: str, value: Any, keys: frozenset[str], faults: list[str]) -> dict[str, Any]:
    """Read one table of the file. Unknown keys are faults."""
    if not isinstance(value, dict):
        faults.append(f"{where} must be a table.")
        return {}
    faults += [f"{where}: unknown key {key!r}." for key in sorted(value.keys() - keys)]
    return {key: value[key] for key in value.keys() & keys}


def _words(where: str, table: Mapping[str, Any], key: str, faults: list[str]) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        faults.append(f"{where}: {key} must be words in quotation marks.")
        return None
    return value.strip()


def _number(where: str, table: Mapping[str, Any], key: str, faults: list[str]) -> str | None:
    value = _words(where, table, key, faults)
    if value is not None and not _NUMBER.fullmatch(value):
        faults.append(f"{where}: {key} must be a phone number of digits and blanks, not {value!r}.")
        return None
    return value


def _dialled(number: str | None) -> str:
    return (number or "").replace(" ", "")
