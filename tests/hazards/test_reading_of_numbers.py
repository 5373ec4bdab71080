"""H2, H5, H6, H13, H15, H16: what a chart or a number can be taken for."""

import json
import random
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from diary.charts.rules import ChartEntry
from diary.domain.treatments import DoseUnit
from tests.charts.builders import chart_entry, diary, utc, views_of
from tests.client import DiaryClient
from tests.clinic.builders import ago, log, share, treat, write
from tests.pages import read
from tests.people import People

Spec = dict[str, Any]


def _specs(chart_entries: Sequence[ChartEntry], *more: Any, detail: bool = True) -> dict[str, Spec]:
    views = views_of(chart_entries, *more, detail=detail)
    return {v.id: json.loads(v.figure_json) for v in views if v.figure_json is not None}


def _dots(spec: Spec, meta: str) -> list[tuple[Any, Any]]:
    return [
        (x, y)
        for trace in spec["data"]
        if trace.get("meta") == meta
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y is not None
    ]


def test_bad_days_that_were_not_logged_are_no_better_days() -> None:
    """Two weeks of which only the good days are written down: gaps, no line over them."""
    start = utc(2026, 11, 1)
    good = [chart_entry(start + timedelta(days=day), 2, 8) for day in (0, 1, 2, 9, 10)]
    timeline = _specs(good)["timeline"]
    assert len(_dots(timeline, "entries anxiety")) == 5
    (line,) = (t for t in timeline["data"] if t.get("meta") == "median anxiety")
    assert line["connectgaps"] is False
    assert line["y"] == [2, 2, 2, None, 2, 2]
    view = next(v for v in views_of(good) if v.id == "timeline")
    assert "on 5 of 21 days" in view.reading


def test_the_days_without_an_entry_are_counted_where_a_doctor_reads(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
        for day in (1, 2, 40):
            log(session, people.ana, ago(days=day), anxiety=1, mood=9)
    assert "3 of 90 days logged" in ben_client.get(f"/patients/{people.ana.id}").text


def test_no_trace_of_any_chart_bridges_a_gap() -> None:
    for spec in _specs(*diary()).values():
        for trace in spec["data"]:
            assert trace.get("connectgaps") is not True


@pytest.mark.parametrize("detail", [False, True])
def test_every_axis_of_a_score_says_which_way_is_better_and_what_its_ends_are(
    detail: bool,
) -> None:
    specs = _specs(*diary(), detail=detail)
    for name in ("timeline", "by-session", "after-sessions"):
        layout = specs[name]["layout"]
        for axis in ("yaxis", "yaxis2"):
            assert layout[axis]["title"]["text"].endswith("is better"), (name, axis)
            ends = [*layout[axis]["ticktext"], *(a["text"] for a in layout.get("annotations", []))]
            assert any(word in " ".join(ends) for word in ("best", "most", "better")), (name, axis)
            assert any(word in " ".join(ends) for word in ("worst", "none", "worse")), (name, axis)


def test_a_scale_is_the_same_whatever_was_entered() -> None:
    """A change from 5 to 6 is never drawn as tall as one from 0 to 10."""
    start = utc(2026, 11, 1)
    calm = [chart_entry(start + timedelta(days=day), 5 + day % 2, 5) for day in range(14)]
    wild = [chart_entry(start + timedelta(days=day), 10 * (day % 2), 5) for day in range(14)]
    for axis in ("yaxis", "yaxis2"):
        ranges = [_specs(each)["timeline"]["layout"][axis]["range"] for each in (calm, wild)]
        assert ranges == [[-0.5, 10.5]] * 2


@pytest.mark.parametrize("seed", range(5))
def test_as_many_points_are_drawn_as_there_are_in_the_data(seed: int) -> None:
    chance = random.Random(seed)
    start = utc(2025, 11, 1)
    scores = [None, *range(11)]
    found = [
        chart_entry(
            start + timedelta(minutes=chance.randrange(500_000)),
            chance.choice(scores),
            chance.choice(scores),
            number=number,
        )
        for number in range(400)
    ]
    timeline = _specs(sorted(found, key=lambda one: one.at))["timeline"]
    for score in ("anxiety", "mood"):
        told = sum(getattr(one, score) is not None for one in found)
        assert len(_dots(timeline, f"entries {score}")) == told > 300


def test_doses_of_different_units_stand_as_entered_and_are_never_one_number(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    """0.5 mg/kg and 40 mg are told apart in the table and are two doses when they are compared."""
    with write(app) as session:
        share(session, people)
        for day in range(60):
            log(session, people.ana, ago(days=day, hours=2))
        for day, dose, unit in (
            (50, "0.5", DoseUnit.MG_PER_KG),
            (30, "40", DoseUnit.MG),
            (10, "40", None),
        ):
            said = {"dose": Decimal(dose) if unit else None, "dose_unit": unit}
            treat(session, people.ana, ago(days=day), **said)
    page = ben_client.get(f"/patients/{people.ana.id}").text
    assert "0.5 mg/kg" in page
    assert "40 mg" in page
    assert "40 mg/kg" not in page
    assert "0.5 mg<" not in page


def test_what_was_not_touched_is_not_answered(app: Flask, ana_client: DiaryClient) -> None:
    """No score is chosen beforehand, and a form that is sent so stores nothing."""
    page = read(ana_client.get("/").text)
    fields = {a["name"]: a for a in page.all("input") if a.get("type") == "hidden"}
    assert not [
        a
        for a in page.all("input")
        if a.get("type") == "radio" and "checked" in a and a.get("name") in ("anxiety", "mood")
    ]
    sent = {name: a.get("value", "") for name, a in fields.items() if name != "csrf_token"}
    answer = ana_client.send("/", **sent, when="now")
    assert answer.status_code == 422
    assert "Choose a number for anxiety or mood" in answer.text


def test_a_side_effect_that_was_not_asked_about_is_not_none(
    app: Flask, people: People, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people)
        log(session, people.ana, ago(hours=5), none_reported=True)
        log(session, people.ana, ago(hours=4))
        log(session, people.ana, ago(hours=3), effects={"nausea": "severe"})
    page = ben_client.get(f"/patients/{people.ana.id}").text
    cells = page.split('data-label="Side effects"')[1:]
    told = [cell.partition("<span>")[2].partition("</span>")[0].strip() for cell in cells]
    assert told == ["nausea (severe)", "–", "none"]
