"""A patient's choices, for their page, their calendar, and the worker that sends."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.accounts.queries import find_user, select_open_accounts, viewer_of
from diary.accounts.rules import token_hash
from diary.auth.queries import select_open_sign_ins
from diary.reminders.models import ReminderCalendar, ReminderDevice, ReminderSettings
from diary.reminders.rules.slots import Preferences
from diary.reminders.rules.values import ListedDevice, RemindersNotShared


def require_owner(diary: OpenDiary) -> OpenDiary:
    """Return the viewer's own diary. Raises ``RemindersNotShared`` for everybody else."""
    if not diary.is_owner:
        raise RemindersNotShared(diary.viewer_id)
    return diary


def preferences(session: Session, diary: OpenDiary) -> Preferences:
    """Return the patient's choices, or the defaults before they have made any."""
    row = session.get(ReminderSettings, require_owner(diary).patient_id)
    return row.preferences if row else Preferences()


def devices(session: Session, diary: OpenDiary) -> list[ListedDevice]:
    """List a patient's browsers that show reminders, oldest first, without those signed out."""
    rows = session.scalars(
        select(ReminderDevice)
        .where(
            ReminderDevice.patient_id == require_owner(diary).patient_id,
            ReminderDevice.sign_in_id.in_(select_open_sign_ins(diary.patient_id)),
        )
        .order_by(ReminderDevice.added_at_utc, ReminderDevice.id)
    )
    return [ListedDevice(row.id, row.name, row.added_at_utc, row.endpoint_hash) for row in rows]


def hash_endpoint(endpoint: str) -> str:
    """Hash an address, so that a browser knows its subscription without being sent the address."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def calendar_created_at(session: Session, diary: OpenDiary) -> datetime | None:
    """Find when the patient's calendar got its link."""
    row = session.get(ReminderCalendar, require_owner(diary).patient_id)
    return row.created_at_utc if row else None


def find_feed_owner(session: Session, token: str) -> UUID | None:
    """Find the patient whose calendar has this link."""
    return session.scalar(
        select(ReminderCalendar.patient_id).where(
            ReminderCalendar.token_hash == token_hash(token),
            ReminderCalendar.patient_id.in_(select_open_accounts()),
        )
    )


def open_for_patient(session: Session, patient_id: UUID) -> OpenDiary | None:
    """Open a diary as its patient would, for work that is done for them in the background."""
    user = find_user(session, patient_id)
    if user is None or user.disabled_at_utc is not None:
        return None
    return open_diary(session, viewer_of(user), patient_id)


def list_reminded_patients(session: Session) -> list[UUID]:
    """List every patient with a channel on which they could be reminded."""
    by_mail = select(ReminderSettings.patient_id).where(ReminderSettings.by_mail)
    by_push = select(ReminderDevice.patient_id)
    people = select_open_accounts().subquery()
    has_channel = or_(people.c.id.in_(by_mail), people.c.id.in_(by_push))
    return list(session.scalars(select(people.c.id).where(has_channel).order_by(people.c.id)))
