"""The channels over which a patient is reminded: their mailbox and each of their browsers."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.accounts.queries import find_user
from diary.auth.queries import select_open_sign_ins
from diary.reminders.models import ReminderDevice
from diary.reminders.queries.settings import preferences, require_owner
from diary.reminders.rules.push_services import key_bytes
from diary.reminders.rules.values import MAIL
from diary.reminders.writers.push import Browser


@dataclass(frozen=True)
class Channel:
    """One channel: its name in the outbox, and either an address or a browser."""

    name: str
    mail_to: str | None = field(default=None, repr=False)
    browser: Browser | None = None
    device_id: UUID | None = None


def load_channels(session: Session, diary: OpenDiary) -> list[Channel]:
    """Load every channel that the patient has turned on."""
    channels = []
    patient = find_user(session, require_owner(diary).patient_id)
    if patient is not None and preferences(session, diary).by_mail:
        channels.append(Channel(MAIL, mail_to=patient.email))
    rows = session.scalars(
        select(ReminderDevice)
        .where(
            ReminderDevice.patient_id == diary.patient_id,
            ReminderDevice.sign_in_id.in_(select_open_sign_ins(diary.patient_id)),
        )
        .order_by(ReminderDevice.added_at_utc, ReminderDevice.id)
    )
    for row in rows:
        key, secret = key_bytes(row.public_key, 65), key_bytes(row.secret, 16)
        if key and secret:
            browser = Browser(row.endpoint, key, secret)
            channels.append(Channel(str(row.id), browser=browser, device_id=row.id))
    return channels
