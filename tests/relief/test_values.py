"""What the analysis is given cannot be changed under its hands."""

from dataclasses import FrozenInstanceError

import pytest

from diary.domain.scores import Direction
from diary.relief.values import Interval, Missing
from tests.relief.builders import entry, session


@pytest.mark.parametrize(
    "value", [entry(0, 5), session(), Interval(1, 2), Missing(1, 3, "sessions")]
)
def test_a_value_stays_as_it_was_made(value: object) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, next(iter(type(value).__annotations__)), None)


def test_the_same_session_twice_is_one() -> None:
    assert len({session(1), session(1), session(2)}) == 2


def test_each_score_has_one_good_end() -> None:
    assert [better.value for better in Direction] == ["lower", "higher"]
