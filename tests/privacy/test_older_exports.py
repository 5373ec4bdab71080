"""An export of an earlier Relief Diary is read by this one."""

import pytest

from diary.privacy.rules.older_exports import Tables, to_current


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


def test_what_had_another_name_comes_back_under_the_present_one() -> None:
    older: Tables = {
        "agreements": [{"name": "diary"}],
        "treatment_vitals": [{"id": "v", "taken_at_utc": "t", "taken_wall": "w", "pulse": 60}],
        "visit_questions": [{"words": "?", "asked_at_utc": "a", "settled_at_utc": None}],
        "visit_versions": [{"id": "x", "visit_id": "v", "number": 1, "plan": "rest"}],
    }
    current: Tables = {
        "consents": [{"name": "diary"}],
        "treatment_vital_signs": [
            {"id": "v", "measured_at_utc": "t", "measured_wall": "w", "pulse": 60}
        ],
        "visit_questions": [{"words": "?", "created_at_utc": "a", "answered_at_utc": None}],
        "visit_versions": [{"visit_id": "v", "version": 1, "plan": "rest"}],
    }
    assert to_current(older) == current
    assert to_current(current) == current


def test_two_names_for_the_same_are_left_to_be_refused() -> None:
    both: Tables = {
        "agreements": [],
        "consents": [{"name": "diary"}],
        "visit_versions": [{"number": 1, "version": 2}],
    }
    assert to_current(both) == both
