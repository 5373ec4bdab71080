"""Where the check-ins of one open diary stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.domain.treatments import TreatmentStatus
from diary.entries.queries.entries import list_check_in_answers
from diary.entries.rules.check_ins import (
    FOGGY,
    CheckInSlot,
    find_due,
    find_next,
    has_answer,
    list_slots,
)
from diary.treatments.queries import list_treatments

BACK, AHEAD = timedelta(days=9), timedelta(days=31)
HAPPENING = (TreatmentStatus.PLANNED, TreatmentStatus.DONE)


@dataclass(frozen=True)
class CheckIns:
    """``due`` is open now, ``next`` is still to come, ``open`` are all without an answer.

    ``foggy_until`` is when the hours after the last session that has begun are over, in which the
    form is at its plainest. ``session_starts`` are those of sessions that took place lately.
    """

    due: CheckInSlot | None
    next: CheckInSlot | None
    open: tuple[CheckInSlot, ...]
    foggy_until: datetime | None
    session_starts: tuple[datetime, ...]


def check_ins(session: Session, diary: OpenDiary, now: datetime) -> CheckIns:
    """The check-ins of the sessions of last week and of those to come."""
    treatments = list_treatments(session, diary, now - BACK, now + AHEAD, statuses=HAPPENING)
    entries = (
        list_check_in_answers(session, diary, now - BACK - timedelta(days=1)) if treatments else []
    )
    starts = (each.starts_at_utc for each in treatments)
    begun = max((at for at in starts if at <= now), default=None)
    return CheckIns(
        due=find_due(treatments, entries, now),
        next=find_next(treatments, entries, now),
        open=tuple(each for each in list_slots(treatments) if not has_answer(each, entries)),
        foggy_until=begun + FOGGY if begun and now < begun + FOGGY else None,
        session_starts=tuple(
            each.starts_at_utc
            for each in treatments
            if each.status is TreatmentStatus.DONE and each.starts_at_utc <= now
        ),
    )
