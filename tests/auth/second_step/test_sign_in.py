"""Between the password and the code nobody is signed in, and each code works once."""

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.auth import actions, queries
from diary.auth.models import PendingSignIn
from diary.auth.rules import ACCOUNT_LIMIT, PENDING_SIGN_IN_LASTS
from diary.transactions import early_commit, read_only
from tests.auth.second_step.steps import (
    ANA,
    ASKED,
    STEP,
    events,
    give_password,
    is_in,
    set_up,
    shows,
)
from tests.client import DiaryClient
from tests.people import PASSWORD, People, Person


def test_the_right_password_signs_nobody_in(client: DiaryClient, enrolled: object) -> None:
    give_password(client)
    for page in ("/", "/diary", "/more", "/second-step", "/prove", "/export"):
        assert client.get(page).status_code == 303
    assert client.send("/", anxiety="1", mood="1").location == "/sign-in"


def test_a_half_sign_in_starts_with_an_empty_session_and_leaves_nobody_in(
    cleo_client: DiaryClient, enrolled: object
) -> None:
    with cleo_client.session_transaction() as cookie:
        cookie["planted"] = "by whoever had this browser before"
    give_password(cleo_client)
    assert not is_in(cleo_client)
    with cleo_client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_the_code_of_the_app_signs_her_in_and_leads_where_she_wanted(
    app: Flask, client: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    give_password(client, "?next=/charts")
    answer = client.send(f"{ASKED}?next=/charts", code=shows(enrolled[0]))
    assert answer.location == "/charts"
    assert is_in(client)
    assert events(app)[-2:] == ["account:sign_in:half", "account:sign_in:start"]


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_second_step_leads_nowhere_else(
    client: DiaryClient, enrolled: tuple[str, list[str]], elsewhere: str
) -> None:
    asked = client.send(f"/sign-in?next={elsewhere}", email=ANA, password=PASSWORD)
    assert asked.location == ASKED
    assert "evil" not in client.get(f"{ASKED}?next={elsewhere}").text
    assert client.send(f"{ASKED}?next={elsewhere}", code=shows(enrolled[0])).location == "/"


@pytest.mark.parametrize("written", ["{}", "  {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_a_code_works_once_however_it_is_written(
    client: DiaryClient, other: DiaryClient, enrolled: tuple[str, list[str]], written: str
) -> None:
    code = shows(enrolled[0])
    give_password(client)
    assert client.send(ASKED, code=written.format(code)).location == "/"
    give_password(other)
    for again in (code, written.format(code), f" {code}"):
        refused = other.send(ASKED, code=again)
        assert refused.status_code == 422
        assert "used already" in refused.text


def test_a_code_that_was_used_stays_used_after_a_wrong_one(
    client: DiaryClient, other: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    code = shows(enrolled[0])
    give_password(client)
    client.send(ASKED, code=code)
    give_password(other)
    assert other.send(ASKED, code="000000").status_code == 422
    assert other.send(ASKED, code=code).status_code == 422
    assert not is_in(other)


def test_the_code_that_set_it_up_signs_nobody_in(
    app: Flask, ana_client: DiaryClient, client: DiaryClient
) -> None:
    key, _ = set_up(app, ana_client)
    give_password(client)
    assert client.send(ASKED, code=shows(key)).status_code == 422


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_clock_may_be_half_a_minute_apart_and_no_more(
    client: DiaryClient, enrolled: tuple[str, list[str]], steps: int, status: int
) -> None:
    give_password(client)
    assert client.send(ASKED, code=shows(enrolled[0], steps)).status_code == status


def test_a_code_from_before_the_last_one_that_was_used_is_refused(
    client: DiaryClient, other: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    give_password(client)
    client.send(ASKED, code=shows(enrolled[0], 1))
    give_password(other)
    assert other.send(ASKED, code=shows(enrolled[0])).status_code == 422


def test_the_second_step_is_open_for_ten_minutes(
    client: DiaryClient, enrolled: tuple[str, list[str]], now: time_machine.Traveller
) -> None:
    give_password(client)
    now.shift(PENDING_SIGN_IN_LASTS)
    assert client.get(ASKED).location == "/sign-in"
    assert client.send(ASKED, code=shows(enrolled[0])).location == "/sign-in"
    assert "for ten minutes" in client.get("/sign-in").text


def test_it_is_open_only_in_the_browser_in_which_the_password_was_right(
    client: DiaryClient, other: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    give_password(client)
    assert other.get(ASKED).location == "/sign-in"
    assert other.send(ASKED, code=shows(enrolled[0])).location == "/sign-in"
    assert not is_in(other)


def test_a_copied_second_step_is_over_once_it_was_passed(
    client: DiaryClient,
    other: DiaryClient,
    enrolled: tuple[str, list[str]],
    now: time_machine.Traveller,
) -> None:
    give_password(client)
    copied = client.get_cookie("diary")
    assert copied is not None
    client.send(ASKED, code=shows(enrolled[0]))
    now.shift(STEP)
    other.set_cookie("diary", copied.value)
    assert other.get(ASKED).location == "/sign-in"


def test_a_browser_brings_no_second_step_of_its_own(
    app: Flask, client: DiaryClient, other: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    """What was in its cookie before the password is gone: nobody can fix it."""
    give_password(other)
    with other.session_transaction() as held:
        planted = held["half"]
    with client.session_transaction() as held:
        held["half"] = planted
    give_password(client)
    with client.session_transaction() as held:
        assert held["half"] != planted
    with app.app_context(), read_only() as session:
        assert planted not in session.scalars(select(PendingSignIn.token_hash)).all()


def test_a_day_of_wrong_codes_tries_few_and_shuts_nobody_out(
    client: DiaryClient,
    other: DiaryClient,
    enrolled: tuple[str, list[str]],
    now: time_machine.Traveller,
    ana_client: DiaryClient,
) -> None:
    give_password(client)
    told = [client.send(ASKED, code="000000").status_code for _ in range(ACCOUNT_LIMIT.tries + 1)]
    assert told == [422] * ACCOUNT_LIMIT.tries + [429]
    give_password(other)
    slowed = other.send(ASKED, code=shows(enrolled[0]))
    assert slowed.status_code == 429
    assert "Nobody is locked out for good" in slowed.text
    now.shift(ACCOUNT_LIMIT.every)
    give_password(other)
    assert other.send(ASKED, code=shows(enrolled[0])).status_code == 303


def test_her_own_device_is_not_slowed_by_somebody_who_guesses(
    app: Flask,
    client: DiaryClient,
    other: DiaryClient,
    enrolled: tuple[str, list[str]],
    now: time_machine.Traveller,
) -> None:
    give_password(other)
    assert other.send(ASKED, code=shows(enrolled[0])).status_code == 303
    other.send("/sign-out")
    now.shift(2 * STEP)
    give_password(client)
    told = [client.send(ASKED, code="000000").status_code for _ in range(ACCOUNT_LIMIT.tries + 1)]
    assert told[-1] == 429
    give_password(other)
    assert other.send(ASKED, code=shows(enrolled[0])).status_code == 303


def test_a_wrong_code_is_noted_for_her_to_read(
    app: Flask, client: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    give_password(client)
    client.send(ASKED, code="000000")
    client.send(ASKED, code=shows(enrolled[0]))
    page = client.get("/sharing/history").text
    assert "with the right password, gave a wrong code" in page
    assert "was asked for a second step" in page


@pytest.mark.parametrize("empty", [{}, {"code": ""}, {"code": "  ", "recovery": " "}])
def test_an_empty_form_says_what_to_type(
    client: DiaryClient, enrolled: object, empty: dict[str, str]
) -> None:
    give_password(client)
    answer = client.send(ASKED, **empty)
    assert answer.status_code == 422
    assert "six digits" in answer.text


def test_a_reset_of_the_password_does_not_skip_the_second_step(
    app: Flask, client: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    with app.app_context(), early_commit() as session:
        token = actions.start_reset(session, ANA)
    client.send(f"/reset/{token}", password="three fine new words")
    answer = client.send("/sign-in", email=ANA, password="three fine new words")
    assert answer.location == ASKED
    assert not is_in(client)


def test_a_new_password_ends_a_second_step_that_is_open(
    app: Flask, client: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    give_password(client)
    with app.app_context(), early_commit() as session:
        token = actions.start_reset(session, ANA)
        assert token is not None
        assert actions.use_reset(session, token, "a hash")
    assert client.send(ASKED, code=shows(enrolled[0])).location == "/sign-in"


def test_a_person_without_a_second_step_signs_in_as_before(
    app: Flask, client: DiaryClient, people: People
) -> None:
    with app.app_context(), read_only() as session:
        assert not queries.has_second_step(session, people.cleo.id)
    cleo: Person = people.cleo
    assert client.send("/sign-in", email=cleo.email, password=PASSWORD).location == "/"


def test_a_made_up_device_has_no_count_of_its_own(client: DiaryClient, enrolled: object) -> None:
    """Or whoever has the password would guess codes without end, under a new cookie each time."""
    give_password(client)
    told = []
    for number in range(ACCOUNT_LIMIT.tries + 1):
        client.set_cookie("diary-device", f"a-device-that-nobody-has-{number:02}")
        told.append(client.send(ASKED, code="000000").status_code)
    assert told == [422] * ACCOUNT_LIMIT.tries + [429]
