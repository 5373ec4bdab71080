"""Two records of what may be one session: which they are, and what both say together. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import timedelta

from diary.domain.treatments import LONGEST_WORDS, Treatment, TreatmentDetails, TreatmentStatus

SAME_WITHIN = timedelta(hours=3)
AROUND = timedelta(hours=50)  # whatever lies on the same day on two walls
# what is one answer: a dose means nothing without its unit, nor under another drug
_TOGETHER = (("dose", "dose_unit"), ("series_number", "series_length"))
_ALWAYS_FIRST = {"status", "starts_at_utc", "zone", "wall", "route", "drug", "drug_other", "words"}


def may_be_same(first: Treatment, second: Treatment, day_boundary: int) -> bool:
    """Whether to ask: they start within three hours of each other, or one is a plan for the day on
    which the other took place, and nobody has said that either stands by itself.
    """
    if first.id == second.id or TreatmentStatus.CANCELLED in (first.status, second.status):
        return False
    if first.is_separate or second.is_separate:
        return False
    return is_near(first, second, day_boundary)


def is_near(first: TreatmentDetails, second: TreatmentDetails, day_boundary: int) -> bool:
    """Whether two sessions are so close in time that they may be one."""
    if abs(first.starts_at_utc - second.starts_at_utc) <= SAME_WITHIN:
        return True
    days = {(each.wall - timedelta(hours=day_boundary)).date() for each in (first, second)}
    return first.status is not second.status and len(days) == 1


def find_nearest(
    treatment: Treatment, others: Iterable[Treatment], day_boundary: int
) -> Treatment | None:
    """The one among the others that may be the same, the closest in time."""
    alike = [each for each in others if may_be_same(treatment, each, day_boundary)]
    return min(
        alike, key=lambda each: abs(each.starts_at_utc - treatment.starts_at_utc), default=None
    )


def find_pairs(
    treatments: Sequence[Treatment], day_boundary: int
) -> tuple[tuple[Treatment, Treatment], ...]:
    """Neighbours in time that may be the same, each pair once. The first by start comes first."""
    ordered = sorted(treatments, key=lambda each: (each.starts_at_utc, each.id))
    return tuple(
        (first, second)
        for index, first in enumerate(ordered)
        for second in _until_next_day(ordered[index + 1 :], first)
        if may_be_same(first, second, day_boundary)
    )


def _until_next_day(ordered: Sequence[Treatment], first: Treatment) -> Iterable[Treatment]:
    for other in ordered:
        if other.starts_at_utc - first.starts_at_utc > AROUND:
            return
        yield other


def combine(first: TreatmentDetails, second: TreatmentDetails) -> TreatmentDetails:
    """What both say: the first one's values, and the second's where the first has none.

    One that took place comes before a plan. Words of both stay, one under the other.
    """
    if first.status is TreatmentStatus.PLANNED and second.status is TreatmentStatus.DONE:
        first, second = second, first
    same_drug = (first.route, first.drug, first.drug_other) == (
        second.route,
        second.drug,
        second.drug_other,
    )
    filled: dict[str, object] = {}
    for names in (*_TOGETHER, *_single_names()):
        if all(getattr(first, name) is None for name in names) and (
            same_drug or "dose" not in names
        ):
            filled |= {name: getattr(second, name) for name in names}
    return replace(first, **filled, words=_words(first.words, second.words))  # type: ignore[arg-type]


def _single_names() -> Iterable[tuple[str, ...]]:
    paired = {name for names in _TOGETHER for name in names}
    return (
        (each.name,) for each in fields(TreatmentDetails) if each.name not in paired | _ALWAYS_FIRST
    )


def _words(first: str | None, second: str | None) -> str | None:
    if not first or not second or first == second:
        return first or second
    both = f"{first}\n\n{second}"
    return both if len(both) <= LONGEST_WORDS else first
