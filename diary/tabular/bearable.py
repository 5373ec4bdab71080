"""Bearable's export: a line for each rating, symptom, medicine or night. Pure."""

import re
from collections.abc import Mapping, Sequence

from diary.tabular.csv_table import CsvTable, plain_name
from diary.tabular.pivot import Measure, pivot

_SYMPTOM = re.compile(r"(.*?)\s*\((mild|moderate|severe|unbearable)\)", re.IGNORECASE)
_SEVERITY = {"mild": "mild", "moderate": "moderate", "severe": "severe", "unbearable": "severe"}
# their symptoms that are our side effects; each other one stays in the note, in their words
SYMPTOMS: Mapping[str, str] = {
    **{name: name.replace(" ", "_") for name in ("dizziness", "nausea", "vomiting", "headache")},
    **{name: name for name in ("confusion", "dissociation", "sleepiness", "disorientation")},
    "blurred vision": "blurred_vision",
    "drowsiness": "sleepiness",
}
_TWO_OR_THREE = re.compile(r"[0-9]{2,3}")
_VITAL_SIGNS = {
    "blood pressure": ("systolic", re.compile(r"[0-9]{2,3}/[0-9]{2,3}")),
    "heart rate": ("pulse", _TWO_OR_THREE),
    "blood oxygen": ("spo2", _TWO_OR_THREE),
}
_DETAILED = ("health measurements", "sleep")
_CALLED = {"mood": "Mood", "anxiety": "Anxiety"}


def bearable(table: CsvTable) -> CsvTable:
    """Make a row of each day and time of day."""
    places = [_place(table, name) for name in ("date", "time of day")]
    category, value, detail = (
        _place(table, name) for name in ("category", "rating/amount", "detail")
    )
    notes = _place(table, "notes") if "notes" in map(plain_name, table.header) else None

    def measure(cells: Sequence[str]) -> Measure:
        note = cells[notes].strip() if notes is not None else ""
        kind, about = cells[category].strip(), cells[detail].strip()
        read = _measure(kind, about, cells[value].strip())
        note = "\n".join(part for part in (note, read.note) if part)
        return Measure(read.name, read.value, note)

    return pivot(table, places, measure)


def _measure(kind: str, about: str, value: str) -> Measure:
    word = kind.casefold()
    if word in ("symptom", "symptoms"):
        return _symptom(about, value)
    if word == "mood" and about.casefold() == "anxiety":
        return Measure("Anxiety", value)
    if word in ("medication", "medications", "meds/supplements"):
        amount = f"{about} ({value})" if value else about
        return Measure("medication", "taken", f"Medication: {amount}")
    if word == "sleep" and "duration" in about.casefold():
        return Measure("sleep_hours", value)
    return Measure(_CALLED[word], value) if word in _CALLED else _other(kind, about, value)


def _other(kind: str, about: str, value: str) -> Measure:
    name = about.partition("(")[0].strip().casefold()
    if name in _VITAL_SIGNS and _VITAL_SIGNS[name][1].fullmatch(value):
        return Measure(_VITAL_SIGNS[name][0], value)
    if not about:
        return Measure(kind, value)
    # several of one kind at one time are no contradiction; only of these two each has its column
    return Measure(f"{kind}: {about}", value) if kind.casefold() in _DETAILED else Measure(kind, "")


def _symptom(about: str, value: str) -> Measure:
    match = _SYMPTOM.fullmatch(about)
    name, severity = (match[1], match[2]) if match else (about, "")
    code = SYMPTOMS.get(name.casefold())
    if code and severity:
        return Measure(code, _SEVERITY[severity.casefold()])
    if name.casefold() == "anxiety":
        return Measure("Anxiety (symptom)", value)
    return Measure("Symptom", "", f"Symptom: {about or value}")


def _place(table: CsvTable, name: str) -> int:
    plain = plain_name(name)
    return next(place for place, cell in enumerate(table.header) if plain_name(cell) == plain)
