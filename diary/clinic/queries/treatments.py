"""A treatment as the clinician's pages need it."""

from diary.clinic.rules import TreatmentSummary, VitalsSummary
from diary.domain.treatments import (
    DRUGS,
    SHORT_ROUTES,
    Drug,
    Treatment,
    TreatmentStatus,
    format_number,
)


def summarize_treatment(treatment: Treatment) -> TreatmentSummary:
    """Summarize a treatment without its costs. Its words are there if the viewer may read them."""
    return TreatmentSummary(
        id=treatment.id,
        at=treatment.starts_at_utc,
        wall=treatment.wall,
        zone=treatment.zone,
        planned=treatment.status is TreatmentStatus.PLANNED,
        route=SHORT_ROUTES[treatment.route],
        dose=_dose(treatment),
        series=treatment.series,
        edited=treatment.edited,
        words=treatment.words,
        readings=tuple(
            VitalsSummary(each.phase.value, each.systolic, each.diastolic, each.spo2)
            for each in treatment.vitals
        ),
    )


def _dose(treatment: Treatment) -> str:
    """Format the dose as entered, never converted. Plain ketamine is not named."""
    parts = []
    if treatment.dose is not None and treatment.dose_unit is not None:
        parts.append(f"{format_number(treatment.dose)} {treatment.dose_unit.value}")
    if treatment.drug is not Drug.KETAMINE:
        parts.append(treatment.drug_other or DRUGS[treatment.drug].lower())
    return " ".join(parts)
