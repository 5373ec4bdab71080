"""Changing when and how a patient is reminded."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.accounts.rules import new_token, token_hash
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.reminders.models import ReminderCalendar, ReminderDevice, ReminderSettings
from diary.reminders.queries.settings import hash_endpoint, preferences, require_owner
from diary.reminders.rules.slots import Preferences

MOST_DEVICES = 10


@dataclass(frozen=True)
class NewDevice:
    """A checked subscription. Both keys are as the browser wrote them."""

    endpoint: str = field(repr=False)
    public_key: str = field(repr=False)
    secret: str = field(repr=False)
    name: str
    sign_in_id: UUID


def change(session: Session, diary: OpenDiary, chosen: Preferences) -> None:
    """Store what the patient chose."""
    _alone(session, diary)
    _keep(session, diary, chosen)
    record(session, Event.REMINDER_SETTINGS, diary.viewer_id, patient_id=diary.patient_id)


def stop_mails(session: Session, diary: OpenDiary) -> bool:
    """Stop reminders by mail. False if they were off already."""
    _alone(session, diary)
    preferences_now = preferences(session, diary)
    if not preferences_now.by_mail:
        return False
    _keep(session, diary, replace(preferences_now, by_mail=False))
    record(session, Event.REMINDER_MAIL_END, diary.viewer_id, patient_id=diary.patient_id)
    return True


def add_device(session: Session, diary: OpenDiary, new: NewDevice) -> UUID | None:
    """Add a browser to remind the patient on. None if they have too many.

    A browser belongs to whoever turned it on last, so another person's row for it is deleted.
    """
    _alone(session, diary)
    session.execute(
        delete(ReminderDevice).where(ReminderDevice.endpoint_hash == hash_endpoint(new.endpoint))
    )
    hers = session.query(ReminderDevice).filter_by(patient_id=diary.patient_id).count()
    if hers >= MOST_DEVICES:
        return None
    row = ReminderDevice(
        patient_id=diary.patient_id,
        sign_in_id=new.sign_in_id,
        endpoint=new.endpoint,
        endpoint_hash=hash_endpoint(new.endpoint),
        public_key=new.public_key,
        secret=new.secret,
        name=new.name,
        added_at_utc=clock.now(),
    )
    session.add(row)
    session.flush()
    record(
        session,
        Event.REMINDER_DEVICE_ADD,
        diary.viewer_id,
        patient_id=diary.patient_id,
        object_id=row.id,
    )
    return row.id


def remove_device(session: Session, diary: OpenDiary, device_id: UUID) -> bool:
    """Remove a browser from the patient's list. False if it is not theirs."""
    if not drop_device(session, diary, device_id):
        return False
    record(
        session,
        Event.REMINDER_DEVICE_END,
        diary.viewer_id,
        patient_id=diary.patient_id,
        object_id=device_id,
    )
    return True


def drop_device(session: Session, diary: OpenDiary, device_id: UUID) -> bool:
    """Delete a subscription that the browser or the patient ended. False if it is not theirs."""
    gone = session.execute(
        delete(ReminderDevice).where(
            ReminderDevice.patient_id == require_owner(diary).patient_id,
            ReminderDevice.id == device_id,
        )
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def make_calendar(session: Session, diary: OpenDiary) -> str:
    """Make a new link for the patient's calendar and return its token.

    An earlier link stops working. Only the hash is stored, so the link is shown once.
    """
    _alone(session, diary)
    token = new_token()
    session.execute(delete(ReminderCalendar).where(ReminderCalendar.patient_id == diary.patient_id))
    session.add(
        ReminderCalendar(
            patient_id=diary.patient_id, token_hash=token_hash(token), created_at_utc=clock.now()
        )
    )
    session.flush()
    record(session, Event.REMINDER_CALENDAR_ADD, diary.viewer_id, patient_id=diary.patient_id)
    return token


def end_calendar(session: Session, diary: OpenDiary) -> bool:
    """Remove the link of the patient's calendar. False if they have none."""
    _alone(session, diary)
    row = session.get(ReminderCalendar, diary.patient_id)
    if row is None:
        return False
    session.delete(row)
    session.flush()
    record(session, Event.REMINDER_CALENDAR_END, diary.viewer_id, patient_id=diary.patient_id)
    return True


def _alone(session: Session, diary: OpenDiary) -> None:
    """Make two taps or windows wait for each other."""
    lock_user(session, require_owner(diary).patient_id)


def _keep(session: Session, diary: OpenDiary, chosen: Preferences) -> None:
    session.merge(
        ReminderSettings(
            patient_id=diary.patient_id,
            daily_at=chosen.daily_at,
            check_ins=chosen.check_ins,
            quiet_from=chosen.quiet_from,
            quiet_until=chosen.quiet_until,
            by_mail=chosen.by_mail,
            updated_at_utc=clock.now(),
        )
    )
    session.flush()
