"""Treatment sessions that a phone sends: new ones, changes, cancellations, readings."""

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.domain.vital_signs import MOST_VITAL_SIGNS
from diary.sync.actions.results import AppliedItem, ItemRefused, require_valid
from diary.sync.rules import Item, SaveTime, SyncOutcome
from diary.treatments import actions, pages, queries
from diary.treatments.actions import TooManyVitalSigns
from diary.treatments.forms import TreatmentForm, TreatmentFormContext, VitalSignsForm

NOT_THERE = "This session is not in your diary."
CANCELLED = "This session is cancelled. Undo that before you change it."


def add(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """A new session under the phone's id. The same id again is the session that is there."""
    there = queries.find_treatment(session, diary, item.object_id)
    if there is not None:
        return AppliedItem(SyncOutcome.ALREADY, there.id, there.version)
    form = TreatmentForm.sent(
        {**item.fields, "treatment_id": str(item.object_id)}, _asked(diary, diary.zone, saved)
    )
    require_valid(form)
    treatment = actions.add_treatment(session, diary, item.object_id, form.details())
    return AppliedItem(SyncOutcome.STORED, treatment.id, treatment.version)


def edit(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """A change of a session, shown unless another one was written later. Both are kept."""
    treatment = _session(session, diary, item)
    if treatment.status is TreatmentStatus.CANCELLED:
        raise ItemRefused(CANCELLED)
    form = TreatmentForm.sent(
        {**item.fields, "treatment_id": str(treatment.id)}, _asked(diary, treatment.zone, saved)
    )
    require_valid(form)
    details = pages.keep_start(form.details(), treatment)
    alone = item.base == treatment.version
    version = actions.merge_edit(session, diary, treatment.id, details, None if alone else saved.at)
    return AppliedItem(
        SyncOutcome.STORED if alone else SyncOutcome.ELSEWHERE, treatment.id, version
    )


def cancel(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """It does not take place."""
    del saved
    treatment = _session(session, diary, item)
    done = actions.cancel_treatment(session, diary, treatment.id)
    return AppliedItem(SyncOutcome.STORED if done else SyncOutcome.ALREADY, treatment.id)


def restore(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """Undo the cancelling."""
    del saved
    treatment = _session(session, diary, item)
    done = actions.restore_treatment(session, diary, treatment.id)
    return AppliedItem(SyncOutcome.STORED if done else SyncOutcome.ALREADY, treatment.id)


def add_vitals(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """One reading of a session."""
    treatment = _session(session, diary, item)
    # the reading's id is the item's: what is sent twice is one reading
    form = VitalSignsForm.sent({**item.fields, "vitals_id": str(item.id)}, treatment, saved.at)
    require_valid(form)
    try:
        actions.add_vital_signs(session, diary, treatment.id, form.vitals())
    except TooManyVitalSigns:
        raise ItemRefused(f"A session holds at most {MOST_VITAL_SIGNS} readings.") from None
    return AppliedItem(SyncOutcome.STORED, treatment.id)


def remove_vitals(session: Session, diary: OpenDiary, item: Item, saved: SaveTime) -> AppliedItem:
    """Take one reading out."""
    del saved
    treatment = _session(session, diary, item)
    vitals_id = item.fields.get("vitals_id", "")
    reading = next((vitals for vitals in treatment.vitals if str(vitals.id) == vitals_id), None)
    if reading is None:
        return AppliedItem(SyncOutcome.ALREADY, treatment.id)
    actions.remove_vital_signs(session, diary, treatment.id, reading.id)
    return AppliedItem(SyncOutcome.STORED, treatment.id)


def _session(session: Session, diary: OpenDiary, item: Item) -> Treatment:
    treatment = queries.find_treatment(session, diary, item.object_id)
    if treatment is not None and treatment.merged_into_id is not None:
        treatment = queries.find_treatment(session, diary, treatment.merged_into_id) or treatment
    if treatment is None:
        raise ItemRefused(NOT_THERE)
    return treatment


def _asked(diary: OpenDiary, zone: str, saved: SaveTime) -> TreatmentFormContext:
    return TreatmentFormContext(
        zone,
        saved.at,
        words=diary.is_owner,
        costs=diary.sees_costs,
        places=diary.sees_notes,
        born_on=diary.born_on,
    )
