"""Side effects counted under the right session, at their worst, with who did not answer."""

from diary.charts.rules.effects import effects
from tests.charts.builders import chart_entry, session, utc

MILD = ("nausea", "nausea", "mild")
SEVERE = ("nausea", "nausea", "severe")
OTHER = ("dizziness", "dizziness", "moderate")
ONE, TWO = session(1, utc(2026, 5, 1)), session(2, utc(2026, 5, 4))
BOTH = {ONE.treatment_id, TWO.treatment_id}


def test_an_entry_counts_once_at_its_worst() -> None:
    found = effects([chart_entry(utc(2026, 5, 1, 13), effects=(SEVERE, OTHER))], [ONE], BOTH)
    first = found.by_hours[0]
    assert (first.mild, first.moderate, first.severe, first.answered) == (0, 0, 1, 1)


def test_no_answer_is_not_none() -> None:
    entries = [chart_entry(utc(2026, 5, 1, 13)), chart_entry(utc(2026, 5, 1, 13, 30), none=True)]
    first = effects(entries, [ONE], BOTH).by_hours[0]
    assert (first.reported, first.answered, first.silent) == (0, 1, 1)


def test_the_next_session_takes_over() -> None:
    entries = [
        chart_entry(utc(2026, 5, 3), effects=(MILD,)),
        chart_entry(utc(2026, 5, 4), effects=(OTHER,)),
        chart_entry(utc(2026, 5, 5), effects=(SEVERE, OTHER)),
    ]
    found = effects(entries, [ONE, TWO], BOTH)
    assert [(s.number, t.mild, t.moderate, t.severe) for s, t in found.by_session] == [
        (1, 1, 0, 0),
        (2, 0, 1, 1),
    ]
    assert [(k.label, k.mild, k.moderate, k.severe) for k in found.by_kind] == [
        ("nausea", 1, 0, 1),
        ("dizziness", 0, 1, 0),
    ]


def test_before_the_first_session_and_after_seven_days_nothing_counts() -> None:
    entries = [
        chart_entry(utc(2026, 4, 30), effects=(MILD,)),
        chart_entry(utc(2026, 5, 8), none=True),
    ]
    assert effects(entries, [ONE], BOTH).total.answered == 0
