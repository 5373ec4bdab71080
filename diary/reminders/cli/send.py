"""One pass: who is due a reminder now, and sending it, each by claim, begin, send, finish."""

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
from diary.reminders.queries import Way
from diary.reminders.rules.messages import BODY, TITLE
from diary.reminders.rules.outbox import Outcome
from diary.reminders.rules.push_services import may_send_to
from diary.reminders.rules.slots import Slot, wanted, worth_until
from diary.reminders.senders import mail, push
from diary.reminders.writers.push import Browser, Signer, headers, message, sealed
from diary.reminders.writers.unsubscribe_token import stop_token
from diary.transactions import early_commit, read_only
from diary.web.addresses import absolute_url

LOG = logging.getLogger(__name__)
Due = list[tuple[OpenDiary, Slot, Way, datetime]]


def one_pass(worker: UUID) -> int | None:
    """Send what is due; how many left, or nothing where it is another worker's turn."""
    with early_commit() as own:
        if not actions.take_turn(own, worker):
            return None
        actions.purge(own)
        actions.close_lost(own)
    with read_only() as own:
        patients = queries.with_reminders(own)
    away: set[str] = set()
    sent = 0
    for patient_id in patients:
        sent += _remind(patient_id, worker, away)
    return sent


def _remind(patient_id: UUID, worker: UUID, away: set[str]) -> int:
    """Send what one patient is due; a fault in it is logged, and the next patient gets theirs.

    Only a database that is away ends the pass.
    """
    sent = 0
    try:
        with read_only() as own:
            due = _due(own, patient_id, clock.now())
        for reminder in due:
            sent += _send(*reminder, away)
        if due:
            with early_commit() as own:  # a long pass keeps its turn
                actions.take_turn(own, worker)
    except OperationalError:
        raise
    except Exception:
        LOG.exception("the reminders of one patient failed")
    return sent


def _due(own: Session, patient_id: UUID, now: datetime) -> Due:
    """The ways by which a patient is to be reminded now, and of what."""
    diary = queries.diary_of(own, patient_id)
    if diary is None:
        return []
    stand = queries.stand(own, diary, now)
    found = []
    for way in queries.ways(own, diary):
        slot = wanted(stand, now, queries.done_by(own, diary, way.name, now))
        if slot is not None:
            found.append((diary, slot, way, worth_until(stand, slot, now)))
    return found


def _send(diary: OpenDiary, slot: Slot, way: Way, until: datetime, away: set[str]) -> bool:
    """One reminder by one way; true when it left."""
    place = _place(way)
    if place in away:
        return False
    with early_commit() as own:
        claimed = actions.claim(own, diary, slot, way.name)
    if claimed is None:
        return False
    with early_commit() as own:
        if not actions.begin(own, claimed):
            return False
    outcome = _outcome_of(diary, slot, way, until)
    if outcome is Outcome.AWAY:
        away.add(place)  # nobody else waits for it in this pass
    with early_commit() as own:
        actions.finish(own, claimed, outcome)
        if outcome is Outcome.GONE and way.device_id is not None:
            actions.drop_device(own, diary, way.device_id)
    return outcome is Outcome.SENT


def _place(way: Way) -> str:
    return urlsplit(way.browser.endpoint).netloc if way.browser else way.name


def _outcome_of(diary: OpenDiary, slot: Slot, way: Way, until: datetime) -> Outcome:
    """Write it, then send it. A fault in the writing is tried again: nothing has left by then."""
    try:
        send = _written(diary, slot, way, until)
    except Exception:
        LOG.exception("a reminder could not be written")
        return Outcome.AWAY
    try:
        return send()
    except Exception:
        LOG.exception("nobody knows whether a reminder left")
        return Outcome.UNKNOWN


def _written(diary: OpenDiary, slot: Slot, way: Way, until: datetime) -> Callable[[], Outcome]:
    """What sends this reminder; nothing of it has left yet."""
    config = settings()
    if way.browser is not None:
        return _pushed(config, slot, way.browser, until)
    smtp = config.smtp
    if smtp is None or way.mail_to is None:
        return lambda: Outcome.REFUSED
    stop_link = absolute_url(
        "reminders.stop", token=stop_token(config.secret_key, diary.patient_id)
    )
    # the form knows what is due; the mail says nothing of it
    letter = mail.letter(smtp.sender, way.mail_to, absolute_url("entries.log"), stop_link)
    return lambda: mail.send(smtp, letter)


def _pushed(kept: Settings, slot: Slot, browser: Browser, until: datetime) -> Callable[[], Outcome]:
    """The push service may hold it for a phone that is off, but not into the next quiet hours."""
    if not kept.push_key or not may_send_to(
        browser.endpoint, kept.push_hosts, local=not kept.production
    ):
        return lambda: Outcome.REFUSED
    now = clock.now()
    contact = kept.base_url if kept.secure else "mailto:nobody@localhost"
    seconds = int((until - now).total_seconds())
    told = sealed(message(TITLE, BODY, slot.name, slot.address), browser)
    signer = Signer(kept.push_key, contact)
    signed = headers(signer, browser.endpoint, slot.name, seconds, now)
    return lambda: push.post(browser.endpoint, told, signed)
