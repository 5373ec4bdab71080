"""The times of a whole file → instants: what is clear from the file, and what must be asked. Pure.

A time with an offset is an instant. A local time is read in the patient's zone. Whether a date
of numbers begins with its day, and which pass of a doubled hour is meant, is settled once for
the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from diary.tabular.csv_moment import Home, Moment, quoted, with_offset
from diary.tabular.timestamps import (
    NOON,
    NotAStamp,
    Order,
    OrderUnknown,
    Pass,
    Stamp,
    orders_of,
    read_clock,
    read_stamp,
)

_TO_COME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """When a line says that it was: a date, and its time where that has a column of its own."""

    line: int
    day: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Clockwork:
    """How the times of a file are read. ``folds``: the passes of doubled hours, by line.

    ``at_home``: an instant is shown on the patient's own clock, whatever offset the file uses.
    """

    order: Order | None = None
    fold: Pass | None = None
    folds: Mapping[int, Pass] = field(default_factory=dict)
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file shows of its times. ``asks_order`` and ``asks_fold``: only a person knows.

    ``doubled``: the first line whose hour came twice and its wall time, where that is asked.
    """

    clockwork: Clockwork
    asks_order: bool
    example: str
    doubled: tuple[int, datetime] | None
    has_local: bool
    has_days_only: bool

    @property
    def asks_fold(self) -> bool:
        """Whether a doubled hour must be asked about."""
        return self.doubled is not None


def moment_of(written: WrittenTime, how: Clockwork, home: Home, now: datetime) -> Moment | str:
    """Return the moment, or why there is none, in words that finish "line 7: …"."""
    if not written.day.strip():
        return "the time is missing"
    try:
        stamp = stamp_of(written, how.order)
    except OrderUnknown:
        return f"{quoted(written.day.strip())} may be day first or month first"
    except NotAStamp as error:
        return f"{quoted(f'{written.day.strip()} {written.clock.strip()}'.strip())} {error}"
    wall = _wall(stamp)
    if stamp.offset is not None:
        moment = with_offset(wall, stamp.offset, home, now)
        return _at_home(moment, home) if how.at_home and isinstance(moment, Moment) else moment
    moment = _local(wall, home, now, how.folds.get(written.line, how.fold))
    if moment == "the time is in the future" and stamp.clock is None:
        return "the day is not over yet: choose the file again tomorrow"
    return moment


def stamp_of(written: WrittenTime, order: Order | None) -> Stamp:
    """Return the date with the time of its own column. Raise ``NotAStamp``."""
    stamp = read_stamp(written.day.strip(), order)
    clock = read_clock(written.clock)
    return stamp if clock is None else replace(stamp, clock=clock)


def survey(
    lines: Sequence[WrittenTime], home: Home, now: datetime, order: Order | None, fold: Pass | None
) -> Survey:
    """Read all times of a file together. ``order`` and ``fold`` are a person's answers."""
    clear, example = _order_of((line.day for line in lines), now)
    order = clear or order
    local: list[tuple[int, datetime]] = []
    days_only = False
    for line in lines:
        try:
            stamp = stamp_of(line, order)
        except NotAStamp:
            continue
        if stamp.offset is None:
            local.append((line.line, _wall(stamp)))
            days_only = days_only or stamp.clock is None
    folds, open_lines = _passes(local, home)
    how = Clockwork(order, fold, folds)
    doubled = open_lines[0] if open_lines and fold is None else None
    return Survey(how, bool(example) and order is None, example, doubled, bool(local), days_only)


def _order_of(texts: Iterable[str], now: datetime) -> tuple[Order | None, str]:
    """The order that all dates of numbers share, and an example of those that do not tell.

    A day above 12 tells, and so does a date that one of the two orders puts into the future.
    """
    votes: dict[Order, int] = {Order.DAY_FIRST: 0, Order.MONTH_FIRST: 0}
    example = ""
    for text in texts:
        possible = {order for order in orders_of(text) if not _to_come(text, order, now)}
        if len(possible) == 1:
            votes[possible.pop()] += 1
        elif len(possible) > 1:
            example = example or text.strip()
    day, month = votes[Order.DAY_FIRST], votes[Order.MONTH_FIRST]
    if day and not month:
        return Order.DAY_FIRST, example
    if month and not day:
        return Order.MONTH_FIRST, example
    # a file that is at odds with itself is asked about as well
    return None, example


def _to_come(text: str, order: Order, now: datetime) -> bool:
    try:
        return read_stamp(text, order).day > _day(now) + _TO_COME
    except NotAStamp:
        return False


def _day(now: datetime) -> date:
    return now.date()


def _wall(stamp: Stamp) -> datetime:
    return datetime.combine(stamp.day, stamp.clock or NOON)


def _instants(wall: datetime, home: Home) -> tuple[datetime, datetime] | None:
    """Both instants of a wall time. The same twice outside doubled hours, none in a gap."""
    try:
        first = wall.replace(tzinfo=home.zone, fold=0).astimezone(UTC)
        second = wall.replace(tzinfo=home.zone, fold=1).astimezone(UTC)
        back = first.astimezone(home.zone).replace(tzinfo=None, fold=0)
    except (OverflowError, ValueError):
        return None
    return (first, second) if back == wall else None


def _local(wall: datetime, home: Home, now: datetime, fold: Pass | None) -> Moment | str:
    if wall.year < 1900:
        return "the time is before 1900"
    if wall.year > now.year + 1:
        return "the time is in the future"
    both = _instants(wall, home)
    if both is None:
        return "the clocks went forward over this time: it did not happen"
    first, second = both
    if first != second and fold is None:
        return "the clocks went back, and this time happened twice"
    at = second if fold is Pass.SECOND else first
    if at > now:
        return "the time is in the future"
    other = None if first == second else first if at == second else second
    return Moment(at, wall, home.name, twin=other)


def _at_home(moment: Moment, home: Home) -> Moment:
    wall = moment.at.astimezone(home.zone).replace(tzinfo=None, fold=0)
    return Moment(moment.at, wall, home.name)


def _passes(
    local: Sequence[tuple[int, datetime]], home: Home
) -> tuple[dict[int, Pass], list[tuple[int, datetime]]]:
    """The pass of each line in a doubled hour where the order of lines tells it, and the others.

    Going with time, a step back inside one doubled hour begins its second pass.
    """
    falling = len(local) > 1 and local[0][1] > local[-1][1]
    nights: defaultdict[date, list[tuple[int, datetime]]] = defaultdict(list)
    for line, wall in reversed(local) if falling else local:
        both = _instants(wall, home)
        if both is not None and both[0] != both[1]:
            nights[wall.date()].append((line, wall))
    folds: dict[int, Pass] = {}
    unknown: list[tuple[int, datetime]] = []
    for night in nights.values():
        step = next((at for at in range(1, len(night)) if night[at][1] < night[at - 1][1]), None)
        if step is None:
            unknown += night
            continue
        folds |= {line: Pass.FIRST for line, _wall in night[:step]}
        folds |= {line: Pass.SECOND for line, _wall in night[step:]}
    return folds, unknown
