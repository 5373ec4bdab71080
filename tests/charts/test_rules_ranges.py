"""The days that the page covers."""

from datetime import timedelta

import pytest

from diary.charts.rules.ranges import choose_range, ranges, since
from tests.charts.builders import TODAY


@pytest.mark.parametrize(
    ("asked", "lately", "days"),
    [
        ("30", True, "30"),
        ("all", True, "all"),
        (None, True, "90"),
        (None, False, "all"),
        ("-1", True, "90"),
        ("x" * 9999, False, "all"),
    ],
)
def test_the_days_are_those_asked_for_or_the_usual(
    asked: str | None, lately: bool, days: str
) -> None:
    assert choose_range(asked, lately) == days


def test_thirty_days_end_today() -> None:
    assert since("30", TODAY) == TODAY - timedelta(days=29)
    assert since("all", TODAY) is None


def test_one_button_is_the_current_one() -> None:
    assert [(r.days, r.current) for r in ranges("30")] == [
        ("30", True),
        ("90", False),
        ("all", False),
    ]
