"""What the pages of sessions need, ready to print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from diary.domain.calendar import fold_of
from diary.domain.safety_limits import SafetyFlag
from diary.domain.treatments import (
    DRUGS,
    ROUTES,
    STATUSES,
    Drug,
    Treatment,
    TreatmentCost,
    TreatmentDetails,
    TreatmentStatus,
    format_number,
)
from diary.domain.vital_signs import PHASES, VitalSigns
from diary.treatments.rules.doses import find_unusual_values, find_unusual_vital_signs
from diary.treatments.rules.duplicates import find_pairs
from diary.treatments.rules.money import format_amount, to_major_units

COST_WORDS = {
    "billed": "Billed",
    "insurer_share": "The insurer’s share",
    "paid": "Paid out of pocket",
    "reimbursed": "Paid back",
}
SAME_AS_LAST = ("place", "companion", "series_length")


@dataclass(frozen=True)
class TreatmentOverview:
    """All sessions, as the list shows them."""

    ahead: Sequence[Treatment]
    unsaid: Sequence[Treatment]
    done: Sequence[Treatment]
    cancelled: Sequence[Treatment]
    doubles: Sequence[tuple[Treatment, Treatment]] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.ahead or self.unsaid or self.done or self.cancelled)


def build_overview(
    treatments: Iterable[Treatment], now: datetime, day_boundary: int
) -> TreatmentOverview:
    """Those ahead soonest first, plans whose time has passed, then past ones newest first, and the
    pairs that may be one session. A record that was merged into another is not shown.
    """
    ordered = [
        treatment
        for treatment in treatments
        if treatment.merged_into_id is None or treatment.status is not TreatmentStatus.CANCELLED
    ]
    planned = [treatment for treatment in ordered if treatment.status is TreatmentStatus.PLANNED]
    return TreatmentOverview(
        ahead=[treatment for treatment in planned if treatment.starts_at_utc >= now],
        unsaid=[treatment for treatment in planned if treatment.starts_at_utc < now],
        done=[
            treatment for treatment in reversed(ordered) if treatment.status is TreatmentStatus.DONE
        ],
        cancelled=[
            treatment
            for treatment in reversed(ordered)
            if treatment.status is TreatmentStatus.CANCELLED
        ],
        doubles=find_pairs(ordered, day_boundary),
    )


@dataclass(frozen=True)
class DuplicateNotice:
    """Another record of what may be the same session."""

    treatment: Treatment
    recorded_by: str


@dataclass(frozen=True)
class VitalSignsLine:
    """One reading in words, with what is beyond a published limit."""

    vitals: VitalSigns
    when: str
    values: Sequence[str]
    flags: Sequence[SafetyFlag]
    looks: Sequence[str]


@dataclass(frozen=True)
class TreatmentPage:
    """One session in words."""

    treatment: Treatment
    facts: Sequence[tuple[str, str]]
    costs: Sequence[tuple[str, str]]
    readings: Sequence[VitalSignsLine]
    recorded_by: str
    looks: Sequence[str]

    @property
    def flags(self) -> tuple[SafetyFlag, ...]:
        """Published limits that any reading is beyond, the most urgent first."""
        return self.treatment.flags


def build_treatment_page(
    treatment: Treatment, recorded_by: str, last: Treatment | None = None
) -> TreatmentPage:
    """The page of a session. ``last`` is the one before, for the weight."""
    return TreatmentPage(
        treatment=treatment,
        facts=tuple(list_facts(treatment)),
        costs=tuple(list_costs(treatment.cost)),
        readings=tuple(build_vital_signs_line(each) for each in treatment.vitals),
        recorded_by=recorded_by,
        looks=find_unusual_values(treatment, last.weight_kg if last else None),
    )


def list_facts(treatment: TreatmentDetails) -> Iterable[tuple[str, str]]:
    """What was entered, in pairs of a name and its words. What was left out is left out."""
    yield "Status", STATUSES[treatment.status]
    yield "How it is given", ROUTES[treatment.route]
    yield "Drug", _drug(treatment)
    if treatment.dose is not None and treatment.dose_unit is not None:
        yield "Dose", f"{format_number(treatment.dose)} {treatment.dose_unit.value}"
    if treatment.weight_kg is not None:
        yield "Weight that day", f"{format_number(treatment.weight_kg)} kg"
    if treatment.minutes is not None:
        yield "Length", f"{treatment.minutes} minute{'' if treatment.minutes == 1 else 's'}"
    if treatment.series:
        yield "Number in its series", treatment.series
    if treatment.place:
        yield "Where", treatment.place
    if treatment.companion:
        yield "Who was there", treatment.companion


def _drug(treatment: TreatmentDetails) -> str:
    named = treatment.drug_other if treatment.drug is Drug.OTHER else None
    return named or DRUGS[treatment.drug]


def list_costs(cost: TreatmentCost | None) -> Iterable[tuple[str, str]]:
    """Each amount that is known."""
    if cost is not None:
        for name, words in COST_WORDS.items():
            units = getattr(cost, name)
            if units is not None:
                yield words, format_amount(units, cost.currency)


def build_vital_signs_line(vitals: VitalSigns) -> VitalSignsLine:
    """One reading in words."""
    values = []
    if vitals.systolic is not None:
        values.append(f"{vitals.systolic}/{vitals.diastolic} mmHg")
    if vitals.pulse is not None:
        values.append(f"pulse {vitals.pulse}")
    if vitals.spo2 is not None:
        values.append(f"oxygen {vitals.spo2} %")
    looks = () if vitals.flags else find_unusual_vital_signs(vitals)
    return VitalSignsLine(vitals, PHASES[vitals.phase], values, vitals.flags, looks)


def build_form_data(treatment: Treatment) -> dict[str, object]:
    """What the form shows when a session is edited."""
    values: dict[str, object] = {
        name: getattr(treatment, name)
        for name in (
            "drug_other",
            "dose",
            "weight_kg",
            "minutes",
            "series_number",
            "series_length",
            "place",
            "companion",
            "words",
        )
    }
    if treatment.cost is not None:
        code = treatment.cost.currency
        values["currency"] = code
        for name in COST_WORDS:
            units = getattr(treatment.cost, name)
            values[name] = None if units is None else to_major_units(units, code)
    return values | {
        "treatment_id": str(treatment.id),
        "status": treatment.status.value,
        "at": treatment.wall,
        "fold": fold_of(treatment.wall, treatment.zone, treatment.starts_at_utc),
        "route": treatment.route.value,
        "drug": treatment.drug.value,
        "dose_unit": treatment.dose_unit.value if treatment.dose_unit else None,
    }


def build_next_form_data(last: Treatment | None) -> dict[str, object]:
    """What a new form shows from the session before: nothing that differs each time, no dose."""
    if last is None:
        return {}
    values: dict[str, object] = {name: getattr(last, name) for name in SAME_AS_LAST}
    values |= {"route": last.route.value, "drug": last.drug.value, "drug_other": last.drug_other}
    values["dose_unit"] = last.dose_unit.value if last.dose_unit else None
    if last.cost is not None:
        values["currency"] = last.cost.currency
    if last.series_number is None:
        return values
    if last.series_length is not None and last.series_number >= last.series_length:
        return values | {"series_length": None}
    return values | {"series_number": last.series_number + 1}


def keep_start(details: TreatmentDetails, treatment: Treatment) -> TreatmentDetails:
    """What an edit says, at the session's own start where the form still shows that minute.

    A form knows minutes. An untouched start must keep its seconds.
    """
    minute = treatment.starts_at_utc.replace(second=0, microsecond=0)
    if details.starts_at_utc == minute and details.wall == treatment.wall:
        return replace(details, starts_at_utc=treatment.starts_at_utc)
    return details
