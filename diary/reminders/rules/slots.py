"""The moments at which a patient wants to be asked, each with a name of its own. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from diary.entries.rules.check_ins import (
    CheckInAnswer,
    CheckInSlot,
    TreatmentStart,
    has_answer,
    list_slots,
)
from diary.reminders.rules.quiet_hours import Quiet, after_quiet, instant_of, still

LAPSE = timedelta(hours=2)  # a daily reminder that could not be sent by then is dropped
APART = timedelta(hours=1)  # between two reminders
IN_A_ROW = 3  # unanswered ones, after which there is one a week
STEP = timedelta(minutes=5)
LONGEST_WINDOW = timedelta(days=3)  # the longest is two days
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What she chose; ``daily_at`` and both ends of the quiet hours are on her wall."""

    daily_at: time | None = None
    check_ins: bool = True
    quiet_from: time = time(22)
    quiet_until: time = time(8)
    by_mail: bool = False

    def quiet(self, zone: tzinfo) -> Quiet:
        """Her quiet hours where she lives."""
        return Quiet(self.quiet_from, self.quiet_until, zone)


@dataclass(frozen=True, slots=True)
class Slot:
    """One reminder: due from ``at`` to before ``until``; ``asked`` is none for the daily one."""

    name: str
    at: datetime
    until: datetime
    asked: CheckInSlot | None = None

    @property
    def address(self) -> str:
        """The form that a tap opens."""
        if self.asked is None:
            return "/"
        return f"/?check_in={self.asked.check_in.value}&session={self.asked.session_id}"


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that left for her, by whichever way first."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Stand:
    """Everything that decides whether she is reminded.

    ``told`` are the entries of the days around now; ``logged_at`` is when she last made one;
    ``sent`` the reminders of the last weeks, each name once.
    """

    preferences: Preferences
    zone: tzinfo
    day_boundary: int
    starts: Sequence[TreatmentStart] = ()
    told: Sequence[CheckInAnswer] = ()
    logged_at: datetime | None = None
    sent: Sequence[Sent] = ()

    @property
    def begun(self) -> list[datetime]:
        """When each session begins."""
        return [start.at for start in self.starts]


def slots(stand: Stand, first: datetime, last: datetime) -> list[Slot]:
    """Every reminder whose own time lies between both instants, moved out of quiet hours.

    One whose time is over before the quiet is, is left out.
    """
    found = [_moved(stand, slot) for slot in (*_daily(stand, first, last), *_check_ins(stand))]
    kept = (slot for slot in found if slot is not None and first <= slot.at <= last)
    return sorted(kept, key=lambda slot: (slot.at, slot.name))


def _daily(stand: Stand, first: datetime, last: datetime) -> Iterable[Slot]:
    at = stand.preferences.daily_at
    if at is None:
        return
    day = first.astimezone(stand.zone).date() - timedelta(days=1)
    while day <= last.astimezone(stand.zone).date():
        due = instant_of(datetime.combine(day, at), stand.zone)
        yield Slot(f"daily {day.isoformat()}", due, due + LAPSE)
        day += timedelta(days=1)


def _check_ins(stand: Stand) -> Iterable[Slot]:
    if not stand.preferences.check_ins:
        return
    for one in list_slots(stand.starts):
        yield Slot(f"{one.check_in.value} {one.session_id}", one.target, one.closes, one)


def _moved(stand: Stand, slot: Slot) -> Slot | None:
    at = after_quiet(slot.at, stand.preferences.quiet(stand.zone), stand.begun)
    if at is None or at >= slot.until:
        return None
    return Slot(slot.name, at, slot.until, slot.asked)


def wanted(stand: Stand, now: datetime, settled: frozenset[str] = frozenset()) -> Slot | None:
    """The reminder to send now by a way on which those of ``settled`` are done with."""
    if still(now, stand.preferences.quiet(stand.zone), stand.begun):
        return None
    due = [slot for slot in unanswered(stand, now, now) if slot.name not in settled]
    newest_first = reversed(due)
    return next((slot for slot in newest_first if _may_follow(stand, slot, now)), None)


def unanswered(stand: Stand, now: datetime, last: datetime) -> list[Slot]:
    """Reminders until ``last`` that an entry made now or later could still answer."""
    found = slots(stand, now - LONGEST_WINDOW, last)
    return [slot for slot in found if now < slot.until and not is_answered(stand, slot)]


def worth_until(stand: Stand, slot: Slot, now: datetime) -> datetime:
    """Until when a push service may hold it: not into the next quiet time."""
    quiet, at = stand.preferences.quiet(stand.zone), now
    while at < slot.until and not still(at, quiet, stand.begun):
        at += STEP
    return min(max(now, at - STEP), slot.until)


def is_answered(stand: Stand, slot: Slot) -> bool:
    """Whether she has made the entry that it would ask for; the daily one asks for any that day."""
    if slot.asked is not None:
        return has_answer(slot.asked, stand.told)
    day = _day(stand, slot.at)
    return any(_day(stand, entry.at) == day for entry in stand.told)


def _day(stand: Stand, at: datetime) -> object:
    """The diary's day of an instant on her wall."""
    return (at.astimezone(stand.zone) - timedelta(hours=stand.day_boundary)).date()


def _may_follow(stand: Stand, slot: Slot, now: datetime) -> bool:
    """Not on the heels of another, and once a week when the last ones were left unanswered."""
    others = [one for one in stand.sent if one.name != slot.name]
    last = max((one.at for one in others), default=None)
    if last is None:
        return True
    if now < last + APART:
        return False
    unanswered = [one for one in others if stand.logged_at is None or one.at > stand.logged_at]
    return len(unanswered) < IN_A_ROW or now >= last + A_WEEK
