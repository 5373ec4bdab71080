"""Numbers, times and counts in the words of the table of phrases."""

from diary.relief.phrases import WORDS
from diary.relief.values import Interval

NUMERALS = {1: "one", 2: "two", 3: "three", 4: "four"}


def number(value: float) -> str:
    """At most one digit after the point, none where it is whole."""
    return f"{round(value, 1):g}"


def points(value: float) -> str:
    """As in "2.5 points"."""
    return WORDS["point"] if number(value) == "1" else WORDS["points"].format(n=number(value))


def days(count: int) -> str:
    """As in "6 days"."""
    return WORDS["day"] if count == 1 else WORDS["days"].format(n=count)


def sessions(count: int) -> str:
    """As in "6 sessions"."""
    return WORDS["session"] if count == 1 else WORDS["sessions"].format(n=count)


def signed(change: float) -> str:
    """As in "2 points lower"."""
    if number(abs(change)) == "0":
        return WORDS["same"]
    return WORDS["below" if change < 0 else "above"].format(by=points(abs(change)))


def duration(hours: float) -> str:
    """In hours below two days, else in whole days: no more digits than entries can carry."""
    return WORDS["about"].format(time=bare_duration(hours))


def bare_duration(hours: float) -> str:
    """As ``duration``, without "about": "6 days"."""
    kind, count = ("hour", round(hours)) if hours < 48 else ("day", round(hours / 24))
    return WORDS[kind] if count == 1 else WORDS[kind + "s"].format(n=count)


def interval_words(interval: Interval | None) -> str:
    """As in "−5.7 to −2.3"."""
    if interval is None:
        return ""
    return WORDS["to"].format(low=format_signed(interval.low), high=format_signed(interval.high))


def format_signed(change: float) -> str:
    """With its sign, a true minus and at most one digit after the point: "−3", "+1.5", "0"."""
    size = number(abs(change))
    return size if size == "0" else f"{'−' if change < 0 else '+'}{size}"


def weeks(days_back: int) -> str:
    """As in "two weeks"."""
    count = days_back // 7
    return WORDS["weeks"].format(n=NUMERALS.get(count, count))
