"""Treatment sessions that a phone sends: new ones, changes, cancellations, readings."""

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.sync.actions.results import NotTaken, Taken, checked
from diary.sync.rules import Item, Outcome, Saved
from diary.treatments import actions, pages, queries
from diary.treatments.actions import TooMany
from diary.treatments.forms import Asked, TreatmentForm, VitalsForm
from diary.treatments.rules.kinds import Status
from diary.treatments.rules.treatment import MOST_VITALS, Treatment

NOT_THERE = "This session is not in your diary."
CANCELLED = "This session is cancelled. Undo that before you change it."


def add(session: Session, diary: OpenDiary, item: Item, saved: Saved) -> Taken:
    """A new session under the phone's id; the same id again is the session that is there."""
    there = queries.session_by_id(session, diary, item.object_id)
    if there is not None:
        return Taken(Outcome.ALREADY, there.id, there.version)
    form = TreatmentForm.sent(
        {**item.fields, "treatment_id": str(item.object_id)}, _asked(diary, diary.zone, saved)
    )
    checked(form)
    found = actions.add(session, diary, item.object_id, form.details())
    return Taken(Outcome.STORED, found.id, found.version)


def edit(session: Session, diary: OpenDiary, item: Item, saved: Saved) -> Taken:
    """A change of a session, shown unless another one was written later; both are kept."""
    found = _session(session, diary, item)
    if found.status is Status.CANCELLED:
        raise NotTaken(CANCELLED)
    form = TreatmentForm.sent(
        {**item.fields, "treatment_id": str(found.id)}, _asked(diary, found.zone, saved)
    )
    checked(form)
    details = pages.unmoved(form.details(), found)
    alone = item.base == found.version
    version = actions.merge(session, diary, found.id, details, None if alone else saved.at)
    return Taken(Outcome.STORED if alone else Outcome.ELSEWHERE, found.id, version)


def cancel(session: Session, diary: OpenDiary, item: Item, saved: Saved) -> Taken:
    """It does not take place."""
    del saved
    found = _session(session, diary, item)
    done = actions.cancel(session, diary, found.id)
    return Taken(Outcome.STORED if done else Outcome.ALREADY, found.id)


def restore(session: Session, diary: OpenDiary, item: Item, saved: Saved) -> Taken:
    """Undo the cancelling."""
    del saved
    found = _session(session, diary, item)
    done = actions.restore(session, diary, found.id)
    return Taken(Outcome.STORED if done else Outcome.ALREADY, found.id)


def add_vitals(session: Session, diary: OpenDiary, item: Item, saved: Saved) -> Taken:
    """One reading of a session."""
    found = _session(session, diary, item)
    # the reading's id is the item's: what is sent twice is one reading
    form = VitalsForm.sent({**item.fields, "vitals_id": str(item.id)}, found, saved.at)
    checked(form)
    try:
        actions.add_vitals(session, diary, found.id, form.vitals())
    except TooMany:
        raise NotTaken(f"A session holds at most {MOST_VITALS} readings.") from None
    return Taken(Outcome.STORED, found.id)


def remove_vitals(session: Session, diary: OpenDiary, item: Item, saved: Saved) -> Taken:
    """Take one reading out."""
    del saved
    found = _session(session, diary, item)
    wanted = item.fields.get("vitals_id", "")
    reading = next((one for one in found.vitals if str(one.id) == wanted), None)
    if reading is None:
        return Taken(Outcome.ALREADY, found.id)
    actions.remove_vitals(session, diary, found.id, reading.id)
    return Taken(Outcome.STORED, found.id)


def _session(session: Session, diary: OpenDiary, item: Item) -> Treatment:
    found = queries.session_by_id(session, diary, item.object_id)
    if found is not None and found.merged_into_id is not None:
        found = queries.session_by_id(session, diary, found.merged_into_id) or found
    if found is None:
        raise NotTaken(NOT_THERE)
    return found


def _asked(diary: OpenDiary, zone: str, saved: Saved) -> Asked:
    return Asked(
        zone,
        saved.at,
        words=diary.is_owner,
        costs=diary.sees_costs,
        places=diary.sees_notes,
        born_on=diary.born_on,
    )
