"""The rules of an import: what a line becomes, and what is there already."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.domain.entries import SideEffectReport
from diary.entries.rules.file_cells import EntryDetails
from diary.entries.rules.import_plan import (
    EntryImportPlan,
    FileEntry,
    RefusedEntryLine,
    Scores,
    build_plan,
    read_entry,
)
from diary.tabular.csv_moment import Home
from diary.tabular.questions import FileReading
from diary.tabular.times import Clockwork
from diary.tabular.timestamps import Pass

# a busy machine is no fault of the code
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOME = Home("Europe/Amsterdam", ZoneInfo("Europe/Amsterdam"))
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
AT = "2025-07-01T08:30:00+02:00"


def read(**cells: str) -> FileEntry | RefusedEntryLine:
    return read_entry(7, {"recorded_at": AT, "anxiety": "3", "mood": "6"} | cells, HOME, NOW)


def entry(line: int = 7, **cells: str) -> FileEntry:
    found = read_entry(line, {"recorded_at": AT, "anxiety": "3", "mood": "6"} | cells, HOME, NOW)
    assert isinstance(found, FileEntry), found
    return found


def reason(**cells: str) -> str:
    found = read(**cells)
    assert isinstance(found, RefusedEntryLine), found
    assert found.line == 7
    return found.reason


def test_a_whole_line_becomes_an_entry() -> None:
    found = entry(nausea=" Mild ", headache="none", other="", note=" =cmd ")
    assert found.scores == Scores(3, 6)
    assert found.side_effects == (SideEffectReport("nausea", "mild"),)
    assert found.note == " =cmd "


@pytest.mark.parametrize("score", [str(n) for n in range(11)])
def test_every_score_of_the_scale_is_read(score: str) -> None:
    assert entry(anxiety=score).scores.anxiety == int(score)


@pytest.mark.parametrize(
    "score",
    ["11", "-1", "NaN", "inf", "٣", "1_0", "+5", "007", "5,", "five", "1e1", "³", "10.01"],
)
def test_what_is_no_number_from_0_to_10_is_refused(score: str) -> None:
    assert reason(mood=score) == f"mood is “{score}”, not a number from 0 to 10"


@pytest.mark.parametrize("score", ["6.0", "6,0", "6.000", "6"])
def test_a_whole_score_may_be_written_with_a_fraction_of_zero(score: str) -> None:
    found = entry(mood=score)
    assert (found.scores.mood, found.conversions) == (6, ())


def test_a_score_between_two_numbers_is_rounded_and_says_so() -> None:
    found = entry(mood="6,5", anxiety="2.4")
    assert found.scores == Scores(2, 7)
    assert [each.words for each in found.conversions] == [
        "anxiety rounded from 2.4",
        "mood rounded from 6.5",
    ]


def test_sleep_vital_signs_and_medication_come_in() -> None:
    found = entry(sleep_hours="7,1", systolic="120/80", pulse="60", spo2="97 %", medication="Taken")
    assert found.details == EntryDetails(Decimal("7.1"), 120, 80, 60, 97, "taken")
    assert entry(sleep_hours="7:30", systolic="120", diastolic="80").details.sleep_hours == 7.5


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"sleep_hours": "25"}, "not 0 to 24 hours"),
        ({"sleep_hours": "well"}, "not a number of hours"),
        ({"systolic": "120"}, "two numbers"),
        ({"systolic": "80/120"}, "not above the lower one"),
        ({"pulse": "900"}, "not a whole number from 20 to 300"),
    ],
)
def test_a_measure_that_cannot_be_right_is_refused(cells: dict[str, str], words: str) -> None:
    assert words in reason(**cells)


def test_medication_in_other_words_stays_in_those_words() -> None:
    found = entry(medication="Sertraline 50 mg", note="Tired")
    assert found.details.medication is None
    assert found.note == "Tired\nMedication: Sertraline 50 mg"


def test_one_score_is_enough_and_none_is_not() -> None:
    assert entry(anxiety="").scores == Scores(None, 6)
    assert entry(mood=" ").scores == Scores(3, None)
    empty = reason(anxiety="", mood="", note="", nausea="")
    assert empty == "it has no score, no side effect, no note and nothing else"


def test_a_column_that_is_not_in_the_file_is_a_score_not_given() -> None:
    found = read_entry(2, {"recorded_at": AT, "mood": "6"}, HOME, NOW)
    assert isinstance(found, FileEntry)
    assert found.scores == Scores(None, 6)


def test_an_unknown_severity_is_refused_with_the_words_that_are_known() -> None:
    assert reason(headache="bad") == "headache is “bad”, not mild, moderate, severe or empty"


def test_the_patients_own_word_for_another_side_effect_is_kept() -> None:
    assert entry(other="severe", other_name=" ringing ").side_effects == (
        SideEffectReport("other", "severe", "ringing"),
    )
    assert "101 characters" in reason(other="mild", other_name="x" * 101)


def test_columns_that_are_no_side_effect_are_left_alone() -> None:
    assert entry(weather="bad").side_effects == ()


def test_a_note_may_have_ten_thousand_characters_and_not_one_more() -> None:
    assert entry(note="é" * 10_000).note == "é" * 10_000
    assert "10,001 characters" in reason(note="é" * 10_001)


def test_a_note_is_kept_as_typed() -> None:
    words = "  שלום 🌧\r\n\t=1+1 "
    assert entry(note=words).note == words


def test_a_time_without_an_offset_is_read_on_the_patients_clock() -> None:
    assert entry(recorded_at="2025-07-01T08:30:00").moment == entry().moment


def test_the_other_pass_of_a_doubled_hour_counts_as_there() -> None:
    def chosen(fold: Pass) -> FileEntry:
        reading = FileReading(Clockwork(fold=fold))
        cells = {"recorded_at": "2025-10-26 02:30", "mood": "6"}
        found = read_entry(2, cells, HOME, NOW, reading)
        assert isinstance(found, FileEntry)
        return found

    first, second = chosen(Pass.FIRST), chosen(Pass.SECOND)
    assert first.moment.at != second.moment.at
    assert made([second], {first.moment.at: {Scores(None, 6)}}).already == (2,)
    assert made([second], {first.moment.at: {Scores(None, 5)}}).to_add == (second,)


@unhurried
@given(st.dictionaries(st.sampled_from(["anxiety", "mood", "note", "nausea"]), st.text()))
def test_any_cells_get_an_answer(cells: dict[str, str]) -> None:
    assert isinstance(read(**cells), FileEntry | RefusedEntryLine)


def made(
    lines: Sequence[FileEntry | RefusedEntryLine], diary: dict[datetime, set[Scores]]
) -> EntryImportPlan:
    return build_plan(lines, diary, HOME)


def test_an_entry_at_the_same_instant_is_already_there() -> None:
    found = entry()
    assert made([found], {found.moment.at: {Scores(3, 6), Scores(9, 9)}}).already == (7,)


def test_an_entry_with_other_scores_is_already_there_and_said_to_differ() -> None:
    found = entry()
    made_plan = made([found], {found.moment.at: {Scores(3, 7)}})
    assert made_plan.differing == (7,)
    assert made_plan.already_there == 1
    assert made_plan.to_add == ()


def test_the_same_line_twice_is_added_once() -> None:
    made_plan = made([entry(2), entry(3)], {})
    assert [found.line for found in made_plan.to_add] == [2]
    assert made_plan.already == (3,)


def test_the_same_instant_with_two_offsets_is_one_entry_in_homes_time() -> None:
    abroad = entry(2, recorded_at="2025-07-01T06:30:00Z")
    for lines in ([abroad, entry(3)], [entry(3), abroad]):
        (kept,) = made(lines, {}).to_add
        assert kept.moment.zone == "Europe/Amsterdam"


def test_two_lines_that_disagree_are_both_refused() -> None:
    made_plan = made([entry(2), entry(3, mood="9")], {})
    assert made_plan.to_add == ()
    assert made_plan.refused == (
        RefusedEntryLine(2, "line 3 has the same time and says something else"),
        RefusedEntryLine(3, "line 2 has the same time and says something else"),
    )


rows = st.lists(
    st.builds(
        lambda minute, mood: {
            "recorded_at": f"2025-07-01T08:{minute:02d}:00+02:00",
            "mood": str(mood),
        },
        st.integers(0, 59),
        st.integers(0, 12),
    ),
    max_size=30,
)


def outcome(cells: list[dict[str, str]], diary: dict[datetime, set[Scores]]) -> EntryImportPlan:
    return made([read_entry(at, each, HOME, NOW) for at, each in enumerate(cells, start=2)], diary)


@unhurried
@given(rows, st.randoms())
def test_the_order_of_the_lines_makes_no_difference(
    cells: list[dict[str, str]], chance: random.Random
) -> None:
    shuffled = list(cells)
    chance.shuffle(shuffled)

    def kept(found: EntryImportPlan) -> list[tuple[datetime, Scores]]:
        return [(each.moment.at, each.scores) for each in found.to_add]

    assert kept(outcome(cells, {})) == kept(outcome(shuffled, {}))


@unhurried
@given(rows)
def test_every_line_is_counted_once_and_a_second_import_adds_nothing(
    cells: list[dict[str, str]],
) -> None:
    first = outcome(cells, {})
    assert len(first.to_add) + first.already_there + len(first.refused) == len(cells)
    again = outcome(cells, {each.moment.at: {each.scores} for each in first.to_add})
    assert again.to_add == ()
