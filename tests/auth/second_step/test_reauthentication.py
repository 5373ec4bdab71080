"""Asked again who she is: with a second step on, a password alone does not show it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from diary.access.models import CareInvitation
from diary.auth import actions, one_time_codes, queries
from diary.auth.rules import ACCOUNT_LIMIT
from diary.transactions import early_commit, read_only
from tests.auth.second_step.authenticator import Phone, add, question_on
from tests.auth.second_step.steps import ASKED, STEP, events, give_password, papers_on, set_up
from tests.auth.second_step.steps import shows as shown_by
from tests.client import DiaryClient
from tests.pages import read
from tests.people import PASSWORD, People, browser_of

ALONE = {"proof_password": PASSWORD}
Enrolled = tuple[str, list[str]]


def _share(browser: DiaryClient, **shown: str) -> TestResponse:
    return browser.send("/sharing", notes="y", **shown)


def _codes(app: Flask) -> int:
    with app.app_context(), read_only() as session:
        return len(session.scalars(select(CareInvitation)).all())


def _is_refused(app: Flask, browser: DiaryClient, words: str, **shown: str) -> None:
    answer = _share(browser, **shown)
    assert (answer.status_code, _codes(app)) == (401, 0)
    assert words in answer.text
    assert 'name="notes" value="y"' in answer.text
    assert PASSWORD not in answer.text


def test_a_password_alone_shows_nothing(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled
) -> None:
    _is_refused(app, ana_client, "six digits", **ALONE)
    _is_refused(app, ana_client, "six digits", **ALONE, proof_code="  ", proof_recovery="")
    assert ana_client.send("/prove", **ALONE).status_code == 422
    assert "account:proof:give" not in events(app)


def test_password_and_code_on_one_page_share_what_she_chose(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled
) -> None:
    page = read(_share(ana_client).text)
    asked = [a["name"] for a in page.all("input") if a.get("name", "").startswith("proof_")]
    assert asked == ["proof_password", "proof_code", "proof_recovery"]
    done = _share(ana_client, **ALONE, proof_code=shown_by(enrolled[0]))
    assert "Give this code" in done.text
    # and for a while it counts for everything
    assert _share(ana_client).status_code == 200


def test_a_code_alone_shows_nothing(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled
) -> None:
    code = shown_by(enrolled[0])
    _is_refused(app, ana_client, "Type your password", proof_password="", proof_code=code)
    assert _share(ana_client, proof_code=code).status_code == 401


def test_a_code_works_once_here_or_at_signing_in(
    app: Flask,
    ana_client: DiaryClient,
    client: DiaryClient,
    enrolled: Enrolled,
    now: time_machine.Traveller,
) -> None:
    code = shown_by(enrolled[0])
    assert ana_client.send("/prove", **ALONE, proof_code=code).status_code == 303
    give_password(client)
    assert client.send(ASKED, code=code).status_code == 422
    now.shift(STEP)
    later = shown_by(enrolled[0])
    assert client.send(ASKED, code=later).status_code == 303
    refused = ana_client.send("/prove", **ALONE, proof_code=later)
    assert refused.status_code == 422
    assert "used already" in refused.text


def test_a_slip_in_the_password_uses_no_code_up(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled
) -> None:
    shown = {"proof_code": shown_by(enrolled[0])}
    _is_refused(app, ana_client, "not your password", proof_password="wrong horse", **shown)
    paper = {"proof_recovery": enrolled[1][0]}
    _is_refused(app, ana_client, "not your password", proof_password="wrong horse", **paper)
    assert ana_client.send("/prove", **ALONE, **shown).status_code == 303
    assert "10 of 10" in ana_client.get("/second-step").text


def test_a_recovery_code_does_once(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled, now: time_machine.Traveller
) -> None:
    paper = enrolled[1][2]
    typed = paper.lower().replace(" ", "-")
    assert ana_client.send("/prove", **ALONE, proof_recovery=typed).status_code == 303
    assert "9 of 10" in ana_client.get("/second-step").text
    assert events(app)[-2:] == ["account:recovery:use", "account:proof:give"]
    now.shift(timedelta(hours=1))
    _is_refused(app, ana_client, "none of the recovery codes", **ALONE, proof_recovery=paper)


@pytest.mark.parametrize("shown", [{"proof_code": "000000"}, {"proof_recovery": "nonsense é"}])
def test_a_wrong_one_is_noted_and_is_not_in_the_way_of_a_right_one(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled, shown: dict[str, str]
) -> None:
    answer = _share(ana_client, **ALONE, **shown)
    assert answer.status_code == 401
    assert events(app)[-1] == "account:code:refuse"
    inputs = read(answer.text).all("input")
    fields = {a["name"]: a.get("value", "") for a in inputs if "name" in a}
    assert (fields["notes"], fields["proof_code"], fields["proof_recovery"]) == ("y", "", "")


def test_what_somebody_else_holds_shows_nothing_of_her(
    app: Flask, people: People, ana_client: DiaryClient, enrolled: Enrolled
) -> None:
    key, papers = set_up(app, browser_of(app, people.cleo))
    code = shown_by(key)
    _is_refused(app, ana_client, "is not right", **ALONE, proof_code=code)
    _is_refused(app, ana_client, "none of the", **ALONE, proof_recovery=papers[0])


def test_wrong_codes_here_and_at_signing_in_are_counted_together(
    ana_client: DiaryClient,
    client: DiaryClient,
    enrolled: Enrolled,
    now: time_machine.Traveller,
) -> None:
    wrong, half = {**ALONE, "proof_code": "000000"}, ACCOUNT_LIMIT.tries // 2
    for _ in range(half):
        assert "is not right" in ana_client.send("/prove", **wrong).text
    give_password(client)
    for _ in range(half):
        assert client.send(ASKED, code="000000").status_code == 422
    assert client.send(ASKED, code=shown_by(enrolled[0])).status_code == 429
    right = {**ALONE, "proof_code": shown_by(enrolled[0])}
    assert "too many tries" in ana_client.send("/prove", **right).text
    now.shift(ACCOUNT_LIMIT.every)
    right = {**ALONE, "proof_code": shown_by(enrolled[0])}
    assert ana_client.send("/prove", **right).status_code == 303
    assert client.get("/sign-in").status_code == 200  # nobody is shut out


def test_two_windows_that_show_one_code_at_once(
    app: Flask, people: People, enrolled: Enrolled
) -> None:
    code, paper = shown_by(enrolled[0]), one_time_codes.read_recovery(enrolled[1][0])
    assert paper is not None
    with app.app_context(), early_commit() as session:
        found = queries.find_recovery_code(session, people.ana.id, paper[: one_time_codes.HEAD])
        assert found is not None
        viewer = people.ana.viewer
        told = [actions.prove_by_code(session, viewer, code) for _ in range(2)]
        told += [actions.prove_by_recovery_code(session, viewer, found.id) for _ in range(2)]
    assert told == [True, False, True, False]


def test_with_a_passkey_alone_the_password_needs_a_recovery_code(
    app: Flask, ana_client: DiaryClient, now: time_machine.Traveller
) -> None:
    mine = Phone()
    papers = papers_on(add(ana_client, mine))
    now.shift(timedelta(hours=1))
    _is_refused(app, ana_client, "Type a recovery code", **ALONE)
    page = _share(ana_client).text
    assert "Code from your app" not in page
    assert ana_client.send("/prove", **ALONE, proof_recovery=papers[0]).status_code == 303
    now.shift(timedelta(hours=1))
    asked = question_on(ana_client.send("/prove/passkey").text)
    assert ana_client.send("/prove", proof_passkey=mine.show(asked)).status_code == 303


def test_a_passkey_does_without_the_code_of_the_app(
    app: Flask, ana_client: DiaryClient, enrolled: Enrolled, now: time_machine.Traveller
) -> None:
    mine = Phone()
    ana_client.send("/prove", **ALONE, proof_code=shown_by(enrolled[0]))
    add(ana_client, mine)
    now.shift(timedelta(hours=1))
    asked = question_on(ana_client.send("/prove/passkey").text)
    assert ana_client.send("/prove", proof_passkey=mine.show(asked)).status_code == 303


def test_who_has_no_second_step_is_asked_for_the_password_alone(
    app: Flask, ana_client: DiaryClient, now: time_machine.Traveller
) -> None:
    now.shift(timedelta(hours=1))
    assert "proof_code" not in _share(ana_client).text
    assert _share(ana_client, **ALONE).status_code == 200


def test_a_key_that_no_code_has_confirmed_is_not_asked_for(
    app: Flask, ana_client: DiaryClient, now: time_machine.Traveller
) -> None:
    ana_client.send("/second-step/app/start")
    now.shift(timedelta(hours=1))
    assert _share(ana_client, **ALONE).status_code == 200
