"""Which values are named to the doctor, and in which words."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from diary.clinic.rules import EntrySummary, find_flagged_values
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase as Phase
from diary.domain.vital_signs import VitalSigns
from tests.treatments.builders import build_treatment

START = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)


def told(hours: float, **said: Any) -> EntrySummary:
    at = START + timedelta(hours=hours)
    return EntrySummary(uuid4(), at, at.replace(tzinfo=None), 5, 5, **said)


def given(*readings: VitalSigns, planned: bool = False) -> Treatment:
    return build_treatment(
        starts_at_utc=START,
        wall=START.replace(tzinfo=None),
        status=TreatmentStatus.PLANNED if planned else TreatmentStatus.DONE,
        vitals=readings,
    )


def measured(phase: Phase, systolic: int, diastolic: int) -> VitalSigns:
    return VitalSigns(id=uuid4(), phase=phase, systolic=systolic, diastolic=diastolic, spo2=98)


def test_ordinary_values_are_not_named() -> None:
    entry = told(2, systolic=140, diastolic=90, spo2=97, side_effects=(("nausea", "moderate"),))
    assert find_flagged_values([entry], [given(measured(Phase.DURING, 150, 95))]) == []


def test_a_reading_in_a_session_says_when_in_it() -> None:
    session = given(measured(Phase.BEFORE, 150, 90), measured(Phase.LEAVING, 181, 95))
    (found,) = find_flagged_values([], [session])
    assert found.what == "Blood pressure 181/95, when leaving"
    assert found.treatment_id == session.id


def test_a_session_names_each_limit_once_with_its_worst_reading() -> None:
    session = given(measured(Phase.DURING, 182, 100), measured(Phase.DURING, 190, 100))
    assert [each.what for each in find_flagged_values([], [session])] == [
        "Blood pressure 190/100, during a session"
    ]


def test_low_oxygen_in_an_entry_is_named_with_its_source() -> None:
    (found,) = find_flagged_values([told(1, spo2=88)], [])
    assert found.what == "Oxygen 88 %"
    assert found.flag.source


def test_a_severe_side_effect_is_timed_from_the_session() -> None:
    (found,) = find_flagged_values([told(3, side_effects=(("headache", "severe"),))], [given()])
    assert found.what == "Headache, severe, 3 h after a session"


def test_a_planned_session_times_nothing() -> None:
    entry = told(3, side_effects=(("headache", "severe"),))
    (found,) = find_flagged_values([entry], [given(planned=True)])
    assert found.what == "Headache, severe"


def test_the_newest_comes_first() -> None:
    found = find_flagged_values([told(1, spo2=88), told(9, spo2=87)], [])
    assert [each.what for each in found] == ["Oxygen 87 %", "Oxygen 88 %"]
