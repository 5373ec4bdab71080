"""What Ana and Ben read: a sentence, a figure and a table for each chart."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from diary.charts.pages import ChartView
from diary.charts.rules import ChartEntry, ChartTreatment, Mark
from tests.charts.builders import TODAY, chart_entry, diary, session, utc, views_of, week_before

NEVER = re.compile(
    r"reduc|caus|improv|because|thanks to|relief|respon|diagnos|detect|predict|treats|worse",
    re.IGNORECASE,
)


def by_id(
    chart_entries: Sequence[ChartEntry],
    sessions: Sequence[ChartTreatment],
    marks: Sequence[Mark],
    detail: bool = False,
    since: date | None = None,
) -> dict[str, ChartView]:
    views = views_of(chart_entries, sessions, marks, detail=detail, since=since)
    return {view.id: view for view in views}


def test_an_empty_diary_has_a_sentence_and_no_axes() -> None:
    (view,) = views_of([])
    assert view.figure_json is None
    assert view.reading.startswith("No entries yet.")


def test_one_entry_is_read_in_the_singular() -> None:
    views = by_id([chart_entry(utc(2026, 11, 21), 6, 4)], [], [])
    assert views["timeline"].reading == (
        "1 entry on 1 of 1 day. 0 sessions. Anxiety was 6 (lower is better). "
        "Mood was 4 (higher is better)."
    )
    assert views["timeline"].figure_json
    assert views["after-sessions"].figure_json is None


def test_the_reading_counts_entries_days_and_sessions() -> None:
    chart_entries, sessions, marks = diary(days=90, count=2)
    reading = by_id(chart_entries, sessions, marks)["timeline"].reading
    days = len({c.day for c in chart_entries})
    assert reading.startswith(f"{len(chart_entries)} entries on {days} of 90 days. 2 sessions.")


def test_a_quiet_diary_says_when_it_ended() -> None:
    views = by_id([chart_entry(utc(2026, 11, 10))], [], [])
    assert views["timeline"].reading.endswith("The last entry is from 10 Nov 2026.")


def test_days_chosen_leave_earlier_entries_out_of_the_count() -> None:
    entries = [chart_entry(utc(2026, 10, 1)), chart_entry(utc(2026, 11, 20))]
    views = by_id(entries, [], [], since=TODAY - timedelta(days=29))
    assert views["timeline"].reading.startswith("1 entry on 1 of 30 days.")


def test_days_without_entries_are_said_and_draw_nothing() -> None:
    views = by_id([chart_entry(utc(2026, 1, 1))], [], [], since=TODAY - timedelta(days=29))
    assert views["timeline"].reading == (
        "No entries in these 30 days. 0 sessions. The last entry is from 1 Jan 2026."
    )
    assert views["timeline"].figure_json is None


@pytest.mark.parametrize("detail", [False, True])
def test_no_reading_claims_a_cause(detail: bool) -> None:
    for view in by_id(*diary(), detail=detail).values():
        assert not NEVER.search(view.reading + view.note + view.title), view.reading


def test_every_figure_has_a_table_and_every_row_all_its_columns() -> None:
    for view in by_id(*diary(), detail=True).values():
        assert view.table is not None
        assert view.table.rows
        assert {len(row) for row in view.table.rows} == {len(view.table.columns)}


def test_the_timelines_table_holds_every_entry() -> None:
    chart_entries, sessions, marks = diary(days=60, per_day=3)
    table = by_id(chart_entries, sessions, marks)["timeline"].table
    assert table is not None
    assert sum(int(row[1]) for row in table.rows) == len(chart_entries)


def test_sessions_that_cannot_be_compared_are_said() -> None:
    start = utc(2026, 10, 2)
    entries = [*week_before(start), *(chart_entry(start + timedelta(hours=h)) for h in (3, 24))]
    sessions = [session(1, utc(2026, 9, 1)), session(2, start)]
    reading = by_id(entries, sessions, [], detail=True)["after-sessions"].reading
    assert reading.endswith(
        "2 sessions left out: there is no entry of anxiety before the first session."
    )


def test_a_diary_that_began_the_day_before_its_first_session_says_so() -> None:
    """Two entries a day and a session every third night, as at home with troches."""
    first = utc(2026, 8, 1, 9)
    entries = [chart_entry(first + timedelta(hours=12 * n), 5 + n % 3) for n in range(200)]
    nights = [utc(2026, 8, 2, 23, 30) + timedelta(days=3 * n) for n in range(30)]
    sessions = [session(n, at) for n, at in enumerate(nights, 1)]
    views = by_id(entries, sessions, [], detail=True)
    why = "anxiety was first logged 1 day before the first session, and 5 days are needed"
    assert views["by-session"].reading.startswith(
        "0 of 30 sessions can be compared with the time before. 30 sessions cannot: " + why + "."
    )
    assert views["after-sessions"].reading.endswith(f"30 sessions left out: {why}.")
    for view in views.values():
        assert "too few" not in view.reading


def test_ana_reads_how_many_sessions_are_still_missing() -> None:
    start = utc(2026, 10, 2)
    entries = [*week_before(start), *(chart_entry(start + timedelta(hours=h)) for h in (3, 24))]
    reading = by_id(entries, [session(1, start)], [])["after-sessions"].reading
    assert "3 sessions with entries before and after are needed. So far: 1 of 1" in reading
    assert "cannot say why something changed" in reading


def test_ana_reads_what_followed_her_sessions() -> None:
    starts = [utc(2026, 8, 1) + timedelta(days=14 * number) for number in range(6)]
    entries = [entry for start in starts for entry in week_before(start, anxiety=8, mood=2)]
    entries += [chart_entry(start + timedelta(hours=h), 3, 7) for start in starts for h in (24, 30)]
    sessions = [session(number, start) for number, start in enumerate(starts, 1)]
    reading = by_id(entries, sessions, [])["after-sessions"].reading
    assert "Since your sessions began, your anxiety has been lower on the day after" in reading
    assert "(lower after 6 of 6 sessions)" in reading
    assert "Since your sessions began, your mood has been higher on the day after" in reading


def test_the_name_for_a_screen_reader_holds_the_reading() -> None:
    view = by_id(*diary())["timeline"]
    assert view.aria_label == f"Chart: {view.title}. {view.reading}"


def test_side_effects_never_asked_about_draw_nothing() -> None:
    view = by_id([chart_entry(utc(2026, 11, 2))], [session(1, utc(2026, 11, 1))], [])[
        "side-effects"
    ]
    assert view.figure_json is None
    assert "1 entry left the question open" in view.reading


def test_a_session_after_midnight_stands_on_the_day_of_the_entries_that_follow() -> None:
    start = utc(2026, 11, 18, 1)
    late = replace(session(1, start), day=date(2026, 11, 17))
    entries = [*week_before(start), chart_entry(start + timedelta(minutes=30), 3)]
    views = by_id(entries, [late], [], detail=True)
    timeline = views["timeline"].table
    assert timeline is not None
    assert timeline.rows[0][0] == "17 Nov 2026"
    assert timeline.rows[0][1] == "1"
    assert timeline.rows[0][-1] == "Session 1: IV 40 mg"
    for name in ("after-sessions", "by-session", "side-effects"):
        table = views[name].table
        assert table is not None
        assert not any("18 Nov" in cell for row in table.rows for cell in row)
    levels = views["by-session"].table
    assert levels is not None
    assert levels.rows[0][0] == "Session 1, 17 Nov 2026 (after midnight), IV 40 mg"


def test_a_session_after_midnight_is_counted_among_the_days_of_the_diary() -> None:
    late = replace(session(1, utc(2026, 11, 22, 1)), day=TODAY)
    views = by_id([chart_entry(utc(2026, 11, 20))], [late], [], since=TODAY)
    assert "1 session." in views["timeline"].reading


def test_entries_without_a_score_are_counted_and_not_drawn() -> None:
    note = chart_entry(utc(2026, 11, 21), None, None)
    views = by_id([note], [session(1, utc(2026, 11, 20))], [])
    assert views["timeline"].reading == "1 entry on 1 of 2 days, without a score. 1 session."
    assert views["timeline"].figure_json is None
    assert views["timeline"].table
    both = by_id([note, chart_entry(utc(2026, 11, 20, 12), 4, None)], [], [])["timeline"]
    assert both.reading.startswith("2 entries on 2 of 2 days, 1 without a score. 0 sessions. Anx")
    assert both.figure_json
    assert "Mood" not in both.reading


def test_a_diary_of_mood_alone_says_nothing_of_too_few_entries() -> None:
    chart_entries, sessions, marks = diary(days=90, count=2)
    mood = [replace(c, anxiety=None) for c in chart_entries]
    reading = by_id(mood, sessions, marks)["after-sessions"].reading
    assert "without enough entries before" not in reading
