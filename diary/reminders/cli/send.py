"""One pass: send each due reminder in the steps claim, begin, send and finish."""

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.config import Settings
from diary.extensions import settings
from diary.reminders import actions, queries
from diary.reminders.queries import Channel
from diary.reminders.rules.messages import BODY, TITLE
from diary.reminders.rules.outbox import SendOutcome
from diary.reminders.rules.push_services import may_send_to
from diary.reminders.rules.slots import Slot, find_due_slot, find_hold_until
from diary.reminders.senders import mail, push
from diary.reminders.writers.push import Browser, Signer, encrypt, headers, message
from diary.reminders.writers.unsubscribe_token import stop_token
from diary.transactions import early_commit, read_only
from diary.web.addresses import absolute_url

LOG = logging.getLogger(__name__)
Due = list[tuple[OpenDiary, Slot, Channel, datetime]]


def one_pass(worker: UUID) -> int | None:
    """Send what is due. Return how many were sent, or None if it is another worker's turn."""
    with early_commit() as session:
        if not actions.take_turn(session, worker):
            return None
        actions.purge(session)
        actions.close_lost(session)
    with read_only() as session:
        patients = queries.list_reminded_patients(session)
    away: set[str] = set()
    sent = 0
    for patient_id in patients:
        sent += _remind(patient_id, worker, away)
    return sent


def _remind(patient_id: UUID, worker: UUID, away: set[str]) -> int:
    """Send what is due to one patient. A fault is logged and does not stop the next patient's.

    Only a failing database ends the pass.
    """
    sent = 0
    try:
        with read_only() as session:
            due = _due(session, patient_id, clock.now())
        for reminder in due:
            sent += _send(*reminder, away)
        if due:
            with early_commit() as session:  # renews the turn during a long pass
                actions.take_turn(session, worker)
    except OperationalError:
        raise
    except Exception:
        LOG.exception("the reminders of one patient failed")
    return sent


def _due(session: Session, patient_id: UUID, now: datetime) -> Due:
    """List a patient's due reminders, with the channel for each."""
    diary = queries.open_for_patient(session, patient_id)
    if diary is None:
        return []
    context = queries.load_reminder_context(session, diary, now)
    due = []
    for channel in queries.load_channels(session, diary):
        slot = find_due_slot(
            context, now, queries.load_settled_slots(session, diary, channel.name, now)
        )
        if slot is not None:
            due.append((diary, slot, channel, find_hold_until(context, slot, now)))
    return due


def _send(diary: OpenDiary, slot: Slot, channel: Channel, until: datetime, away: set[str]) -> bool:
    """Send one reminder over one channel. True if it was sent."""
    place = _place(channel)
    if place in away:
        return False
    with early_commit() as session:
        claimed = actions.claim(session, diary, slot, channel.name)
    if claimed is None:
        return False
    with early_commit() as session:
        if not actions.begin(session, claimed):
            return False
    outcome = _outcome_of(diary, slot, channel, until)
    if outcome is SendOutcome.AWAY:
        away.add(place)  # no other reminder waits for this server in this pass
    with early_commit() as session:
        actions.finish(session, claimed, outcome)
        if outcome is SendOutcome.GONE and channel.device_id is not None:
            actions.drop_device(session, diary, channel.device_id)
    return outcome is SendOutcome.SENT


def _place(channel: Channel) -> str:
    return urlsplit(channel.browser.endpoint).netloc if channel.browser else channel.name


def _outcome_of(diary: OpenDiary, slot: Slot, channel: Channel, until: datetime) -> SendOutcome:
    """Prepare and send a reminder. A fault in preparing it is retried, as nothing was sent."""
    try:
        send = _written(diary, slot, channel, until)
    except Exception:
        LOG.exception("a reminder could not be written")
        return SendOutcome.AWAY
    try:
        return send()
    except Exception:
        LOG.exception("nobody knows whether a reminder left")
        return SendOutcome.UNKNOWN


def _written(
    diary: OpenDiary, slot: Slot, channel: Channel, until: datetime
) -> Callable[[], SendOutcome]:
    """Prepare a reminder and return the function that sends it."""
    config = settings()
    if channel.browser is not None:
        return _pushed(config, slot, channel.browser, until)
    smtp = config.smtp
    if smtp is None or channel.mail_to is None:
        return lambda: SendOutcome.REFUSED
    stop_link = absolute_url(
        "reminders.stop", token=stop_token(config.secret_key, diary.patient_id)
    )
    # The form knows what is due. The mail must not say it.
    letter = mail.letter(smtp.sender, channel.mail_to, absolute_url("entries.log"), stop_link)
    return lambda: mail.send(smtp, letter)


def _pushed(
    config: Settings, slot: Slot, browser: Browser, until: datetime
) -> Callable[[], SendOutcome]:
    """Prepare a push. The service may hold it for a phone that is off, until quiet hours begin."""
    if not config.push_key or not may_send_to(
        browser.endpoint, config.push_hosts, local=not config.production
    ):
        return lambda: SendOutcome.REFUSED
    now = clock.now()
    contact = config.base_url if config.secure else "mailto:nobody@localhost"
    seconds = int((until - now).total_seconds())
    payload = encrypt(message(TITLE, BODY, slot.name, slot.address), browser)
    signer = Signer(config.push_key, contact)
    signed = headers(signer, browser.endpoint, slot.name, seconds, now)
    return lambda: push.post(browser.endpoint, payload, signed)
