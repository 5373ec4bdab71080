"""The address that phones send to: an answer for each item, and nothing for anybody else."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from werkzeug.exceptions import BadRequest
from werkzeug.test import TestResponse

from diary.entries.models import EntryRow
from diary.sync.routes.sync import _from_our_own_page
from diary.transactions import read_only
from tests.client import DiaryClient
from tests.people import People
from tests.sync.builders import NOW, added, as_sent, batch


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def post(browser: DiaryClient, body: Any, **headers: str) -> TestResponse:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    kind = headers.pop("content_type", "application/json")
    told = {
        "Accept": "application/json",
        **{name.replace("_", "-"): v for name, v in headers.items()},
    }
    return browser.post("/sync", data=text, content_type=kind, headers=told)


def stored(app: Flask) -> int:
    with app.app_context(), read_only() as session:
        return session.scalar(select(func.count()).select_from(EntryRow)) or 0


def test_each_item_has_its_answer_and_a_bad_one_holds_up_no_other(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    good, bad, last = added(), added(anxiety="12"), added()
    items = [as_sent(good), as_sent(bad), "no item", as_sent(added(), kind="x"), as_sent(last)]
    answer = post(ana_client, batch(people.ana.id, *items, as_sent(good)))
    assert answer.status_code == 200
    assert answer.json is not None
    outcomes = [one["status"] for one in answer.json["answers"]]
    assert outcomes == ["stored", "refused", "refused", "refused", "stored", "already there"]
    assert answer.json["answers"][1]["errors"].keys() == {"anxiety"}
    assert answer.json["answers"][0]["next"] == f"/entries/{good.id}/saved"
    assert stored(app) == 2


def test_what_one_person_saved_is_never_taken_as_anothers(
    app: Flask, people: People, cleo_client: DiaryClient
) -> None:
    answer = post(cleo_client, batch(people.ana.id, as_sent(added())))
    assert answer.status_code == 409
    assert stored(app) == 0


def test_a_signed_out_phone_is_told_so(client: DiaryClient, people: People) -> None:
    assert post(client, batch(people.ana.id)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"content_type": "text/plain"},
        {"content_type": "application/x-www-form-urlencoded"},
    ],
)
def test_another_sites_page_sends_nothing(
    app: Flask, people: People, ana_client: DiaryClient, headers: dict[str, str]
) -> None:
    body = batch(people.ana.id, as_sent(added()))
    assert post(ana_client, body, **headers).status_code == 400
    assert stored(app) == 0
    assert post(ana_client, body, Sec_Fetch_Site="same-origin").status_code == 200


def test_the_batch_asks_for_its_sender_by_itself(app: Flask) -> None:
    """Every request is asked before: this guard is behind that one."""
    elsewhere = {"Origin": "https://evil.example"}
    with app.test_request_context("/sync", headers=elsewhere), pytest.raises(BadRequest):
        _from_our_own_page()
    with app.test_request_context("/sync"):
        _from_our_own_page()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "NaN",
        "[" * 100_000,
        '{"person": 1}',
        b"\xff\xfe{}",
        "x" * 10,
    ],
)
def test_what_is_no_batch_is_refused(ana_client: DiaryClient, body: str) -> None:
    assert post(ana_client, body).status_code == 400


def test_a_key_that_comes_twice_or_a_number_that_is_none_is_refused(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    text = json.dumps(batch(people.ana.id, as_sent(added())))
    for wrong in (
        text.replace('"anxiety"', '"anxiety": "1", "anxiety"'),
        text.replace('"base": null', '"base": NaN'),
        text.replace('"base": null', '"base": -Infinity'),
        text.replace('"items"', '"items": [], "items"'),
    ):
        assert wrong != text
        assert post(ana_client, wrong).status_code == 400
    assert stored(app) == 0


def test_more_than_two_megabytes_are_refused(ana_client: DiaryClient) -> None:
    assert post(ana_client, " " * (2 * 1024 * 1024 + 1)).status_code == 413


def test_text_that_no_database_stores_is_that_items_fault_alone(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    items = [as_sent(added(note=note)) for note in ("nul \0", "half \ud800", "whole 🌧")]
    answer = post(ana_client, batch(people.ana.id, *items))
    assert answer.json is not None
    assert [one["status"] for one in answer.json["answers"]][-1] == "stored"
    assert stored(app) == sum(one["status"] == "stored" for one in answer.json["answers"])


def test_the_state_of_the_form_tells_no_score_and_no_word(
    people: People, ana_client: DiaryClient
) -> None:
    item = added(NOW - timedelta(hours=1), note="a planted word", effect_nausea="mild")
    post(ana_client, batch(people.ana.id, as_sent(item)))
    answer = ana_client.get("/sync/state", headers={"Accept": "application/json"})
    assert answer.json is not None
    assert answer.json["person"] == str(people.ana.id)
    assert answer.json["effects"] == ["nausea"]
    assert "planted" not in answer.text
    assert set(answer.json) == {
        *("person", "name", "demo", "theme", "language", "zone", "now"),
        *("effects", "foggy_until", "session_starts", "check_ins"),
    }
