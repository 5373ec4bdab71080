"""Where she is signed in: in plain words, for herself alone, and out from the next request on."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.audit.models import AuditEvent
from diary.auth import actions, queries
from diary.auth.models import SignIn
from diary.auth.rules import IdleLimits
from diary.domain.people import Role
from diary.transactions import read_only
from diary.web.browsers import device_name
from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of, move_in

PHONE = (
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Mobile"
)
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605.1.15"


def _sign_in(app: Flask, agent: str) -> DiaryClient:
    browser = browser_of(app, None)
    browser.environ_base["HTTP_USER_AGENT"] = agent
    answer = browser.send("/sign-in", email="ana@example.org", password=PASSWORD)
    assert answer.status_code == 303
    return browser


def _events(app: Flask) -> list[str]:
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))


def _ways_out(page: str) -> list[str]:
    return re.findall(r'action="(/devices/[0-9a-f-]{36}/end)"', page)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome on Android"),
        (MAC, "Safari on Mac"),
        (f"{MAC} Edg/140", "Edge on Mac"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) CriOS/140 Safari",
            "Chrome on iPhone",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) FxiOS/140 Safari",
            "Firefox on iPhone",
        ),
        (f"{PHONE} SamsungBrowser/28", "Samsung Internet on Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541) Chrome/140 Safari", "Chrome on Chromebook"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko Firefox/140.0", "Firefox on Windows"),
        ("curl/8", "A browser"),
    ],
)
def test_a_device_is_named_in_plain_words(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_she_sees_each_device_and_which_is_this_one(app: Flask, people: People) -> None:
    _sign_in(app, MAC)
    here = _sign_in(app, PHONE)
    page = here.get("/devices").text
    assert page.index("Chrome on Android") < page.index("Safari on Mac")
    assert page.count("This device") == 1
    assert len(_ways_out(page)) == 1
    assert "AppleWebKit" not in page
    with app.app_context(), read_only() as session:
        kept = session.scalars(select(SignIn.device_name)).all()
    assert set(kept) == {"Chrome on Android", "Safari on Mac"}


def test_one_is_signed_out_from_its_next_request_on(app: Flask, people: People) -> None:
    lost, here = _sign_in(app, MAC), _sign_in(app, PHONE)
    (out,) = _ways_out(here.get("/devices").text)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1), tick=False):
        assert here.send(out).status_code == 303  # asked for no password
        assert lost.get("/diary").status_code == 303
        assert "from another device" in lost.get("/sign-in").text
        page = here.get("/devices").text
        assert here.send(out).status_code == 404
    assert "That device is signed out." in page
    assert "Safari on Mac" not in page
    # ended once; that it was asked for again, when there was nothing left, is noted too
    assert _events(app)[-2:] == ["account:device:end", "access:page:refuse"]


def test_everywhere_else_is_signed_out_at_once(app: Flask, people: People) -> None:
    others, here = [_sign_in(app, MAC), _sign_in(app, MAC)], _sign_in(app, PHONE)
    cleo = browser_of(app, people.cleo)
    assert here.send("/devices/end-others").status_code == 303
    assert [other.get("/diary").status_code for other in others] == [303, 303]
    assert here.get("/diary").status_code == 200
    assert cleo.get("/diary").status_code == 200
    assert "nowhere else" in here.get("/devices").text
    assert _events(app)[-1] == "account:devices:end"


def test_a_device_of_somebody_else_is_neither_seen_nor_signed_out(store: Session) -> None:
    people = move_in(store)
    token = actions.start_sign_in(store, people.ana.id, Role.PATIENT)
    hers = queries.find_viewer(store, token, IdleLimits())
    assert hers is not None
    assert hers.sign_in_id is not None
    assert queries.list_devices(store, people.cleo.viewer, IdleLimits()) == []
    assert not actions.end_device(store, people.cleo.viewer, hers.sign_in_id)
    assert len(queries.list_devices(store, hers, IdleLimits())) == 1
    assert actions.end_device(store, hers, hers.sign_in_id)
    assert queries.list_devices(store, hers, IdleLimits()) == []


def test_signing_out_leaves_other_devices_signed_in(store: Session) -> None:
    people = move_in(store)
    actions.start_sign_in(store, people.ana.id, Role.PATIENT)
    token = actions.start_sign_in(store, people.ana.id, Role.PATIENT)
    here = queries.find_viewer(store, token, IdleLimits())
    assert here is not None
    actions.end_sign_in(store, replace(people.cleo.viewer, sign_in_id=here.sign_in_id))
    assert len(queries.list_devices(store, here, IdleLimits())) == 2
    actions.end_sign_in(store, here)
    (left,) = queries.list_devices(store, here, IdleLimits())
    assert left.sign_in_id != here.sign_in_id


def test_the_operator_signs_a_person_out_everywhere(
    app: Flask, people: People, ana_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    runner = app.test_cli_runner()
    done = runner.invoke(args=["accounts", "sign-out", "Ana@example.org"])
    assert (done.exit_code, done.output) == (0, "Signed out on 1 device.\n")
    assert ana_client.get("/diary").status_code == 303
    assert cleo_client.get("/diary").status_code == 200
    back = browser_of(app, people.ana)
    assert "operator signed every other device out" not in back.get("/sharing/history").text
    assert "operator ended every sign-in of yours" in back.get("/sharing/history").text
    assert runner.invoke(args=["accounts", "sign-out", "x@example.org"]).exit_code == 1
