"""What the preview says of how a file was read, in whole sentences."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from diary.imports.pages.files import File
from diary.tabular.csv_moment import quoted
from diary.tabular.scales import OURS, Names, Scale, plain, read_number
from diary.tabular.timestamps import Order, holds_clocks


def build_remarks(file: File, labels: Mapping[str, str], zone: str) -> Sequence[str]:
    """Say where the file seems to come from, which columns are used, and what is converted."""
    return [*_origin(file, labels), *_times(file, zone), *_scores(file, labels)]


def _origin(file: File, labels: Mapping[str, str]) -> Iterable[str]:
    if file.program is not None:
        yield f"This looks like a file from {file.program.name}."
    used = [
        f"{labels[name]}: {file.table.header[place]}"
        for name, place in sorted(file.columns.places.items(), key=lambda pair: pair[1])
        if file.table.header[place].casefold() != name
    ]
    if used:
        yield f"Columns that are used: {', '.join(used)}."


def _times(file: File, zone: str) -> Iterable[str]:
    survey = file.examined.survey
    if survey.has_local:
        yield f"Times without a zone are read as the time in {zone}."
    if survey.has_days_only:
        yield "Days without a time stand at 12:00."
        yield from _unread_clocks(file)
    order = survey.clockwork.order
    if order is not None:
        first = "day" if order is Order.DAY_FIRST else "month"
        yield f"Dates are read with the {first} first."


def _unread_clocks(file: File) -> Iterable[str]:
    """Name the columns that are left out and look like the times of the days."""
    used = set(file.columns.places.values())
    for place, name in enumerate(file.table.header):
        if place not in used and holds_clocks(row.cells[place] for row in file.table.rows):
            yield f"The column {quoted(name)} may hold the times. You can choose it yourself below."


def _scores(file: File, labels: Mapping[str, str]) -> Iterable[str]:
    """Each score that is not simply the file's, then what holds for all of them."""
    converted = list(_converted(file, labels))
    yield from converted
    if any(_is_coarse(file, name, how) for name, how in file.examined.reading.scores.items()):
        yield "A scale of so few steps is coarse: one step of it is several points here."
    if converted:
        yield "Each such entry says what the file had."


def _is_coarse(file: File, name: str, how: Scale | Names) -> bool:
    """Whether each step is several points: few steps, and no number between them."""
    if not isinstance(how, Scale) or not how.is_coarse:
        return False
    place = file.columns.places[name]
    numbers = (read_number(row.cells[place].strip()) for row in file.table.rows)
    return all(number is None or number == number.to_integral_value() for number in numbers)


def _converted(file: File, labels: Mapping[str, str]) -> Iterable[str]:
    for name, how in file.examined.reading.scores.items():
        if not isinstance(how, Scale):
            yield f"{labels[name]} is made of the file’s words, with the numbers you chose."
        elif how != OURS:
            yield _scale(labels[name], how)
        elif count := file.examined.fractions.get(name):
            what = "one number is" if count == 1 else f"{count:,} numbers are"
            yield f"{labels[name]}: {what} rounded to a whole number, halves up."


def _scale(label: str, scale: Scale) -> str:
    words = f"{label} is converted from a scale of {scale.words}"
    words += ", turned round" if scale.inverse else ""
    if scale.steps is None:
        return f"{words}."
    table = ", ".join(
        f"{plain(value)} becomes {scale.convert(value)}"
        for value in (scale.low + Decimal(step) for step in range(scale.steps))
    )
    return f"{words}: {table}."
