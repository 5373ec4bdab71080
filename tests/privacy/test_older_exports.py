"""An export of an earlier Relief Diary is read by this one."""

import pytest

from diary.privacy.rules.older_exports import to_current


@pytest.mark.parametrize(("minutes", "hours"), [(426, "7.1"), (440, "7.33"), (600, "10"), (0, "0")])
def test_sleep_in_minutes_comes_back_as_the_hours_that_were_typed(minutes: int, hours: str) -> None:
    found = to_current({"entries": [{"id": "a", "sleep_minutes": minutes}], "users": []})
    assert found == {"entries": [{"id": "a", "sleep_hours": hours}], "users": []}


def test_sleep_that_was_not_said_stays_so_and_what_is_no_number_is_left_to_be_refused() -> None:
    assert to_current({"entries": [{"sleep_minutes": None}]}) == {
        "entries": [{"sleep_hours": None}]
    }
    odd = {"entries": [{"sleep_minutes": "many"}, {"sleep_hours": "7.1"}]}
    assert to_current(odd) == odd
