"""Codes on paper, for the day on which the phone is lost: each works once."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.auth import actions, one_time_codes, queries
from diary.auth.models import RecoveryCode
from diary.transactions import early_commit, read_only
from tests.auth.second_step.steps import ASKED, events, give_password, papers_on, set_up
from tests.client import DiaryClient
from tests.people import People, browser_of


def test_a_recovery_code_works_once_and_says_how_many_are_left(
    app: Flask, client: DiaryClient, other: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    paper = enrolled[1][3]
    give_password(client)
    assert client.send(ASKED, recovery=paper.lower().replace(" ", "-")).location == "/"
    assert "9 of 10" in client.get("/second-step").text
    assert "account:recovery:use" in events(app)
    give_password(other)
    assert other.send(ASKED, recovery=paper).status_code == 422
    assert other.send(ASKED, recovery=enrolled[1][4]).status_code == 303


def test_two_who_spend_one_recovery_code_at_once(
    app: Flask, people: People, enrolled: tuple[str, list[str]]
) -> None:
    """Both have found the same unused code before either has spent it."""
    paper = one_time_codes.read_recovery(enrolled[1][0])
    assert paper is not None
    with app.app_context(), early_commit() as session:
        found = queries.find_recovery_code(session, people.ana.id, paper[: one_time_codes.HEAD])
        assert found is not None
        halves = [actions.start_pending_sign_in(session, people.ana.id) for _ in range(2)]
        told = [
            actions.sign_in_by_recovery_code(session, half, found.id) is not None for half in halves
        ]
    assert told == [True, False]


@pytest.mark.parametrize("wrong", ["", "ABCD", "nonsense é", "{head} AAAA AAAA"])
def test_a_wrong_recovery_code_lets_nobody_in(
    client: DiaryClient, enrolled: tuple[str, list[str]], wrong: str
) -> None:
    give_password(client)
    typed = wrong.format(head=enrolled[1][0][:4]) or "x"
    assert client.send(ASKED, recovery=typed).status_code == 422


def test_the_recovery_code_of_somebody_else_is_worth_nothing(
    app: Flask, people: People, client: DiaryClient, enrolled: tuple[str, list[str]]
) -> None:
    _, of_cleo = set_up(app, browser_of(app, people.cleo))
    give_password(client)
    assert client.send(ASKED, recovery=of_cleo[0]).status_code == 422


def test_recovery_codes_are_kept_as_slow_hashes_and_the_key_sealed(
    app: Flask, enrolled: tuple[str, list[str]]
) -> None:
    with app.app_context(), read_only() as session:
        kept = session.scalars(select(RecoveryCode)).all()
        lying = [
            str(row)
            for row in session.connection().exec_driver_sql("SELECT * FROM authenticator_apps")
        ]
    assert all(row.code_hash.startswith("$argon2id$") and len(row.head) == 4 for row in kept)
    assert enrolled[0] not in "".join(lying)


def test_a_new_set_of_recovery_codes_ends_the_old_one(
    client: DiaryClient,
    ana_client: DiaryClient,
    enrolled: tuple[str, list[str]],
    now: time_machine.Traveller,
) -> None:
    now.shift(-timedelta(hours=1))
    page = ana_client.send("/second-step/codes").text
    fresh = papers_on(page)
    assert len(fresh) == one_time_codes.RECOVERY_CODES
    give_password(client)
    assert client.send(ASKED, recovery=enrolled[1][0]).status_code == 422
    assert client.send(ASKED, recovery=fresh[0]).status_code == 303
