"""Writing the readings of a session."""

from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.audit.rules import Event
from diary.domain.treatments import Treatment
from diary.domain.vital_signs import MOST_VITAL_SIGNS, VitalSigns
from diary.treatments.actions.treatments import lock_treatment, record_event, record_version
from diary.treatments.models import TreatmentVitals
from diary.treatments.queries.treatments import build_treatment


class TooManyVitalSigns(ValueError):
    """A session holds as many readings as it may."""


def add_vital_signs(
    session: Session, diary: OpenDiary, treatment_id: UUID, vitals: VitalSigns
) -> None:
    """Add one reading. Raises ``TreatmentNotFound`` or ``TooManyVitalSigns``.

    The same reading again adds nothing. An id that another reading has gives way to a new one.
    """
    row = lock_treatment(session, diary, treatment_id)
    if vitals in build_treatment(row).vitals:
        return
    if len(row.vitals) >= MOST_VITAL_SIGNS:
        raise TooManyVitalSigns(treatment_id)
    is_used = session.get(TreatmentVitals, vitals.id) is not None
    row.vitals.append(
        TreatmentVitals(
            id=uuid4() if is_used else vitals.id,
            phase=vitals.phase,
            measured_at_utc=vitals.at,
            measured_wall=vitals.wall.isoformat(timespec="minutes") if vitals.wall else None,
            systolic=vitals.systolic,
            diastolic=vitals.diastolic,
            pulse=vitals.pulse,
            spo2=vitals.spo2,
        )
    )
    session.flush()
    record_event(session, Event.TREATMENT_VITALS, diary, row.id)


def find_repeated_vital_signs(treatment: Treatment, new: VitalSigns) -> VitalSigns | None:
    """A reading that says the same under another id, as after Save and Back."""
    if new in treatment.vitals:
        return None
    return next((each for each in treatment.vitals if replace(each, id=new.id) == new), None)


def remove_vital_signs(
    session: Session, diary: OpenDiary, treatment_id: UUID, vitals_id: UUID
) -> bool:
    """Take one reading out, and keep what was there. Return False where there is none such."""
    row = lock_treatment(session, diary, treatment_id)
    removed = next((reading for reading in row.vitals if reading.id == vitals_id), None)
    if removed is None:
        return False
    record_version(session, diary, row)
    row.vitals.remove(removed)
    session.flush()
    record_event(session, Event.TREATMENT_VITALS, diary, row.id)
    return True
