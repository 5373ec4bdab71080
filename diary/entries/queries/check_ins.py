"""Where the check-ins of one open diary stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.entries.queries.entries import told
from diary.entries.rules.check_ins import (
    FOGGY,
    Asked,
    Start,
    answered,
    asked,
    due,
    following,
)
from diary.treatments.queries import list_treatments
from diary.treatments.rules.kinds import Status

BACK, AHEAD = timedelta(days=9), timedelta(days=31)
HAPPENING = (Status.PLANNED, Status.DONE)


@dataclass(frozen=True)
class CheckIns:
    """``due`` is open now, ``next`` still to come; ``open`` all without an answer.

    ``session_at`` is the last session that has begun; ``foggy_until`` when the hours after it are
    over in which the form is at its plainest.
    """

    due: Asked | None
    next: Asked | None
    open: tuple[Asked, ...]
    foggy_until: datetime | None
    session_at: datetime | None


def check_ins(session: Session, diary: OpenDiary, now: datetime) -> CheckIns:
    """The check-ins of the sessions of last week and of those to come."""
    treatments = list_treatments(session, diary, now - BACK, now + AHEAD, statuses=HAPPENING)
    starts = [Start(each.id, each.starts_at_utc) for each in treatments]
    entries = told(session, diary, now - BACK - timedelta(days=1)) if starts else []
    begun = max((each.at for each in starts if each.at <= now), default=None)
    return CheckIns(
        due=due(starts, entries, now),
        next=following(starts, entries, now),
        open=tuple(each for each in asked(starts) if not answered(each, entries)),
        foggy_until=begun + FOGGY if begun and now < begun + FOGGY else None,
        session_at=begun,
    )
