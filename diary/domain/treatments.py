"""A treatment: one administration, what was entered of it and what is known about it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from diary.domain.safety_limits import SafetyFlag, in_order
from diary.domain.vital_signs import VitalSigns

LONGEST_PLACE = 200
LONGEST_WORDS = 10_000
LONGEST_DRUG = 100
MOST_IN_SERIES = 999
MINUTES = (0, 240)
WEIGHT_KG = (20, 400)
FARTHEST_PLAN = timedelta(days=731)


class TreatmentStatus(StrEnum):
    """Whether it is still to come, took place, or did not."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class Route(StrEnum):
    """How the drug gets into the body."""

    IV = "iv"
    IM = "im"
    SC = "sc"
    NASAL = "nasal"
    SUBLINGUAL = "sublingual"
    ORAL = "oral"
    OTHER = "other"


class Drug(StrEnum):
    """Which drug."""

    KETAMINE = "ketamine"
    ESKETAMINE = "esketamine"
    OTHER = "other"


class DoseUnit(StrEnum):
    """The unit of a dose, as entered; never converted."""

    MG = "mg"
    MG_PER_KG = "mg/kg"


ROUTES = {
    Route.IV: "Drip into a vein (IV)",
    Route.IM: "Into a muscle (IM)",
    Route.SC: "Under the skin (SC)",
    Route.NASAL: "Nasal spray",
    Route.SUBLINGUAL: "Lozenge, or under the tongue",
    Route.ORAL: "Swallowed",
    Route.OTHER: "Another way",
}
SHORT_ROUTES = {
    Route.IV: "IV",
    Route.IM: "IM",
    Route.SC: "SC",
    Route.NASAL: "Nasal",
    Route.SUBLINGUAL: "Under tongue",
    Route.ORAL: "Oral",
    Route.OTHER: "Other",
}
DRUGS = {Drug.KETAMINE: "Ketamine", Drug.ESKETAMINE: "Esketamine", Drug.OTHER: "Another drug"}
STATUSES = {
    TreatmentStatus.PLANNED: "Planned",
    TreatmentStatus.DONE: "Took place",
    TreatmentStatus.CANCELLED: "Cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentCost:
    """Amounts in minor units of one currency; None where not known."""

    currency: str
    billed: int | None = None
    insurer_share: int | None = None
    paid: int | None = None
    reimbursed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentDetails:
    """Everything about a session that a person enters and may change.

    ``starts_at_utc`` is the instant, ``zone`` the place and ``wall`` the naive minute there.
    """

    status: TreatmentStatus
    starts_at_utc: datetime
    zone: str
    wall: datetime
    route: Route
    drug: Drug
    drug_other: str | None = None
    minutes: int | None = None
    dose: Decimal | None = None
    dose_unit: DoseUnit | None = None
    weight_kg: Decimal | None = None
    place: str | None = None
    companion: str | None = None
    words: str | None = None
    series_number: int | None = None
    series_length: int | None = None
    cost: TreatmentCost | None = None

    @property
    def label(self) -> str:
        """Route and dose: "IV 0.5 mg/kg"; the drug's name where it is another one."""
        parts = [SHORT_ROUTES[self.route]]
        if self.drug is Drug.OTHER and self.drug_other:
            parts = [self.drug_other] if self.route is Route.OTHER else [*parts, self.drug_other]
        if self.dose is not None and self.dose_unit is not None:
            parts.append(f"{format_number(self.dose)} {self.dose_unit.value}")
        return " ".join(parts)

    @property
    def series(self) -> str | None:
        """Where in its series: "4 of 6", or "4" where nobody knows how many there will be."""
        if self.series_number is None:
            return None
        return " of ".join(str(n) for n in (self.series_number, self.series_length) if n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment(TreatmentDetails):
    """A session as one viewer may read it: words and cost are None where they are not shared."""

    id: UUID
    recorded_by: UUID
    created_at_utc: datetime
    version: int = 1
    merged_into_id: UUID | None = None
    is_separate: bool = False
    vitals: tuple[VitalSigns, ...] = field(default=())

    @property
    def edited(self) -> bool:
        """Whether it said something else before."""
        return self.version > 1

    @property
    def flags(self) -> tuple[SafetyFlag, ...]:
        """Published limits that any of its readings is beyond, the most urgent first."""
        return in_order(flag for reading in self.vitals for flag in reading.flags)


def format_number(number: Decimal) -> str:
    """A number without trailing zeros: "0.5", "40"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
