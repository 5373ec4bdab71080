"""Which values are named to the doctor, and in which words."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from diary.clinic.rules import Given, Reading, Told, beyond_limits

START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def told(hours: float, **said: Any) -> Told:
    at = START + timedelta(hours=hours)
    return Told(uuid4(), at, at.replace(tzinfo=None), 5, 5, **said)


def given(*readings: Reading, planned: bool = False) -> Given:
    wall = START.replace(tzinfo=None)
    return Given(uuid4(), START, wall, planned, "IV", "0.5 mg/kg", readings=readings)


def test_ordinary_values_are_not_named() -> None:
    entry = told(2, systolic=140, diastolic=90, spo2=97, side_effects=(("nausea", "moderate"),))
    assert beyond_limits([entry], [given(Reading("during", 150, 95, 97))]) == []


def test_a_reading_in_a_session_says_when_in_it() -> None:
    session = given(Reading("before", 150, 90, 98), Reading("leaving", 181, 95, 98))
    (found,) = beyond_limits([], [session])
    assert found.what == "Blood pressure 181/95, when leaving"
    assert found.treatment_id == session.id


def test_a_session_names_each_limit_once_with_its_worst_reading() -> None:
    session = given(Reading("during", 182, 100, 98), Reading("during", 190, 100, 98))
    assert [each.what for each in beyond_limits([], [session])] == [
        "Blood pressure 190/100, during a session"
    ]


def test_low_oxygen_in_an_entry_is_named_with_its_source() -> None:
    (found,) = beyond_limits([told(1, spo2=88)], [])
    assert found.what == "Oxygen 88 %"
    assert found.flag.source


def test_a_severe_side_effect_is_timed_from_the_session() -> None:
    (found,) = beyond_limits([told(3, side_effects=(("headache", "severe"),))], [given()])
    assert found.what == "Headache, severe, 3 h after a session"


def test_a_planned_session_times_nothing() -> None:
    entry = told(3, side_effects=(("headache", "severe"),))
    (found,) = beyond_limits([entry], [given(planned=True)])
    assert found.what == "Headache, severe"


def test_the_newest_comes_first() -> None:
    found = beyond_limits([told(1, spo2=88), told(9, spo2=87)], [])
    assert [each.what for each in found] == ["Oxygen 87 %", "Oxygen 88 %"]
