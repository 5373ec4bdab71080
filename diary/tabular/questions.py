"""What must be asked about a file before it can be read, and how the answers read it. Pure.

Answers are words by name, as a form sends them: ``order``, ``fold``, ``mood-low``, ``mood-high``,
``mood-runs``, ``mood-name-3``. What the file itself makes clear is not asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from diary.tabular.csv_columns import ColumnMapping
from diary.tabular.csv_moment import Home
from diary.tabular.csv_table import CsvRow, CsvTable
from diary.tabular.programs import Program
from diary.tabular.scales import (
    OURS,
    TOP,
    Names,
    Scale,
    Values,
    guess,
    plain,
    read_number,
    values_of,
)
from diary.tabular.times import Clockwork, Survey, WrittenTime, survey
from diary.tabular.timestamps import Order, Pass

# scores that never rise above this may be of a shorter scale
SHORT = Decimal(5)
_Choice = TypeVar("_Choice", Order, Pass)
INVERSE, SAME, LEFT_OUT = "inverse", "same", "out"


@dataclass(frozen=True, slots=True)
class FileReading:
    """How the cells of a file are read. ``sparse``: a line may say nothing of ours at all."""

    clockwork: Clockwork = field(default_factory=Clockwork)
    scores: Mapping[str, Scale | Names] = field(default_factory=dict)
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class ScaleQuestion:
    """On which scale the numbers of a score are. The answers as they would stand in a form."""

    score: str
    span: str
    low: str
    high: str
    inverse: bool


@dataclass(frozen=True, slots=True)
class NamesQuestion:
    """Which number each word of a score stands for: the field, the word, its number or "out"."""

    score: str
    words: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Questions:
    """Everything to ask on one page. ``faults``: a field and what is wrong with its answer."""

    order: str = ""
    fold: tuple[int, datetime] | None = None
    scales: Sequence[ScaleQuestion] = ()
    names: Sequence[NamesQuestion] = ()
    faults: Sequence[tuple[str, str]] = ()

    @property
    def open(self) -> bool:
        return bool(self.order or self.fold or self.scales or self.names)


@dataclass(frozen=True, slots=True)
class FileExamination:
    """A file with its answers. ``questions`` are those still open, ``all`` those one may ask."""

    reading: FileReading
    questions: Questions
    all: Questions
    survey: Survey
    fractions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a file is examined for: our names of the date and of the scores."""

    moment: str
    scores: tuple[str, ...] = ()


def written(row: CsvRow, columns: ColumnMapping, moment: str) -> WrittenTime:
    """When a line says that it was."""
    day, clock = columns.places.get(moment), columns.places.get("time")
    return WrittenTime(
        row.line,
        "" if day is None else row.cells[day],
        "" if clock is None else row.cells[clock],
    )


def examine(
    table: CsvTable,
    columns: ColumnMapping,
    subject: Subject,
    program: Program | None,
    answers: Mapping[str, str],
    home: Home,
    now: datetime,
) -> FileExamination:
    """Read what the file shows and what a person answered."""
    order, fold = _one_of(Order, answers.get("order")), _one_of(Pass, answers.get("fold"))
    lines = [written(row, columns, subject.moment) for row in table.rows]
    times = survey(lines, home, now, order, fold)
    values = {
        name: values_of(row.cells[columns.places[name]] for row in table.rows)
        for name in subject.scores
        if name in columns.places
    }
    scores = _Scores(values, program, answers)
    how = Clockwork(
        times.clockwork.order,
        times.clockwork.fold,
        times.clockwork.folds,
        at_home=bool(program and program.at_home),
    )
    read, open_questions, every = scores.settle()
    return FileExamination(
        FileReading(how, read, sparse=program is not None),
        Questions(
            times.example if times.asks_order else "",
            times.doubled,
            [each for each in open_questions if isinstance(each, ScaleQuestion)],
            [each for each in open_questions if isinstance(each, NamesQuestion)],
            scores.faults,
        ),
        Questions(
            times.example,
            times.doubled,
            [each for each in every if isinstance(each, ScaleQuestion)],
            [each for each in every if isinstance(each, NamesQuestion)],
            scores.faults,
        ),
        times,
        {name: column.fractions for name, column in values.items()},
    )


def _one_of(kind: type[_Choice], answer: str | None) -> _Choice | None:
    return next((each for each in kind if each.value == answer), None)


_Asked = ScaleQuestion | NamesQuestion


class _Scores:
    """The scores of a file: their values, what its program says of them, and the answers."""

    def __init__(
        self, values: Mapping[str, Values], program: Program | None, answers: Mapping[str, str]
    ) -> None:
        self.values, self.answers = values, answers
        self.names = program.names if program else {}
        self.scales = program.scales if program else {}
        self.inverse = program.inverse if program else frozenset()
        self.faults: list[tuple[str, str]] = []

    def settle(self) -> tuple[dict[str, Scale | Names], list[_Asked], list[_Asked]]:
        """Return how each score is read, the questions still open, and all of them."""
        read: dict[str, Scale | Names] = {}
        open_questions: list[_Asked] = []
        every: list[_Asked] = []
        top = max((column.top for column in self.values.values()), default=OURS.high)
        for name, column in self.values.items():
            settle = self._names if column.are_names else self._scale
            how, question, is_open = settle(name, column, top)
            read[name] = how
            if column.numbers or column.are_names:
                every.append(question)
            if is_open:
                open_questions.append(question)
        return read, open_questions, every

    def _scale(self, name: str, column: Values, top: Decimal) -> tuple[Scale, ScaleQuestion, bool]:
        preset = self.scales.get(name) or self._preset(name, column, top)
        low, high = plain(column.low), plain(column.high)
        span = f"the numbers go from {low} to {high}" if low != high else f"each number is {low}"
        fields = (f"{name}-low", f"{name}-high", f"{name}-runs")
        if not all(each in self.answers for each in fields):
            question = ScaleQuestion(
                name, span, plain(preset.low), plain(preset.high), preset.inverse
            )
            return preset, question, bool(column.numbers) and self._asks(name, column, top)
        low, high, runs = (self.answers[each].strip() for each in fields)
        question = ScaleQuestion(name, span, low, high, runs == INVERSE)
        scale = self._answered(fields, low, high, inverse=runs == INVERSE)
        return scale or preset, question, scale is None

    def _answered(
        self, fields: Sequence[str], low: str, high: str, *, inverse: bool
    ) -> Scale | None:
        first, last = read_number(low), read_number(high)
        for field_name, number in zip(fields, (first, last), strict=False):
            if number is None:
                self.faults.append((field_name, "Type a number, such as 1 or 5."))
        if first is None or last is None:
            return None
        if first >= last:
            self.faults.append((fields[1], "The highest number must be above the lowest."))
            return None
        return Scale(first, last, inverse)

    def _preset(self, name: str, column: Values, top: Decimal) -> Scale:
        if name not in self.inverse and top > SHORT and column.outside < 2:
            return OURS
        # a file has one scale, more often than not: its scores show it together
        numbered = [each for each in self.values.values() if each.numbers]
        low = min((each.low for each in numbered), default=column.low)
        high = max((each.high for each in numbered), default=column.high)
        likely = guess(low, high)
        return Scale(likely.low, likely.high, name in self.inverse)

    def _asks(self, name: str, column: Values, top: Decimal) -> bool:
        """One number outside our scale is a mistake of its line, several are another scale."""
        if (known := self.scales.get(name)) is not None:
            return not known.low <= column.low <= column.high <= known.high
        return name in self.inverse or top <= SHORT or column.outside > 1

    def _names(self, name: str, column: Values, _top: Decimal) -> tuple[Names, NamesQuestion, bool]:
        scores: dict[str, int | None] = {}
        rows: list[tuple[str, str, str]] = []
        is_open = False
        for place, word in enumerate(column.words):
            field_name = f"{name}-name-{place}"
            known = self.names.get(word)
            answer = self.answers.get(field_name, "" if known is None else str(known))
            number = read_number(answer)
            fits = number is not None and number in range(TOP + 1)
            scores[word] = int(number) if number is not None and fits else None
            is_open = is_open or field_name not in self.answers
            if not fits and answer != LEFT_OUT:
                is_open = True
                if field_name in self.answers:
                    self.faults.append((field_name, f"Choose a number for “{word}”."))
            rows.append((field_name, word, answer))
        rows.sort(key=lambda each: -(read_number(each[2]) or -1))
        return Names(scores), NamesQuestion(name, rows), is_open
