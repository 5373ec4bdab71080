"""Labels, limits, second looks, money and imported lines."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.treatments import DoseUnit, Drug, Route, TreatmentDetails, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.tabular.csv_moment import Home
from diary.treatments.rules.doses import (
    find_dose_fault,
    find_unusual_values,
    find_unusual_vital_signs,
)
from diary.treatments.rules.import_plan import (
    LABELLED,
    WANTED,
    FileTreatment,
    RefusedTreatment,
    compare_with_diary,
    read_treatment,
)
from diary.treatments.rules.money import (
    CURRENCIES,
    DIGITS,
    MOST,
    format_amount,
    to_major_units,
    to_minor_units,
)
from tests.treatments.builders import DONE, NOW

LISBON = Home("Europe/Lisbon", ZoneInfo("Europe/Lisbon"))


def one(mg: Any = None, **more: object) -> TreatmentDetails:
    """A session; ``mg`` is short for a dose in milligrams."""
    dose = {} if mg is None else {"dose": Decimal(mg), "dose_unit": DoseUnit.MG}
    return replace(DONE, **dose, **more)  # type: ignore[arg-type]


NONE: dict[str, object] = {"dose": None, "dose_unit": None}
SPRAY: dict[str, object] = {"route": Route.NASAL, "drug": Drug.ESKETAMINE}


@pytest.mark.parametrize(
    ("details", "label"),
    [
        (one(), "IV 0.5 mg/kg"),
        (one(dose=Decimal("40.000"), dose_unit=DoseUnit.MG), "IV 40 mg"),
        (one(**NONE), "IV"),
        (one(**SPRAY, mg=84), "Nasal 84 mg"),
        (one(route=Route.OTHER, drug=Drug.OTHER, **NONE), "Other"),
        (one(route=Route.OTHER, drug=Drug.OTHER, drug_other="Taper", **NONE), "Taper"),
        (one(route=Route.ORAL, drug=Drug.OTHER, drug_other="Zinc", mg=20), "Oral Zinc 20 mg"),
    ],
)
def test_a_label_is_route_and_dose(details: TreatmentDetails, label: str) -> None:
    assert details.label == label


def test_a_series_is_said_as_far_as_it_is_known() -> None:
    assert one().series == "4 of 6"
    assert one(series_length=None).series == "4"
    assert one(series_number=None).series is None


@pytest.mark.parametrize(
    ("route", "drug", "dose", "unit", "refused"),
    [
        (Route.IV, Drug.KETAMINE, "0", DoseUnit.MG, True),
        (Route.IV, Drug.KETAMINE, "1000", DoseUnit.MG, False),
        (Route.IV, Drug.KETAMINE, "1000.1", DoseUnit.MG, True),
        (Route.IV, Drug.KETAMINE, "10", DoseUnit.MG_PER_KG, False),
        (Route.IM, Drug.KETAMINE, "10.1", DoseUnit.MG_PER_KG, True),
        (Route.NASAL, Drug.ESKETAMINE, "168", DoseUnit.MG, False),
        (Route.NASAL, Drug.ESKETAMINE, "169", DoseUnit.MG, True),
        (Route.NASAL, Drug.KETAMINE, "169", DoseUnit.MG, False),
        (Route.SUBLINGUAL, Drug.KETAMINE, "2000", DoseUnit.MG, False),
        (Route.ORAL, Drug.KETAMINE, "2000.5", DoseUnit.MG, True),
    ],
)
def test_a_dose_is_refused_only_beyond_the_hard_limit(
    route: Route, drug: Drug, dose: str, unit: DoseUnit, refused: bool
) -> None:
    assert (find_dose_fault(route, drug, Decimal(dose), unit) is not None) is refused


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (one(), None),
        (one(dose=Decimal("1.6")), "outside the usual 0.1 to 1.5 mg/kg"),
        (one(mg=160), "outside the usual 5 to 150 mg"),
        (one(mg=40), None),
        (one(mg=5), "does not fit the weight"),
        (one(route=Route.IM, mg=40), None),
        (one(route=Route.IM, mg=1), "does not fit the weight"),
        (one(**SPRAY, mg=56), None),
        (one(**SPRAY, mg=60), "not 28, 56 or 84"),
        (one(route=Route.ORAL, mg=501), "usual up to 500 mg"),
        (one(drug=Drug.OTHER, dose=Decimal(9)), None),
        (one(minutes=121), "121 minutes is long"),
        (one(weight_kg=Decimal(200), **NONE), "Is it in kilograms?"),
    ],
)
def test_the_unusual_gets_a_second_look(details: TreatmentDetails, words: str | None) -> None:
    looks = find_unusual_values(details)
    assert looks == () if words is None else words in looks[0]


def test_a_weight_far_from_the_last_gets_a_second_look() -> None:
    assert find_unusual_values(one(), Decimal(70)) == ()
    assert "70.5 kg, and 90 kg the last time" in find_unusual_values(one(), Decimal(90))[0]


def test_a_reading_outside_the_usual_gets_a_second_look_and_only_limits_a_flag() -> None:
    high = VitalSigns(
        id=uuid4(), phase=MeasurementPhase.DURING, systolic=150, diastolic=80, pulse=121, spo2=95
    )
    assert len(find_unusual_vital_signs(high)) == 2
    assert high.flags == ()
    crisis = replace(high, systolic=185)
    assert [flag.code for flag in crisis.flags] == ["blood_pressure_high"]


@given(st.integers(0, MOST), st.sampled_from(CURRENCIES))
def test_money_comes_back_as_it_went_in(units: int, currency: str) -> None:
    assert to_minor_units(to_major_units(units, currency), currency) == units


def test_money_is_shown_with_its_own_digits() -> None:
    assert format_amount(39550, "EUR") == "EUR 395.50"
    assert format_amount(765432, "USD") == "USD 7654.32"
    assert format_amount(39550, "JPY") == "JPY 39550"
    with pytest.raises(ValueError, match="no amounts that small"):
        to_minor_units(Decimal("0.5"), "JPY")
    with pytest.raises(ValueError, match="too large"):
        to_minor_units(Decimal(MOST), "EUR")
    assert set(DIGITS.values()) == {0, 2}


def line(**cells: str) -> FileTreatment | RefusedTreatment:
    row = {"started_at": "2026-06-10T10:30:15+01:00", "route": "IV", **cells}
    return read_treatment(7, row, LISBON, NOW)


def test_a_line_becomes_a_session_that_took_place() -> None:
    found = line(drug="Ketamine", dose="0,5", unit="MG / kg")
    assert isinstance(found, FileTreatment)
    assert found.details == TreatmentDetails(
        status=TreatmentStatus.DONE,
        starts_at_utc=datetime(2026, 6, 10, 9, 30, 15, tzinfo=UTC),
        zone="Europe/Lisbon",
        wall=datetime(2026, 6, 10, 10, 30),
        route=Route.IV,
        drug=Drug.KETAMINE,
        dose=Decimal("0.5"),
        dose_unit=DoseUnit.MG_PER_KG,
    )


def test_another_drug_keeps_its_name_and_a_dose_may_be_missing() -> None:
    found = line(route="other", drug="Venlafaxine", dose=" ")
    assert isinstance(found, FileTreatment)
    assert found.details.label == "Venlafaxine"
    assert isinstance(line(route="other"), FileTreatment)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"started_at": ""}, "the time is missing"),
        ({"started_at": "2026-06-16T10:30:00+01:00"}, "in the future"),
        ({"started_at": "1899-06-16T10:30:00+00:00"}, "before 1900"),
        ({"route": ""}, "the route is missing"),
        ({"route": "=cmd|calc"}, "not one of iv, im"),
        ({"dose": "NaN", "unit": "mg"}, "not a number"),
        ({"dose": "-1", "unit": "mg"}, "not a number"),
        ({"dose": "40"}, "the unit is missing"),
        ({"dose": "40", "unit": "ml"}, "not mg or mg/kg"),
        ({"dose": "0", "unit": "mg"}, "must be more than 0"),
        ({"dose": "11", "unit": "mg/kg"}, "cannot be right"),
        ({"drug": "x" * 101}, "more than 100"),
    ],
)
def test_a_line_is_refused_with_its_reason(cells: dict[str, str], reason: str) -> None:
    found = line(**cells)
    assert isinstance(found, RefusedTreatment)
    assert found.line == 7
    assert reason in found.reason


def test_every_column_that_is_wanted_has_a_label() -> None:
    assert set(LABELLED) == set(WANTED.names)


def test_a_file_is_counted_line_by_line() -> None:
    again, other = line(), line(route="im")
    later = line(started_at="2026-06-11T10:30:00+01:00")
    assert isinstance(again, FileTreatment)
    assert isinstance(other, FileTreatment)
    assert isinstance(later, FileTreatment)
    in_diary = {again.at: [replace(again.details, place="x")]}
    found = compare_with_diary(
        [again, replace(other, line=8), replace(later, line=9), RefusedTreatment(3, "no")], in_diary
    )
    assert [each.line for each in found.to_add] == [9]
    assert found.already == (7,)
    assert found.differing == (8,)
    assert [each.line for each in found.refused] == [3]
    odd = compare_with_diary([again, replace(other, line=8)], {})
    assert [each.line for each in odd.refused] == [7, 8]
    assert odd.to_add == ()
    assert "line 8 has the same start" in odd.refused[0].reason
    twice = compare_with_diary([again, replace(again, line=8)], {})
    assert len(twice.to_add) == 1
    assert twice.already == (8,)
