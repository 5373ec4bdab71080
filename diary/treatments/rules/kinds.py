"""The fixed words of a session, as stored and as read. Pure."""

from enum import StrEnum


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


class MeasurementPhase(StrEnum):
    """When a reading was taken."""

    BEFORE = "before"
    DURING = "during"
    LEAVING = "leaving"


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
PHASES = {
    MeasurementPhase.BEFORE: "Before",
    MeasurementPhase.DURING: "During",
    MeasurementPhase.LEAVING: "Before leaving",
}
STATUSES = {
    TreatmentStatus.PLANNED: "Planned",
    TreatmentStatus.DONE: "Took place",
    TreatmentStatus.CANCELLED: "Cancelled",
}
