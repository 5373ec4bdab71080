"""What a file says of treatment sessions, line by line, beside what the diary holds. Pure.

A session is told from another by the instant at which it started, to the second.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from diary.domain.treatments import (
    LONGEST_DRUG,
    DoseUnit,
    Drug,
    Route,
    Treatment,
    TreatmentDetails,
    TreatmentStatus,
)
from diary.tabular.csv_columns import WantedColumns
from diary.tabular.csv_moment import Home, quoted
from diary.tabular.questions import Subject
from diary.tabular.times import Clockwork, WrittenTime, moment_of
from diary.treatments.rules.doses import find_dose_fault
from diary.treatments.rules.duplicates import AROUND, is_near

WANTED = WantedColumns(
    ("started_at", "time", "route", "drug", "dose", "unit"), needed=(("started_at",), ("route",))
)
LABELLED = {
    "started_at": "Start: date and time",
    "time": "Time, if it has a column of its own",
    "route": "How it was given",
    "drug": "Drug",
    "dose": "Dose",
    "unit": "Unit of the dose",
}
AS_WRITTEN = Clockwork()
SUBJECT = Subject("started_at")
_DOSE = re.compile(r"(?:[0-9]{1,6}|(?=[.,]))(?:[.,][0-9]{1,3})?")
_ROUTES = {
    **{route.value: route for route in Route},
    "intravenous": Route.IV,
    "intramuscular": Route.IM,
    "subcutaneous": Route.SC,
    "intranasal": Route.NASAL,
    "lozenge": Route.SUBLINGUAL,
}
_UNITS = {"mg": DoseUnit.MG, "mg/kg": DoseUnit.MG_PER_KG}


@dataclass(frozen=True, slots=True)
class FileTreatment:
    """A session as it would be stored, and the line that says so."""

    line: int
    details: TreatmentDetails

    @property
    def at(self) -> datetime:
        """When it started."""
        return self.details.starts_at_utc


@dataclass(frozen=True, slots=True)
class RefusedTreatment:
    """A line that will not be added, and why, in words that finish "line 7: …"."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A line to be added that may be another record of a session that is there."""

    file_treatment: FileTreatment
    other: Treatment


@dataclass(frozen=True, slots=True)
class TreatmentImportPlan:
    """What an import would do. Every line of the file is counted exactly once.

    ``alike``: those of ``to_add`` that may be in the diary already, at another minute.
    """

    to_add: tuple[FileTreatment, ...]
    already: tuple[int, ...]
    differing: tuple[int, ...]
    refused: tuple[RefusedTreatment, ...]
    alike: tuple[PossibleDuplicate, ...] = ()


class _CellFault(ValueError):
    """Why a cell cannot be used."""


def read_treatment(
    line: int,
    cells: Mapping[str, str],
    home: Home,
    now: datetime,
    clockwork: Clockwork = AS_WRITTEN,
) -> FileTreatment | RefusedTreatment:
    """The session of a line, which took place, or the first reason why there is none."""
    written = WrittenTime(line, cells.get("started_at", ""), cells.get("time", ""))
    moment = moment_of(written, clockwork, home, now)
    if isinstance(moment, str):
        return RefusedTreatment(line, moment)
    try:
        route = _read_route(cells.get("route", ""))
        drug, name = _read_drug(cells.get("drug", ""))
        dose, unit = _read_dose(cells, route, drug)
    except _CellFault as fault:
        return RefusedTreatment(line, str(fault))
    details = TreatmentDetails(
        status=TreatmentStatus.DONE,
        starts_at_utc=moment.at,
        zone=moment.zone,
        wall=moment.wall.replace(second=0),
        route=route,
        drug=drug,
        drug_other=name,
        dose=dose,
        dose_unit=unit,
    )
    return FileTreatment(line, details)


def _read_route(text: str) -> Route:
    word = text.strip().casefold()
    if not word:
        raise _CellFault("the route is missing")
    if word not in _ROUTES:
        known = ", ".join(route.value for route in Route)
        raise _CellFault(f"route is {quoted(text.strip())}, not one of {known}")
    return _ROUTES[word]


def _read_drug(text: str) -> tuple[Drug, str | None]:
    """A drug that is not on the list keeps its name."""
    name = text.strip()
    word = name.casefold()
    if not word or word == Drug.OTHER.value:
        return Drug.OTHER, None
    if word in (Drug.KETAMINE.value, Drug.ESKETAMINE.value):
        return Drug(word), None
    if len(name) > LONGEST_DRUG:
        raise _CellFault(f"drug has {len(name):,} characters, more than {LONGEST_DRUG}")
    return Drug.OTHER, name


def _read_dose(
    cells: Mapping[str, str], route: Route, drug: Drug
) -> tuple[Decimal | None, DoseUnit | None]:
    text, unit_text = cells.get("dose", "").strip(), cells.get("unit", "").strip()
    if not text:
        return None, None
    if not _DOSE.fullmatch(text):
        raise _CellFault(f"dose is {quoted(text)}, not a number such as 40 or 0.5")
    unit = _UNITS.get("".join(unit_text.casefold().split()))
    if unit is None:
        unit_words = quoted(unit_text) if unit_text else "missing"
        raise _CellFault(f"the unit is {unit_words}, not mg or mg/kg")
    dose = Decimal(text.replace(",", "."))
    if fault := find_dose_fault(route, drug, dose, unit):
        raise _CellFault(f"the dose cannot be right: {fault}")
    return dose, unit


def compare_with_diary(
    lines: Iterable[FileTreatment | RefusedTreatment],
    in_diary: Mapping[datetime, Iterable[TreatmentDetails]],
) -> TreatmentImportPlan:
    """Set the lines beside the diary's sessions by start, to the second. Cancelled ones count."""
    refused: list[RefusedTreatment] = []
    starts: defaultdict[datetime, list[FileTreatment]] = defaultdict(list)
    for row in lines:
        if isinstance(row, RefusedTreatment):
            refused.append(row)
        else:
            starts[row.at].append(row)
    to_add: list[FileTreatment] = []
    already: list[int] = []
    differing: list[int] = []
    for at, group in starts.items():
        if at in in_diary:
            there = {_file_values(each) for each in in_diary[at]}
            for row in group:
                (already if _file_values(row.details) in there else differing).append(row.line)
        elif len({_file_values(row.details) for row in group}) > 1:
            refused.extend(_refuse_contradictions(group))
        else:
            to_add.append(group[0])
            already.extend(row.line for row in group[1:])
    return TreatmentImportPlan(
        tuple(sorted(to_add, key=lambda row: row.at)),
        tuple(sorted(already)),
        tuple(sorted(differing)),
        tuple(sorted(refused, key=lambda each: each.line)),
    )


def find_possible_duplicates(
    lines: Iterable[FileTreatment], in_diary: Sequence[Treatment], day_boundary: int
) -> Iterable[PossibleDuplicate]:
    """Each line beside the nearest session that it may be. ``in_diary`` is sorted by start."""
    starts = [each.starts_at_utc for each in in_diary]
    for row in lines:
        around = in_diary[
            bisect_left(starts, row.at - AROUND) : bisect_right(starts, row.at + AROUND)
        ]
        close = [each for each in around if is_near(row.details, each, day_boundary)]
        if close:
            yield PossibleDuplicate(
                row, min(close, key=lambda each: abs(each.starts_at_utc - row.at))
            )


def _file_values(details: TreatmentDetails) -> tuple[object, ...]:
    """What a file can say of a session besides its start."""
    name = details.drug_other if details.drug is Drug.OTHER else None
    return (details.route, details.drug, name, details.dose, details.dose_unit)


def _refuse_contradictions(group: Sequence[FileTreatment]) -> Iterable[RefusedTreatment]:
    """Nobody but the patient can say which of the lines is right, so neither is added."""
    for row in group:
        other = next(each.line for each in group if each is not row)
        yield RefusedTreatment(row.line, f"line {other} has the same start and says something else")
