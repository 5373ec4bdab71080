"""The cells of one line of a file → what an entry says. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from diary.domain.conversions import Conversion
from diary.domain.entries import LONGEST_NOTE, MedicationStatus, SideEffectReport, to_hours_of_sleep
from diary.domain.side_effects import Severity, SideEffect
from diary.domain.vital_signs import VITAL_SIGN_LIMITS
from diary.tabular.csv_moment import quoted
from diary.tabular.questions import FileReading
from diary.tabular.scales import OURS, Names, convert, read_number

AS_OURS = FileReading()
CODES = tuple(code.value for code in SideEffect)
LONGEST_OTHER = 100
_CODES = frozenset(CODES)
_SEVERITIES = frozenset(word.value for word in Severity)
_NONE = ("", "none")
_DAY = Decimal(24)
_HOURS_MINUTES = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::[0-5][0-9])?")
_PRESSURE = re.compile(r"([0-9]{2,3})\s*/\s*([0-9]{2,3})")
_MEDICATION = {
    **{each.value: each for each in MedicationStatus},
    **dict.fromkeys(("yes", "ja", "true", "1"), MedicationStatus.TAKEN),
    **dict.fromkeys(("no", "nein", "false", "0"), MedicationStatus.SKIPPED),
}


class CellFault(ValueError):
    """Why a cell cannot be used, in words that finish "line 7: …"."""


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """What an entry may say besides scores, side effects and a note."""

    sleep_hours: Decimal | None = None
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    spo2: int | None = None
    medication: str | None = None


NO_DETAILS = EntryDetails()


@dataclass(frozen=True, slots=True)
class Cells:
    """One line, read."""

    anxiety: int | None
    mood: int | None
    conversions: tuple[Conversion, ...]
    side_effects: tuple[SideEffectReport, ...]
    note: str | None
    details: EntryDetails

    @property
    def says_something(self) -> bool:
        """Whether the line is an entry: any one thing makes one."""
        scores = (self.anxiety, self.mood)
        others = self.side_effects or self.note is not None or self.details != NO_DETAILS
        return scores != (None, None) or bool(others)


def read_cells(cells: Mapping[str, str], reading: FileReading) -> Cells:
    """Read everything but the time. Raise ``CellFault`` for the first cell that cannot be used."""
    anxiety, from_anxiety = _score(cells, "anxiety", reading)
    mood, from_mood = _score(cells, "mood", reading)
    effects = tuple(_side_effects(cells))
    medication, words = _medication(cells.get("medication", ""))
    note = _note("\n".join(part for part in (cells.get("note", ""), words) if part))
    upper, lower = _pressure(cells)
    details = EntryDetails(
        sleep_hours=_sleep(cells.get("sleep_hours", "")),
        systolic=upper,
        diastolic=lower,
        pulse=_vital_sign("pulse", cells.get("pulse", "")),
        spo2=_vital_sign("spo2", cells.get("spo2", "")),
        medication=medication,
    )
    conversions = tuple(each for each in (from_anxiety, from_mood) if each is not None)
    return Cells(anxiety, mood, conversions, effects, note, details)


def _score(
    cells: Mapping[str, str], name: str, reading: FileReading
) -> tuple[int | None, Conversion | None]:
    text = cells.get(name, "").strip()
    how = reading.scores.get(name, OURS)
    try:
        converted = convert(text, how)
    except (ValueError, KeyError):
        words = "a word with a number" if isinstance(how, Names) else f"a number from {how.words}"
        raise CellFault(f"{name} is {quoted(text)}, not {words}") from None
    if converted.conversion is None:
        return converted.score, None
    scale = converted.conversion.scale
    return converted.score, Conversion(
        name,
        converted.conversion.original,
        scale=None if scale is None else scale.words,
        inverse=scale is not None and scale.inverse,
        word=isinstance(how, Names),
    )


def _side_effects(cells: Mapping[str, str]) -> Iterable[SideEffectReport]:
    for code, cell in cells.items():
        word = cell.strip().lower() if code in _CODES else ""
        if word in _NONE:
            continue
        if word not in _SEVERITIES:
            written = quoted(cell.strip())
            raise CellFault(f"{code} is {written}, not mild, moderate, severe or empty")
        yield SideEffectReport(code, word, _other_name(cells) if code == SideEffect.OTHER else None)


def _other_name(cells: Mapping[str, str]) -> str | None:
    name = cells.get("other_name", "").strip()
    if len(name) > LONGEST_OTHER:
        raise CellFault(f"other_name has {len(name):,} characters, more than {LONGEST_OTHER}")
    return name or None


def _note(text: str) -> str | None:
    if len(text) > LONGEST_NOTE:
        raise CellFault(f"the note has {len(text):,} characters, more than {LONGEST_NOTE:,}")
    return text if text.strip() else None


def _sleep(text: str) -> Decimal | None:
    """Hours of ``7.5``, ``7,5`` or ``7:30``, to the two places that the form takes."""
    text = text.strip()
    if not text:
        return None
    if clock := _HOURS_MINUTES.fullmatch(text):
        hours: Decimal | None = to_hours_of_sleep(int(clock[1]) * 60 + int(clock[2]))
    else:
        hours = read_number(text)
    if hours is None:
        raise CellFault(f"sleep is {quoted(text)}, not a number of hours")
    if not 0 <= hours <= _DAY:
        raise CellFault(f"sleep is {quoted(text)}, not 0 to 24 hours")
    return hours.quantize(Decimal("0.01"))


def _pressure(cells: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Two cells, or one as ``120/80``."""
    upper, lower = cells.get("systolic", "").strip(), cells.get("diastolic", "").strip()
    if both := _PRESSURE.fullmatch(upper):
        upper, lower = both[1], both[2]
    pressure = _vital_sign("systolic", upper), _vital_sign("diastolic", lower)
    if (pressure[0] is None) != (pressure[1] is None):
        raise CellFault("blood pressure has two numbers, like 120/80")
    if pressure[0] is not None and pressure[1] is not None and pressure[0] <= pressure[1]:
        raise CellFault("the upper blood pressure is not above the lower one")
    return pressure


def _vital_sign(name: str, text: str) -> int | None:
    text = text.strip().removesuffix("%").strip()
    if not text:
        return None
    low, high = VITAL_SIGN_LIMITS[name]
    number = read_number(text)
    if number is None or number != number.to_integral_value() or not low <= number <= high:
        raise CellFault(f"{name} is {quoted(text)}, not a whole number from {low} to {high}")
    return int(number)


def _medication(text: str) -> tuple[str | None, str]:
    """What happened, or the file's own words for the note: they must not be made to say more."""
    word = text.strip()
    if not word:
        return None, ""
    known = _MEDICATION.get(word.casefold())
    return (known.value, "") if known is not None else (None, f"Medication: {word}")
