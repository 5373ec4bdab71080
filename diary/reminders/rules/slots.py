"""The times at which a patient wants to be reminded, each with a unique name. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from diary.domain.treatments import Treatment
from diary.entries.rules.check_ins import (
    CheckInAnswer,
    CheckInSlot,
    has_answer,
    list_slots,
)
from diary.reminders.rules.quiet_hours import Quiet, find_first_allowed, instant_of, is_quiet

LAPSE = timedelta(hours=2)  # a daily reminder is dropped after this time
APART = timedelta(hours=1)  # between two reminders
IN_A_ROW = 3  # after so many without an answer there is one a week
STEP = timedelta(minutes=5)
LONGEST_WINDOW = timedelta(days=3)  # longer than any reminder stays due, which is two days
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a patient chose. ``daily_at`` and both ends of the quiet hours are local times."""

    daily_at: time | None = None
    check_ins: bool = True
    quiet_from: time = time(22)
    quiet_until: time = time(8)
    by_mail: bool = False

    def quiet(self, zone: tzinfo) -> Quiet:
        """The quiet hours in the patient's time zone."""
        return Quiet(self.quiet_from, self.quiet_until, zone)


@dataclass(frozen=True, slots=True)
class Slot:
    """One reminder, due from ``at`` to before ``until``. The daily one has no check-in."""

    name: str
    at: datetime
    until: datetime
    due_check_in: CheckInSlot | None = None

    @property
    def address(self) -> str:
        """The address of the form that a tap opens."""
        if self.due_check_in is None:
            return "/"
        return (
            f"/?check_in={self.due_check_in.check_in.value}&session={self.due_check_in.session_id}"
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that was sent, and when it was first sent over any channel."""

    name: str
    at: datetime


@dataclass(frozen=True)
class ReminderContext:
    """Everything that decides whether a patient is reminded.

    ``entries`` are the entries of the days around now. ``last_entry_at`` is when the last one was
    made. ``sent`` has the reminders of the last weeks, each name once.
    """

    preferences: Preferences
    zone: tzinfo
    day_boundary: int
    treatments: Sequence[Treatment] = ()
    entries: Sequence[CheckInAnswer] = ()
    last_entry_at: datetime | None = None
    sent: Sequence[Sent] = ()

    @property
    def begun(self) -> list[datetime]:
        """When the sessions begin."""
        return [treatment.starts_at_utc for treatment in self.treatments]


def slots(context: ReminderContext, first: datetime, last: datetime) -> list[Slot]:
    """List reminders between two instants, after moving them out of quiet hours.

    A reminder that is over before the quiet hours end is left out.
    """
    moved = [
        _moved(context, slot) for slot in (*_daily(context, first, last), *_check_ins(context))
    ]
    inside = (slot for slot in moved if slot is not None and first <= slot.at <= last)
    return sorted(inside, key=lambda slot: (slot.at, slot.name))


def _daily(context: ReminderContext, first: datetime, last: datetime) -> Iterable[Slot]:
    at = context.preferences.daily_at
    if at is None:
        return
    day = first.astimezone(context.zone).date() - timedelta(days=1)
    while day <= last.astimezone(context.zone).date():
        due = instant_of(datetime.combine(day, at), context.zone)
        yield Slot(f"daily {day.isoformat()}", due, due + LAPSE)
        day += timedelta(days=1)


def _check_ins(context: ReminderContext) -> Iterable[Slot]:
    if not context.preferences.check_ins:
        return
    for each in list_slots(context.treatments):
        yield Slot(f"{each.check_in.value} {each.session_id}", each.target, each.closes, each)


def _moved(context: ReminderContext, slot: Slot) -> Slot | None:
    at = find_first_allowed(slot.at, context.preferences.quiet(context.zone), context.begun)
    if at is None or at >= slot.until:
        return None
    return Slot(slot.name, at, slot.until, slot.due_check_in)


def find_due_slot(
    context: ReminderContext, now: datetime, settled: frozenset[str] = frozenset()
) -> Slot | None:
    """Find the reminder that is due on this channel now, skipping those in ``settled``."""
    if is_quiet(now, context.preferences.quiet(context.zone), context.begun):
        return None
    due = [slot for slot in unanswered(context, now, now) if slot.name not in settled]
    newest_first = reversed(due)
    return next((slot for slot in newest_first if _may_follow(context, slot, now)), None)


def unanswered(context: ReminderContext, now: datetime, last: datetime) -> list[Slot]:
    """List reminders until ``last`` that an entry made now or later could still answer."""
    open_slots = slots(context, now - LONGEST_WINDOW, last)
    return [slot for slot in open_slots if now < slot.until and not is_answered(context, slot)]


def find_hold_until(context: ReminderContext, slot: Slot, now: datetime) -> datetime:
    """Find until when a push service may hold a reminder: not into the next quiet time."""
    quiet, at = context.preferences.quiet(context.zone), now
    while at < slot.until and not is_quiet(at, quiet, context.begun):
        at += STEP
    return min(max(now, at - STEP), slot.until)


def is_answered(context: ReminderContext, slot: Slot) -> bool:
    """Whether the entry exists that the reminder asks for. A daily one asks for any that day."""
    if slot.due_check_in is not None:
        return has_answer(slot.due_check_in, context.entries)
    day = _day(context, slot.at)
    return any(_day(context, entry.at) == day for entry in context.entries)


def _day(context: ReminderContext, at: datetime) -> object:
    """Find the diary's day of an instant."""
    return (at.astimezone(context.zone) - timedelta(hours=context.day_boundary)).date()


def _may_follow(context: ReminderContext, slot: Slot, now: datetime) -> bool:
    """Whether the last one is long enough ago. After several without an answer that is a week."""
    others = [each for each in context.sent if each.name != slot.name]
    last = max((each.at for each in others), default=None)
    if last is None:
        return True
    if now < last + APART:
        return False
    unanswered = [
        each for each in others if context.last_entry_at is None or each.at > context.last_entry_at
    ]
    return len(unanswered) < IN_A_ROW or now >= last + A_WEEK
