"""A session's row as the doctor's pages need it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.clinic.rules import TreatmentSummary, VitalsSummary
from diary.domain.treatments import DRUGS, SHORT_ROUTES, Drug, Route, TreatmentStatus, format_number
from diary.treatments.models import TreatmentRow, TreatmentVitals


def load_treatments(session: Session, diary: OpenDiary) -> list[TreatmentSummary]:
    """Every session of this diary that took place or is planned, the first one first."""
    rows = session.scalars(
        select(TreatmentRow)
        .where(
            TreatmentRow.patient_id == diary.patient_id,
            TreatmentRow.status != TreatmentStatus.CANCELLED.value,
        )
        .order_by(TreatmentRow.starts_at_utc, TreatmentRow.id)
    )
    return [
        summarize_treatment(row, row.vitals, row.words if diary.sees_notes else None)
        for row in rows
    ]


def summarize_treatment(
    row: TreatmentRow, vitals: Iterable[TreatmentVitals], words: str | None = None
) -> TreatmentSummary:
    """The session without what it costs; with the patient's words where she shares them."""
    return TreatmentSummary(
        id=row.id,
        at=row.starts_at_utc,
        wall=datetime.fromisoformat(row.starts_wall),
        zone=row.starts_zone,
        planned=row.status == TreatmentStatus.PLANNED,
        route=SHORT_ROUTES[Route(row.route)],
        dose=_dose(row),
        series=_series(row),
        edited=row.version > 1,
        words=words,
        readings=tuple(
            VitalsSummary(each.phase, each.systolic, each.diastolic, each.spo2) for each in vitals
        ),
    )


def _dose(row: TreatmentRow) -> str:
    """As entered, never converted; the drug is named where it is not plain ketamine."""
    parts = []
    if row.dose is not None and row.dose_unit is not None:
        parts.append(f"{format_number(row.dose)} {row.dose_unit}")
    if row.drug != Drug.KETAMINE:
        parts.append(row.drug_other or DRUGS[Drug(row.drug)].lower())
    return " ".join(parts)


def _series(row: TreatmentRow) -> str | None:
    if row.series_number is None:
        return None
    return " of ".join(str(n) for n in (row.series_number, row.series_length) if n)
