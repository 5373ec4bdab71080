"""Starting a diary by a mailed link: a free address and a taken one are answered alike."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from diary.accounts.actions import add_invitation, find_or_add_clinic
from diary.accounts.models import Invitation, User
from diary.audit.models import AuditEvent
from diary.audit.rules import UNKNOWN
from diary.auth import actions
from diary.auth.rules import SIGN_UP_LASTS, SIGN_UP_MAIL_LIMIT, SIGN_UP_PLACE_LIMIT
from diary.domain.people import Role
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.conftest import ENGINES
from tests.people import People, add, browser_of
from tests.reminders.arrivals import FORBIDDEN, Mailbox

NEW, TAKEN = "zoe@example.org", "ana@example.org"
NONCE = re.compile(r'nonce="[^"]+"')
ZOE = {
    "name": "Zoe",
    "password": "three words together",
    "zone": "Europe/London",
    "born_on": "1990-01-01",
}


@pytest.fixture(autouse=True)
def now(three: People) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def visitor(mailing: Flask) -> DiaryClient:
    return browser_of(mailing, None)


def _words(mail: Message) -> str:
    return str(mail.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]


def _link(box: Mailbox) -> str:
    """The link of the newest mail."""
    found = re.search(r"http://localhost(/join/\S+)", _words(box.mails[-1]))
    assert found is not None
    return found[1]


def _people(app: Flask) -> int:
    with app.app_context(), read_only() as session:
        return session.scalar(select(func.count()).select_from(User)) or 0


def test_a_free_address_gets_a_link_by_which_she_starts_her_diary(
    visitor: DiaryClient, box: Mailbox
) -> None:
    page = visitor.send("/sign-up", email="Zoe@Example.org")
    assert page.status_code == 200
    assert f'We have sent an e-mail to <strong dir="auto">{NEW}</strong>' in page.text
    (mail,) = box.mails
    assert mail["To"] == NEW
    assert NEW in visitor.get(_link(box)).text
    answer = visitor.send(_link(box), **ZOE)
    assert (answer.status_code, answer.location) == (303, "/agreements")
    assert visitor.get("/").status_code == 200
    visitor.send("/sign-out")
    signed = visitor.send("/sign-in", email=NEW, password=ZOE["password"])
    assert signed.status_code == 303


def test_a_taken_address_is_mailed_how_to_get_in_and_nothing_that_opens_it(
    visitor: DiaryClient, box: Mailbox
) -> None:
    assert visitor.send("/sign-up", email=TAKEN).status_code == 200
    (mail,) = box.mails
    assert mail["To"] == TAKEN
    links = re.findall(r"http://localhost(/\S+)", _words(mail))
    assert links == ["/sign-in", "/forgotten"]


def test_both_pages_are_alike_to_the_letter_also_when_asked_again(
    mailing: Flask, box: Mailbox
) -> None:
    statuses = []
    for _ in range(SIGN_UP_MAIL_LIMIT.tries + 1):
        told = [browser_of(mailing, None).send("/sign-up", email=email) for email in (NEW, TAKEN)]
        free, taken = (NONCE.sub("", answer.text.replace(NEW, TAKEN)) for answer in told)
        assert free == taken
        assert told[0].status_code == told[1].status_code
        statuses.append(told[0].status_code)
    assert statuses == [200, 200, 200, 429]  # the control: the last ones were too many


def test_the_mails_say_nothing_of_what_the_account_is_for(
    visitor: DiaryClient, box: Mailbox
) -> None:
    for email in (NEW, TAKEN):
        visitor.send("/sign-up", email=email)
    for mail in box.mails:
        told = f"{mail['Subject']} {_words(mail)}".replace("http://localhost", "")
        told = re.sub(r"(?<=/join/)\S+", "", told)  # any letters may stand in a token
        assert FORBIDDEN.search(told) is None


def test_nothing_blocks_the_address_before_the_link_is_followed(
    mailing: Flask, visitor: DiaryClient, box: Mailbox
) -> None:
    before = _people(mailing)
    visitor.send("/sign-up", email=NEW)
    visitor.get(_link(box))
    assert _people(mailing) == before
    with mailing.app_context(), early_commit() as session:
        add(session, "Zoe", Role.PATIENT)


def test_a_link_works_once_and_with_it_every_other_one_to_that_address(
    mailing: Flask, visitor: DiaryClient, box: Mailbox
) -> None:
    links = []
    for _ in range(2):
        visitor.send("/sign-up", email=NEW)
        links.append(_link(box))
    assert browser_of(mailing, None).send(links[0], **ZOE).status_code == 303
    with mailing.app_context(), early_commit() as session:
        moved = session.scalars(select(User).where(User.email == NEW)).one()
        moved.email = "moved@example.org"  # so that the address alone would not be in the way
    for link in links:
        assert visitor.get(link).status_code == 404
        assert visitor.send(link, **ZOE).status_code == 404


def test_a_link_is_over_after_a_day_and_its_address_is_forgotten_at_the_next(
    mailing: Flask, visitor: DiaryClient, box: Mailbox, now: time_machine.Traveller
) -> None:
    visitor.send("/sign-up", email=NEW)
    now.shift(SIGN_UP_LASTS - timedelta(seconds=1))
    assert visitor.get(_link(box)).status_code == 200
    now.shift(timedelta(seconds=1))
    assert visitor.get(_link(box)).status_code == 404
    assert visitor.send(_link(box), **ZOE).status_code == 404
    visitor.send("/sign-up", email="lea@example.org")
    with mailing.app_context(), read_only() as session:
        assert session.scalars(select(Invitation.email)).all() == ["lea@example.org"]


def test_an_address_that_was_taken_meanwhile_makes_no_second_diary(
    mailing: Flask, visitor: DiaryClient, box: Mailbox
) -> None:
    visitor.send("/sign-up", email=NEW)
    with mailing.app_context(), early_commit() as session:
        add(session, "Zoe", Role.PATIENT)
    before = _people(mailing)
    assert visitor.get(_link(box)).status_code == 404
    assert visitor.send(_link(box), **ZOE).status_code == 404
    assert _people(mailing) == before


def test_an_inbox_gets_few_mails_from_however_many_places_and_the_page_says_so(
    mailing: Flask, box: Mailbox, now: time_machine.Traveller
) -> None:
    told = [_from(mailing, f"192.0.2.{place}", NEW) for place in range(6)]
    assert told == [200] * SIGN_UP_MAIL_LIMIT.tries + [429] * 3
    assert len(box.mails) == SIGN_UP_MAIL_LIMIT.tries
    browser = browser_of(mailing, None)
    page = browser.send("/sign-up", email=NEW).text
    assert "Try again in 4 hours" in page
    assert f'value="{NEW}"' in page
    assert _from(mailing, "192.0.2.1", "lea@example.org") == 200
    now.shift(SIGN_UP_MAIL_LIMIT.every)
    assert _from(mailing, "192.0.2.1", NEW) == 200


def test_one_place_has_few_mails_sent_to_however_many_inboxes(mailing: Flask, box: Mailbox) -> None:
    told = [_from(mailing, "192.0.2.1", f"somebody{n}@example.org") for n in range(12)]
    assert told == [200] * SIGN_UP_PLACE_LIMIT.tries + [429] * 2
    assert len(box.mails) == SIGN_UP_PLACE_LIMIT.tries
    assert _from(mailing, "192.0.2.2", NEW) == 200


def _from(app: Flask, place: str, email: str) -> int:
    browser = browser_of(app, None)
    form = {"email": email, "csrf_token": browser.token()}
    return browser.post("/sign-up", data=form, environ_base={"REMOTE_ADDR": place}).status_code


def test_what_is_no_address_is_kept_as_typed(visitor: DiaryClient, box: Mailbox) -> None:
    answer = visitor.send("/sign-up", email="zoe at example")
    assert answer.status_code == 422
    assert 'value="zoe at example"' in answer.text
    assert box.mails == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("password", "short", "at least 10"),
        ("password", "zoe@example.org", "too easy"),
        ("born_on", "", "your doctor checks it"),
        ("name", "", "Type your name"),
    ],
)
def test_what_is_wrong_in_the_form_of_the_link_keeps_every_word_and_the_link(
    visitor: DiaryClient, box: Mailbox, field: str, typed: str, words: str
) -> None:
    visitor.send("/sign-up", email=NEW)
    answer = visitor.send(_link(box), **{**ZOE, field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    for kept in {"name", "born_on"} - {field}:
        assert f'value="{ZOE[kept]}"' in answer.text
    assert visitor.send(_link(box), **ZOE).status_code == 303


def test_a_mail_server_that_is_away_changes_nothing_of_the_page(
    mailing: Flask, visitor: DiaryClient, box: Mailbox
) -> None:
    box.answer = "451 later"
    free, taken = (visitor.send("/sign-up", email=email) for email in (NEW, TAKEN))
    assert (free.status_code, taken.status_code) == (200, 200)
    assert box.mails == []


def test_it_is_noted_for_the_person_of_a_taken_address_and_else_for_nobody(
    mailing: Flask, three: People, visitor: DiaryClient
) -> None:
    for email in (TAKEN, NEW):
        visitor.send("/sign-up", email=email)
    asked = select(AuditEvent.actor_id, AuditEvent.place_id)
    asked = asked.where(AuditEvent.event == "account:sign_up:ask").order_by(AuditEvent.id)
    with mailing.app_context(), read_only() as session:
        noted = session.execute(asked).all()
    assert [who for who, _ in noted] == [three.ana.id, UNKNOWN]
    assert all(place for _, place in noted)


def test_where_sign_up_is_closed_nothing_is_mailed(mailing: Flask, box: Mailbox) -> None:
    mailing.extensions["settings"] = replace(mailing.extensions["settings"], open_sign_up=False)
    browser = browser_of(mailing, None)
    assert browser.send("/sign-up", email=NEW).status_code == 403
    assert box.mails == []


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_two_links_to_one_address_opened_at_once_make_one_diary(mailing: Flask) -> None:
    """Five taps on two links: one of them counts, and nobody reads a failure."""
    with mailing.app_context(), early_commit() as session:
        tokens = [actions.start_sign_up(session, NEW) for _ in range(2)]
    before = _people(mailing)
    together = Barrier(5)

    def tap(number: int) -> int:
        browser = browser_of(mailing, None)
        browser.inspects = False
        together.wait()
        return browser.send(f"/join/{tokens[number % 2]}", **ZOE).status_code

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(tap, range(5))) == [303, 404, 404, 404, 404]
    assert _people(mailing) == before + 1


def test_an_invited_doctor_is_not_asked_for_a_birthday(mailing: Flask) -> None:
    with mailing.app_context(), early_commit() as session:
        place = find_or_add_clinic(session, "The Clinic").id
        token = add_invitation(session, "dora@example.org", Role.DOCTOR, place, UNKNOWN)
    browser = browser_of(mailing, None)
    assert "a doctor's" in browser.get(f"/join/{token}").text.replace("&#39;", "'")
    sent = {**ZOE, "born_on": "", "name": "Dora"}
    assert browser.send(f"/join/{token}", **sent).status_code == 303
