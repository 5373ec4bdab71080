"""The check-ins that a session asks for: before it, and five times in the week after. Pure.

The windows after a session are those of the relief analysis, so that an entry made when it was
asked for is one that counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from diary.domain.entries import CheckIn
from diary.domain.treatments import Treatment
from diary.relief.windows import WINDOWS

FOGGY = timedelta(hours=8)  # as long as the +4 h window is open: larger buttons, fewer words


class Timing(StrEnum):
    """How an entry lies to the window of its check-in."""

    EARLY = "early"
    IN_TIME = "in time"
    LATE = "late"


WORDS = {
    CheckIn.BEFORE: "before your session",
    CheckIn.HOURS_2: "2 hours after your session",
    CheckIn.HOURS_4: "4 hours after your session",
    CheckIn.HOURS_24: "a day after your session",
    CheckIn.HOURS_72: "3 days after your session",
    CheckIn.DAYS_7: "a week after your session",
}


@dataclass(frozen=True, slots=True)
class CheckInWindow:
    """A check-in in time since the start of its session."""

    check_in: CheckIn
    opens: timedelta
    target: timedelta
    closes: timedelta


_TARGETS = dict(
    zip((window.name for window in WINDOWS), (2, 4, 24, 72, 7 * 24), strict=True)
)  # hours
CHECK_IN_WINDOWS = (
    CheckInWindow(CheckIn.BEFORE, timedelta(hours=-24), timedelta(hours=-2), timedelta(0)),
    *(
        CheckInWindow(
            CheckIn(window.name),
            timedelta(hours=window.opens),
            timedelta(hours=_TARGETS[window.name]),
            timedelta(hours=window.closes),
        )
        for window in WINDOWS
    ),
)
WINDOW_OF = {step.check_in: step for step in CHECK_IN_WINDOWS}


@dataclass(frozen=True, slots=True)
class CheckInAnswer:
    """An entry, as far as check-ins go: its moment, and the check-in that it answers."""

    at: datetime
    check_in: CheckIn | None = None
    session_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckInSlot:
    """One check-in of one session, with its window as instants."""

    check_in: CheckIn
    session_id: UUID
    opens: datetime
    target: datetime
    closes: datetime

    @property
    def words(self) -> str:
        """When it is, in words."""
        return WORDS[self.check_in]


def list_slots(treatments: Iterable[Treatment]) -> list[CheckInSlot]:
    """Every check-in of these sessions by its target. None that the next session overtakes."""
    ordered = sorted((each.starts_at_utc, each.id) for each in treatments)
    slots = []
    nexts = [*(start for start, _ in ordered[1:]), None]
    for (start, session_id), following in zip(ordered, nexts, strict=False):  # none: no next one
        for step in CHECK_IN_WINDOWS:
            target, closes = start + step.target, start + step.closes
            if following is not None and target >= following:
                continue
            closes = closes if following is None else min(closes, following)
            opens = start + step.opens
            slots.append(CheckInSlot(step.check_in, session_id, opens, target, closes))
    return sorted(slots, key=lambda slot: slot.target)


def has_answer(slot: CheckInSlot, entries: Iterable[CheckInAnswer]) -> bool:
    """Whether an entry answers it: by its name, or unnamed inside its window."""
    return any(
        (entry.check_in is slot.check_in and entry.session_id == slot.session_id)
        or (entry.check_in is None and slot.opens <= entry.at <= slot.closes)
        for entry in entries
    )


def find_due(
    treatments: Iterable[Treatment], entries: Sequence[CheckInAnswer], now: datetime
) -> CheckInSlot | None:
    """The check-in that is open now and not answered. Of two, the one whose time is nearer."""
    still = [slot for slot in list_slots(treatments) if slot.opens <= now <= slot.closes]
    waiting = [slot for slot in still if not has_answer(slot, entries)]
    return min(waiting, key=lambda slot: abs(slot.target - now), default=None)


def find_next(
    treatments: Iterable[Treatment], entries: Sequence[CheckInAnswer], now: datetime
) -> CheckInSlot | None:
    """The next check-in whose time is still to come."""
    return next(
        (
            slot
            for slot in list_slots(treatments)
            if slot.target > now and not has_answer(slot, entries)
        ),
        None,
    )


def timing(check_in: CheckIn, session_at: datetime, at: datetime) -> Timing:
    """Whether an entry at an instant is early, in time or late for its check-in."""
    step = WINDOW_OF[check_in]
    if at < session_at + step.opens:
        return Timing.EARLY
    return Timing.LATE if at > session_at + step.closes else Timing.IN_TIME
