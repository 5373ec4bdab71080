"""The analysis as data: every number on the page, nothing missing told as a number."""

import codecs
import csv
import json
from io import StringIO

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diary.charts.rules.relief_data import COLUMNS, as_data, as_rows, plain
from diary.domain.treatments import Drug
from tests.charts.builders import TODAY, diary, relief_of, session, utc
from tests.client import DiaryClient
from tests.clinic.builders import ago, looks, share, treat, write
from tests.clinic.test_follow_up import six_sessions
from tests.people import People


def test_every_number_is_there_by_name() -> None:
    chart_entries, sessions, _ = diary(days=120, count=6)
    data = as_data(relief_of(chart_entries, sessions), utc(2026, 11, 21))
    text = json.dumps(data, allow_nan=False)
    assert data["version"] == 2
    anxiety = data["scores"]["anxiety"]
    assert anxiety["better"] == "lower"
    assert len(anxiety["sessions"]) == 6
    day = anxiety["sessions"][0]["changes"]["24h"]
    assert day["status"] == "measured"
    assert day["window"] == {"opens": 18, "closes": 36}
    assert day["entries"] >= 1
    assert {"median", "change", "interval", "measured", "verdict"} <= anxiety["next_day"].keys()
    assert "median" in anxiety["lasting"] or "need" in anxiety["lasting"]
    assert anxiety["course"][0]["band"].keys() == {"low", "high"}
    assert "NaN" not in text


def test_what_is_missing_is_null_with_its_reason() -> None:
    data = as_data(relief_of([], [session(1, utc(2026, 11, 1))]), utc(2026, 11, 21))
    (one,) = data["scores"]["mood"]["sessions"]
    assert one["baseline"] == {"value": None, "days": 0, "entries": 0, "reach": 28, "need": 5}
    assert one["changes"]["24h"]["change"] is None
    assert one["changes"]["24h"]["status"] == "no score"
    assert data["scores"]["mood"]["unusual"]["need"] == 3


def test_no_change_is_a_plain_zero() -> None:
    assert str(plain(-0.0)) == "0.0"
    assert str(plain(-0.0000001)) == "0.0"


def test_the_table_has_a_row_for_each_window_of_each_session() -> None:
    chart_entries, sessions, _ = diary(days=120, count=3)
    rows = list(as_rows(relief_of(chart_entries, sessions)))
    assert len(rows) == 2 * 3 * 5
    assert {len(row) for row in rows} == {len(COLUMNS)}


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", " =HYPERLINK(1)", "\uff1d1", "\n=1"])
def test_words_that_look_like_a_formula_are_disarmed(words: str) -> None:
    wild = session(1, utc(2026, 11, 1), label=words)
    rows = list(as_rows(relief_of([], [wild], TODAY)))
    assert rows[0][COLUMNS.index("dose")] == f"'{words}"


@pytest.fixture
def filled(app: Flask, people: People) -> Flask:
    with write(app) as store:
        assert isinstance(store, Session)
        share(store, people)
        six_sessions(store, people, usual=8, next_day=3)
    return app


def test_ana_takes_her_own_numbers(filled: Flask, ana_client: DiaryClient, people: People) -> None:
    answer = ana_client.get("/charts/relief.json")
    assert answer.get_json()["scores"]["anxiety"]["next_day"]["median"] == -5
    assert "no-store" in answer.headers["Cache-Control"]
    table = ana_client.get("/charts/relief.csv")
    rows = list(csv.DictReader(StringIO(table.data.decode("utf-8-sig"))))
    assert len(rows) == 60
    assert rows[2]["window"] == "24h"
    assert float(rows[2]["change"]) == -5
    assert looks(filled, people.ana) == []


def test_a_spreadsheet_reads_the_umlauts_of_a_drug(
    app: Flask, people: People, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    with write(app) as store:
        assert isinstance(store, Session)
        share(store, people)
        treat(store, people.ana, ago(days=2), drug=Drug.OTHER, drug_other="Grüner Öl-Tee")
    for answer in (
        ana_client.get("/charts/relief.csv"),
        ben_client.get(f"/patients/{people.ana.id}/relief.csv"),
    ):
        assert answer.data.startswith(codecs.BOM_UTF8)
        assert not answer.data.startswith(codecs.BOM_UTF8 * 2)
        rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
        assert "Grüner Öl-Tee" in rows[0]["dose"]


def test_her_doctors_look_is_noted(filled: Flask, ben_client: DiaryClient, people: People) -> None:
    answer = ben_client.get(f"/patients/{people.ana.id}/relief.json")
    assert answer.get_json()["scores"]["anxiety"]["next_day"]["verdict"] == "better"
    assert "Ana" not in answer.headers["Content-Disposition"]
    assert looks(filled, people.ana) == ["relief data"]


def test_nobody_else_gets_them(
    filled: Flask, cleo_client: DiaryClient, ben_client: DiaryClient, people: People
) -> None:
    assert cleo_client.get(f"/patients/{people.ana.id}/relief.json").status_code == 404
    assert ben_client.get("/charts/relief.csv").status_code == 404


def test_the_shell_tells_it_in_words_and_as_data(filled: Flask, people: People) -> None:
    shell = filled.test_cli_runner()
    words = shell.invoke(args=["relief", "show", "--patient", people.ana.email])
    assert words.exit_code == 0
    assert "lower after 6 of 6 sessions" in words.output
    assert "+24h −5" in words.output
    data = shell.invoke(args=["relief", "show", "--patient", people.ana.email, "--json"])
    assert json.loads(data.output)["scores"]["mood"]["better"] == "higher"


@pytest.mark.parametrize("email", ["nobody@example.org", "ben@example.org"])
def test_the_shell_names_an_address_that_is_no_patients(filled: Flask, email: str) -> None:
    told = filled.test_cli_runner().invoke(args=["relief", "show", "--patient", email])
    assert told.exit_code == 1
    assert f"There is no patient with the address {email}." in told.output
