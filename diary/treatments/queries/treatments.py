"""Reading the sessions of one open diary, as far as its viewer may."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.db import list_versions
from diary.domain.treatments import Treatment, TreatmentCost, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.treatments.models import AMOUNTS, TreatmentRow, TreatmentVersion, TreatmentVitals
from diary.treatments.rules.duplicates import AROUND, find_nearest

# what only somebody who reads notes and own words may read
PRIVATE_FIELDS = ("words", "place", "companion")
HAPPENING = (TreatmentStatus.PLANNED, TreatmentStatus.DONE)


def select_treatments(diary: OpenDiary) -> Select[TreatmentRow]:
    """The sessions of this diary. Every query starts here."""
    return select(TreatmentRow).where(TreatmentRow.patient_id == diary.patient_id)


def list_treatments(
    session: Session,
    diary: OpenDiary,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    statuses: Collection[TreatmentStatus] = tuple(TreatmentStatus),
) -> list[Treatment]:
    """Sessions that start at or after ``since`` and before ``until``, oldest first."""
    statement = select_treatments(diary).where(TreatmentRow.status.in_(statuses))
    if since is not None:
        statement = statement.where(TreatmentRow.starts_at_utc >= since)
    if until is not None:
        statement = statement.where(TreatmentRow.starts_at_utc < until)
    rows = session.scalars(statement.order_by(TreatmentRow.starts_at_utc, TreatmentRow.id))
    return [build_visible_treatment(row, diary) for row in rows]


def find_treatment(session: Session, diary: OpenDiary, treatment_id: UUID) -> Treatment | None:
    """One session of this diary, cancelled or not."""
    row = session.scalar(select_treatments(diary).where(TreatmentRow.id == treatment_id))
    return None if row is None else build_visible_treatment(row, diary)


def find_last_done(session: Session, diary: OpenDiary, now: datetime) -> Treatment | None:
    """The latest session that took place and began at or before ``now``."""
    statement = select_treatments(diary).where(
        TreatmentRow.status == TreatmentStatus.DONE, TreatmentRow.starts_at_utc <= now
    )
    row = session.scalar(statement.order_by(TreatmentRow.starts_at_utc.desc()).limit(1))
    return None if row is None else build_visible_treatment(row, diary)


def find_next_planned(session: Session, diary: OpenDiary, now: datetime) -> Treatment | None:
    """The first planned session at or after ``now``."""
    statement = select_treatments(diary).where(
        TreatmentRow.status == TreatmentStatus.PLANNED, TreatmentRow.starts_at_utc >= now
    )
    row = session.scalar(statement.order_by(TreatmentRow.starts_at_utc).limit(1))
    return None if row is None else build_visible_treatment(row, diary)


def find_duplicate(session: Session, diary: OpenDiary, treatment: Treatment) -> Treatment | None:
    """Another record of what may be the same session, where nobody has said that it is not."""
    near = list_treatments(
        session,
        diary,
        treatment.starts_at_utc - AROUND,
        treatment.starts_at_utc + AROUND,
        statuses=HAPPENING,
    )
    return find_nearest(treatment, near, diary.day_boundary)


def list_merged(session: Session, diary: OpenDiary, treatment_id: UUID) -> list[Treatment]:
    """The records that were said to be one with this session."""
    rows = session.scalars(
        select_treatments(diary)
        .where(TreatmentRow.merged_into_id == treatment_id)
        .order_by(TreatmentRow.created_at_utc, TreatmentRow.id)
    )
    return [build_visible_treatment(row, diary) for row in rows]


def list_earlier_versions(
    session: Session, diary: OpenDiary, treatment_id: UUID
) -> list[tuple[datetime, UUID, dict[str, Any]]]:
    """What a session said before each edit, newest first: when, by whom, and its values.

    Own words and cost are left out for a viewer who may not read them.
    """
    this = select(TreatmentRow.id).where(
        TreatmentRow.patient_id == diary.patient_id, TreatmentRow.id == treatment_id
    )
    versions = list_versions(session, TreatmentVersion, TreatmentVersion.treatment_id.in_(this))
    hidden = {
        *(PRIVATE_FIELDS if not diary.sees_notes else ()),
        *(("cost",) if not diary.sees_costs else ()),
    }
    return [
        (
            version.replaced_at_utc,
            version.replaced_by,
            {name: value for name, value in version.values.items() if name not in hidden},
        )
        for version in versions
    ]


def build_visible_treatment(row: TreatmentRow, diary: OpenDiary) -> Treatment:
    """A row as this viewer may read it."""
    treatment = build_treatment(row)
    if not diary.sees_notes:
        treatment = replace(treatment, words=None, place=None, companion=None)
    return treatment if diary.sees_costs else replace(treatment, cost=None)


def build_treatment(row: TreatmentRow) -> Treatment:
    """Build all that a row says, for keeping and comparing, never for a page."""
    return Treatment(
        id=row.id,
        recorded_by=row.recorded_by,
        created_at_utc=row.created_at_utc,
        version=row.version,
        merged_into_id=row.merged_into_id,
        is_separate=row.is_separate,
        vitals=_vitals(row.vitals),
        status=row.status,
        starts_at_utc=row.starts_at_utc,
        zone=row.starts_zone,
        wall=datetime.fromisoformat(row.starts_wall),
        route=row.route,
        drug=row.drug,
        drug_other=row.drug_other,
        minutes=row.length_minutes,
        dose=row.dose,
        dose_unit=row.dose_unit,
        weight_kg=row.weight_kg,
        place=row.place,
        companion=row.companion,
        words=row.words,
        series_number=row.series_number,
        series_length=row.series_length,
        cost=_cost(row),
    )


def _cost(row: TreatmentRow) -> TreatmentCost | None:
    """What a session cost, where anything is known of it."""
    if row.currency is None:
        return None
    return TreatmentCost(currency=row.currency, **{name: getattr(row, name) for name in AMOUNTS})


def _vitals(rows: Collection[TreatmentVitals]) -> tuple[VitalSigns, ...]:
    """Readings before, during and before leaving, each by the clock. Those without a time last."""
    readings = [
        VitalSigns(
            id=row.id,
            phase=row.phase,
            at=row.measured_at_utc,
            wall=datetime.fromisoformat(row.measured_wall) if row.measured_wall else None,
            systolic=row.systolic,
            diastolic=row.diastolic,
            pulse=row.pulse,
            spo2=row.spo2,
        )
        for row in rows
    ]
    return tuple(sorted(readings, key=_by_phase_and_clock))


def _by_phase_and_clock(reading: VitalSigns) -> tuple[int, bool, float, str]:
    at = reading.at.timestamp() if reading.at else 0.0
    return (list(MeasurementPhase).index(reading.phase), reading.at is None, at, str(reading.id))
