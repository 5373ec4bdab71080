"""Turning the second step on, off, and to another phone."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.auth import one_time_codes
from diary.auth.models import RecoveryCode
from diary.transactions import read_only
from tests.auth.second_step.steps import (
    ANA,
    ASKED,
    STEP,
    events,
    give_password,
    is_in,
    newest_key,
    set_up,
    shows,
)
from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of


def test_the_key_is_shown_to_scan_to_open_and_to_type(app: Flask, ana_client: DiaryClient) -> None:
    ana_client.send("/second-step/app/start")
    page, key = ana_client.get("/second-step/app").text, newest_key(app)
    assert "<svg" in page
    assert f"otpauth://totp/Relief%20Diary:ana%40example.org?secret={key}" in page
    assert one_time_codes.in_groups(key) in page


def test_a_key_that_no_code_has_confirmed_is_asked_of_nobody(
    ana_client: DiaryClient, client: DiaryClient
) -> None:
    ana_client.send("/second-step/app/start")
    wrong = ana_client.send("/second-step/app", code="000000")
    assert wrong.status_code == 422
    assert "Wait until your app shows the next one" in wrong.text
    assert client.send("/sign-in", email=ANA, password=PASSWORD).location == "/"


def test_setting_it_up_signs_other_browsers_out_and_is_noted(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    elsewhere = browser_of(app, people.ana)
    _, papers = set_up(app, ana_client)
    assert len(set(papers)) == one_time_codes.RECOVERY_CODES
    assert (is_in(elsewhere), is_in(ana_client)) == (False, True)
    assert {"account:code_app:add", "account:recovery:add"} <= set(events(app))
    # sent again, as by a reload, it shows nothing
    assert ana_client.send("/second-step/app", code=shows(newest_key(app))).status_code == 303


@pytest.mark.parametrize("form", ["app", "app/start", "app/off", "codes"])
def test_changing_the_second_step_asks_again_who_it_is(
    app: Flask, ana_client: DiaryClient, enrolled: object, form: str
) -> None:
    asked = ana_client.send(f"/second-step/{form}", code="000000")
    assert asked.status_code == 401
    assert "Is it you?" in asked.text


def test_turning_it_off_asks_for_no_code_any_more(
    app: Flask, client: DiaryClient, ana_client: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    shown = {"proof_password": PASSWORD, "proof_code": shows(enrolled[0])}
    ana_client.send("/second-step/app/off", **shown)
    assert client.send("/sign-in", email=ANA, password=PASSWORD).location == "/"
    assert "account:code_app:end" in events(app)
    with app.app_context(), read_only() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


def test_another_phone_takes_over_only_once_it_shows_the_right_code(
    app: Flask,
    client: DiaryClient,
    ana_client: DiaryClient,
    enrolled: tuple[str, list[str]],
    now: time_machine.Traveller,
) -> None:
    shown = {"proof_password": PASSWORD, "proof_recovery": enrolled[1][0]}
    ana_client.send("/second-step/app/start", **shown)
    new = newest_key(app)
    give_password(client)
    assert client.send(ASKED, code=shows(new)).status_code == 422
    assert client.send(ASKED, code=shows(enrolled[0])).status_code == 303
    assert ana_client.send("/second-step/app", code=shows(new)).status_code == 200
    now.shift(2 * STEP)
    give_password(client)
    assert client.send(ASKED, code=shows(enrolled[0])).status_code == 422
    assert client.send(ASKED, code=shows(new)).status_code == 303


def test_the_operator_helps_somebody_who_lost_everything(
    app: Flask, client: DiaryClient, ana_client: DiaryClient, enrolled: object
) -> None:
    told = app.test_cli_runner().invoke(args=["accounts", "forget-factors", ANA])
    assert "second step is off" in told.output
    assert not is_in(ana_client)
    assert client.send("/sign-in", email=ANA, password=PASSWORD).location == "/"
    assert "for somebody locked out" in client.get("/sharing/history").text
    unknown = app.test_cli_runner().invoke(args=["accounts", "forget-factors", "no@example.org"])
    assert unknown.exit_code == 1
    # a passkey that is added later must not take over the codes that are lost
    with app.app_context(), read_only() as session:
        assert session.scalars(select(RecoveryCode)).all() == []


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, with its last six digits."""
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert one_time_codes.steps_shown(key, code, datetime.fromtimestamp(seconds, UTC))
