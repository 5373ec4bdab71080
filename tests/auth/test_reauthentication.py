"""Asked once more who it is: before sharing, with every typed word kept."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from diary.access.models import CareInvitation
from diary.audit.models import AuditEvent
from diary.auth.rules import PROOF_LASTS, proof_is_fresh
from diary.transactions import read_only
from tests.client import DiaryClient
from tests.pages import read
from tests.people import PASSWORD, People

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = timedelta(minutes=16)


def _later() -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + LATER, tick=False)


def _codes(app: Flask) -> int:
    with app.app_context(), read_only() as session:
        return len(session.scalars(select(CareInvitation)).all())


@pytest.mark.parametrize(
    ("ago", "fresh"),
    [(timedelta(), True), (PROOF_LASTS, False), (-timedelta(seconds=1), False)],
)
def test_a_proof_is_fresh_for_a_quarter_of_an_hour(ago: timedelta, fresh: bool) -> None:
    assert proof_is_fresh(NOW - ago, NOW) is fresh


def test_no_proof_is_not_fresh() -> None:
    assert not proof_is_fresh(None, NOW)


def test_just_signed_in_she_is_not_asked(app: Flask, ana_client: DiaryClient) -> None:
    assert "Give this code" in ana_client.send("/sharing", notes="y").text
    assert _codes(app) == 1


def test_later_she_is_asked_and_what_she_chose_is_kept(app: Flask, ana_client: DiaryClient) -> None:
    with _later():
        asked = ana_client.send("/sharing", notes="y", ends_on="2099-05-01")
        assert (asked.status_code, _codes(app)) == (401, 0)
        kept = {a["name"]: a["value"] for a in read(asked.text).all("input") if "value" in a}
        assert (kept["notes"], kept["ends_on"]) == ("y", "2099-05-01")
        kept |= {"csrf_token": ana_client.token(), "proof_password": PASSWORD}
        done = ana_client.post("/sharing", data=kept)
        assert "Give this code" in done.text
        # and for a while it counts for everything
        assert ana_client.send("/sharing").status_code == 200
    with app.app_context(), read_only() as session:
        first = session.scalars(select(CareInvitation)).first()
        assert first is not None
        assert (first.notes, first.ends_on) == (True, date(2099, 5, 1))


def test_a_wrong_password_shares_nothing_and_is_noted(app: Flask, ana_client: DiaryClient) -> None:
    with _later():
        answer = ana_client.send("/sharing", proof_password="wrong horse", notes="y")
        assert answer.status_code == 401
        assert "not your password" in answer.text
        assert "wrong horse" not in answer.text
        assert 'name="notes"' in answer.text
    assert _codes(app) == 0
    with app.app_context(), read_only() as session:
        assert "account:proof:refuse" in session.scalars(select(AuditEvent.event)).all()


def test_the_password_of_somebody_else_proves_nothing(
    ana_client: DiaryClient, people: People
) -> None:
    with _later():
        answer = ana_client.send("/sharing", proof_password="")
        assert answer.status_code == 401


def test_the_page_of_the_question_leads_on_and_never_elsewhere(ana_client: DiaryClient) -> None:
    with _later():
        answer = ana_client.send("/prove?next=/charts", proof_password=PASSWORD)
        assert answer.location == "/charts"
        page = ana_client.get("/prove?next=//evil.example/x").text
        assert "evil" not in page
        answer = ana_client.send("/prove?next=//evil.example", proof_password=PASSWORD)
        assert answer.location == "/more"


def test_stopping_to_share_needs_no_proof(app: Flask, ana_client: DiaryClient) -> None:
    """Whoever takes her diary back must not be held up."""
    ana_client.send("/sharing")
    with _later():
        page = ana_client.get("/sharing").text
        found = re.search(r'action="(/sharing/codes/[^"]+/end)"', page)
        assert found is not None
        assert ana_client.send(found[1]).status_code == 303
