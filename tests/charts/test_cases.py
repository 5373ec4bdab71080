"""Diaries that once read wrong, from files that are not part of the project."""

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from diary.charts.rules import ChartEntry, ChartTreatment
from diary.relief.phrases import Audience
from diary.relief.sentences import build_sentences
from tests.charts.builders import chart_entry, relief_of, session, views_of

CASES = Path(__file__).parents[3] / "shared" / "data" / "cases"


def _diary(entries: str, sessions: str) -> tuple[list[ChartEntry], list[ChartTreatment]]:
    for name in (entries, sessions):
        if not (CASES / name).exists():
            pytest.skip(f"the case {name} is not here")
    with (CASES / entries).open() as file:
        rows = [
            chart_entry(datetime.fromisoformat(r["recorded_at"]), int(r["anxiety"]), int(r["mood"]))
            for r in csv.DictReader(file)
        ]
    with (CASES / sessions).open() as file:
        starts = [datetime.fromisoformat(row["started_at"]) for row in csv.DictReader(file)]
    return rows, [session(number, at) for number, at in enumerate(starts, 1)]


def test_a_session_every_third_night_from_the_second_day_on_says_why_none_is_compared() -> None:
    chart_entries, sessions = _diary("home_troches_entries.csv", "home_troches_sessions.csv")
    (reading,) = [v.reading for v in views_of(chart_entries, sessions) if v.id == "by-session"]
    assert "anxiety was first logged 1 day before the first session" in reading


def test_scores_that_never_moved_are_said_to_be_the_same() -> None:
    chart_entries, sessions = _diary("all_same.csv", "all_same_sessions.csv")
    said = build_sentences(relief_of(chart_entries, sessions).anxiety, "anxiety", Audience.ANA)
    assert said[0].text == (
        "Your anxiety was the same the day after 6 sessions as before your first session."
    )


def test_the_line_turns_right_of_sessions_at_night() -> None:
    chart_entries, sessions = _diary("two_sessions_entries.csv", "two_sessions_one_day.csv")
    spec = json.loads(views_of(chart_entries, sessions)[0].figure_json or "")
    (line,) = [t for t in spec["data"] if t["meta"] == "median anxiety"]
    places = [datetime.fromisoformat(x) for x in line["x"]]
    for each in sessions:
        later = [c for c in chart_entries if each.at <= c.at < each.at + timedelta(hours=10)]
        first = min(place for place in places if place >= each.wall)
        assert all(first - each.wall <= c.at - each.at + timedelta(hours=12) for c in later)
        assert spec["layout"]["shapes"]
