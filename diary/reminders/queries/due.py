"""Everything that decides whether a patient's reminder is due."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.domain.time_zones import zone_of
from diary.domain.treatments import TreatmentStatus
from diary.entries import queries as entries
from diary.expiry import MAY_JUMP
from diary.reminders.models import ReminderMessage
from diary.reminders.queries.settings import preferences, require_owner
from diary.reminders.rules.outbox import KEPT, is_settled, left
from diary.reminders.rules.slots import ReminderContext, Sent
from diary.treatments.queries import list_treatments

BACK, AHEAD = timedelta(days=11), timedelta(days=32)
HAPPENING = (TreatmentStatus.PLANNED, TreatmentStatus.DONE)


def load_reminder_context(session: Session, diary: OpenDiary, now: datetime) -> ReminderContext:
    """Load a patient's choices, sessions, entries and sent reminders around ``now``."""
    treatments = list_treatments(
        session, require_owner(diary), now - BACK, now + AHEAD, statuses=HAPPENING
    )
    return ReminderContext(
        preferences=preferences(session, diary),
        zone=zone_of(diary.zone),
        day_boundary=diary.day_boundary,
        treatments=treatments,
        entries=entries.list_check_in_answers(session, diary, now - BACK),
        last_entry_at=entries.last_recorded(session, diary),
        sent=_sent(session, diary, now),
    )


def _sent(session: Session, diary: OpenDiary, now: datetime) -> list[Sent]:
    """List reminders that may have reached the patient. Several channels count as one."""
    rows = session.execute(
        select(ReminderMessage.slot, ReminderMessage.changed_at_utc, ReminderMessage.state)
        .where(
            ReminderMessage.patient_id == diary.patient_id,
            ReminderMessage.changed_at_utc > now - KEPT,
            # a reminder dated in the future by a wrong clock must not delay others
            ReminderMessage.changed_at_utc <= now + MAY_JUMP,
        )
        .order_by(ReminderMessage.changed_at_utc)
    )
    first: dict[str, datetime] = {}
    for slot, at, state in rows:
        if left(state):
            first.setdefault(slot, at)
    return [Sent(name, at) for name, at in first.items()]


def load_settled_slots(
    session: Session, diary: OpenDiary, channel: str, now: datetime
) -> frozenset[str]:
    """Load the reminders that no worker should send over this channel now."""
    rows = session.execute(
        select(
            ReminderMessage.slot,
            ReminderMessage.state,
            ReminderMessage.tries,
            ReminderMessage.next_attempt_at_utc,
        ).where(
            ReminderMessage.patient_id == require_owner(diary).patient_id,
            ReminderMessage.channel == channel,
            ReminderMessage.expires_at_utc > now,
        )
    )
    return frozenset(
        slot for slot, state, tries, free_at in rows if is_settled(state, tries, free_at, now)
    )
