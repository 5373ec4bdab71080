"""Scores of other scales, and scores that are words → whole numbers from 0 to 10. Pure.

A value keeps what the file said, so that a converted score can always be told from a given one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TOP = 10
MOST_NAMES = 150
_LONGEST_NAME = 60
# a valence is written with all the digits of a float
_NUMBER = re.compile(r"([-−])?(0|[1-9][0-9]{0,8})(?:[.,]([0-9]{1,20}))?")


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from ``low`` to ``high``. ``inverse``: its numbers rise where ours fall."""

    low: Decimal
    high: Decimal
    inverse: bool = False

    @property
    def is_ours(self) -> bool:
        return (self.low, self.high, self.inverse) == (Decimal(0), Decimal(TOP), False)

    @property
    def words(self) -> str:
        """The span in words: 1 to 5."""
        return f"{plain(self.low)} to {plain(self.high)}"

    def convert(self, value: Decimal) -> int:
        """Return the score. Halves go up. Raise ``ValueError`` outside the scale."""
        if not self.low <= value <= self.high:
            raise ValueError(f"outside {self.words}")
        share = (value - self.low) / (self.high - self.low)
        share = 1 - share if self.inverse else share
        return int((share * TOP).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def is_coarse(self) -> bool:
        """Whether one of its whole numbers is two points of ours, or more."""
        return self.steps is not None and (self.steps - 1) * 2 <= TOP

    @property
    def steps(self) -> int | None:
        """How many whole numbers it has, where they are few enough to be listed."""
        span = self.high - self.low
        whole = span == span.to_integral_value() and self.low == self.low.to_integral_value()
        return int(span) + 1 if whole and span < TOP else None


OURS = Scale(Decimal(0), Decimal(TOP))


@dataclass(frozen=True, slots=True)
class Names:
    """Words and the scores that the patient gave them. None leaves the score out."""

    scores: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class OriginalValue:
    """Where a score came from: the file's own value, and its scale where that was another one."""

    original: str
    scale: Scale | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    score: int | None
    conversion: OriginalValue | None


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in one column: the span of its numbers, and its words in order of the alphabet.

    ``outside``: how many numbers are no score of ours. ``top``: the highest of the others.
    ``fractions``: how many are ours but not whole. ``worded``: how many cells hold words.
    """

    numbers: int
    low: Decimal
    high: Decimal
    outside: int
    top: Decimal
    fractions: int
    words: tuple[str, ...]
    worded: int

    @property
    def are_names(self) -> bool:
        """Whether words are the rule here, and not a mistake in one line."""
        return self.worded > self.numbers and len(self.words) <= MOST_NAMES


def read_number(text: str) -> Decimal | None:
    """Return ``6``, ``6.0``, ``6,5`` or ``−0.4`` exactly. None for anything else."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return Decimal(f"{'-' if match[1] else ''}{match[2]}.{match[3] or 0}")


def plain(number: Decimal) -> str:
    """``5`` for 5.0, ``0.5`` for 0.50, with a real minus."""
    text = f"{number.normalize():f}"
    return text.replace("-", "−")


def name_of(cell: str) -> str:
    """A word as names are compared: case and blanks make no difference."""
    return " ".join(cell.casefold().split())


def values_of(cells: Iterable[str]) -> Values:
    """Look at a whole column."""
    numbers: list[Decimal] = []
    words: set[str] = set()
    worded = 0
    for cell in cells:
        text = cell.strip()
        if not text:
            continue
        number = read_number(text)
        if number is not None:
            numbers.append(number)
        else:
            worded += 1
            if len(words) <= MOST_NAMES:
                words.add(name_of(text)[:_LONGEST_NAME])
    ours = [number for number in numbers if OURS.low <= number <= OURS.high]
    return Values(
        numbers=len(numbers),
        low=min(numbers, default=OURS.low),
        high=max(numbers, default=OURS.low),
        outside=len(numbers) - len(ours),
        top=max(ours, default=OURS.low),
        fractions=sum(number != number.to_integral_value() for number in ours),
        words=tuple(sorted(words)),
        worded=worded,
    )


def guess(low: Decimal, high: Decimal) -> Scale:
    """The likeliest scale of numbers between these two, to be confirmed by a person."""
    spans: tuple[tuple[int, int], ...] = (
        *((0, 1), (-1, 1), (1, 3), (0, 3), (1, 4), (0, 4), (1, 5), (0, 5), (-5, 5), (0, 10)),
    )
    if high > 3 and low >= 1:
        spans = ((1, 4), (1, 5), *spans)
    wider = ((-10, 10), (0, 100), (-100, 100))
    if low >= 0 and high > 1:
        spans = tuple(span for span in spans if span[0] >= 0)
    for first, last in (*spans, *wider):
        if first <= low and high <= last:
            return Scale(Decimal(first), Decimal(last))
    return Scale(low.to_integral_value("ROUND_FLOOR"), high.to_integral_value("ROUND_CEILING"))


def convert(cell: str, how: Scale | Names) -> Converted:
    """Return the score of a cell. Raise ``ValueError`` where the cell is none."""
    text = cell.strip()
    if not text:
        return Converted(None, None)
    if isinstance(how, Names):
        score = how.scores[name_of(text)[:_LONGEST_NAME]]
        return Converted(score, None if score is None else OriginalValue(text[:_LONGEST_NAME]))
    number = read_number(text)
    if number is None:
        raise ValueError(text)
    score = how.convert(number)
    if how.is_ours and number == score:
        return Converted(score, None)
    return Converted(score, OriginalValue(plain(number), None if how.is_ours else how))
