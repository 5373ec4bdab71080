"""A passkey signs in alone; no forged, copied, late or foreign answer does."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, event, select, update

from diary.accounts.models import User
from diary.auth import actions
from diary.auth.models import Passkey, PasskeyChallenge
from diary.auth.passkeys import site_of
from diary.auth.rules import QUESTION_LASTS
from diary.extensions import db
from diary.transactions import early_commit, read_only
from tests.auth.second_step.authenticator import PRESENT, Phone, add, ask, question_on, write64
from tests.auth.second_step.steps import (
    ANA,
    ASKED,
    events,
    give_password,
    is_in,
    papers_on,
    set_up,
    shows,
)
from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of

HERE = "/sign-in/passkey"


def _show(browser: DiaryClient, phone: Phone) -> None:
    browser.send(HERE, passkey=phone.show(ask(browser)))


def _kept(app: Flask) -> list[Passkey]:
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(Passkey)))


def test_it_signs_her_in_alone_and_leads_where_she_wanted(
    app: Flask, client: DiaryClient, phone: Phone
) -> None:
    page = client.send(f"{HERE}/ask?next=/charts").text
    answer = client.send(f"{HERE}?next=/charts", passkey=phone.show(question_on(page)))
    assert answer.location == "/charts"
    assert is_in(client)
    assert events(app)[-2:] == ["account:passkey:use", "account:sign_in:start"]


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example"])
def test_it_leads_nowhere_else(client: DiaryClient, phone: Phone, elsewhere: str) -> None:
    page = client.send(f"{HERE}/ask?next={elsewhere}").text
    assert "evil" not in page
    answer = client.send(f"{HERE}?next={elsewhere}", passkey=phone.show(question_on(page)))
    assert answer.location == "/"


def test_the_first_one_brings_recovery_codes_and_has_a_name_in_the_list(
    app: Flask, ana_client: DiaryClient
) -> None:
    assert len(papers_on(add(ana_client, Phone(), "Blue phone"))) == 10
    page = add(ana_client, Phone(), "Old tablet")
    assert "Blue phone" in page
    assert "Old tablet" in page
    assert papers_on(page) == []
    assert "account:passkey:add" in events(app)


def test_the_question_asks_for_finger_face_or_pin_and_names_nobody(
    ana_client: DiaryClient, client: DiaryClient, phone: Phone
) -> None:
    shown = ask(client)
    assert (shown["rpId"], shown["userVerification"]) == ("localhost", "required")
    assert shown.get("allowCredentials", []) == []
    made = question_on(ana_client.send("/passkeys/new").text)
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert [one["id"] for one in made["excludeCredentials"]] == [write64(phone.id)]


def test_an_answer_works_once(
    app: Flask, client: DiaryClient, other: DiaryClient, phone: Phone
) -> None:
    asked = ask(client)
    answer, cookie = phone.show(asked), client.get_cookie("diary-question")
    assert cookie is not None
    client.send(HERE, passkey=answer)
    assert is_in(client)
    other.set_cookie("diary-question", cookie.value)
    assert other.send(HERE, passkey=answer).location == "/sign-in"
    assert not is_in(other)
    with app.app_context(), read_only() as session:
        assert session.scalars(select(PasskeyChallenge)).all() == []


def test_a_wrong_answer_uses_the_question_up(client: DiaryClient, phone: Phone) -> None:
    asked = ask(client)
    client.send(HERE, passkey="nonsense")
    client.send(HERE, passkey=phone.show(asked))
    assert not is_in(client)


def test_the_question_of_another_browser_is_no_question_here(
    client: DiaryClient, other: DiaryClient, phone: Phone
) -> None:
    asked = ask(client)
    ask(other)
    other.send(HERE, passkey=phone.show(asked))
    assert not is_in(other)


def test_a_question_is_open_for_five_minutes(
    client: DiaryClient, phone: Phone, now: time_machine.Traveller
) -> None:
    asked = ask(client)
    now.shift(QUESTION_LASTS)
    client.send(HERE, passkey=phone.show(asked))
    assert not is_in(client)


def test_a_question_for_something_else_signs_nobody_in(
    ana_client: DiaryClient, phone: Phone
) -> None:
    asked = question_on(ana_client.send("/prove/passkey").text)
    assert ana_client.send(HERE, passkey=phone.show(asked)).location == "/sign-in"


def test_a_question_for_somebody_else_is_none(
    app: Flask, people: People, ana_client: DiaryClient, phone: Phone
) -> None:
    """Ana's question and its cookie, carried into a browser in which Cleo is signed in."""
    asked = question_on(ana_client.send("/prove/passkey").text)
    cookie, cleo = ana_client.get_cookie("diary-question"), browser_of(app, people.cleo)
    assert cookie is not None
    cleo.set_cookie("diary-question", cookie.value)
    assert cleo.send("/prove", proof_passkey=phone.show(asked)).status_code == 422


def test_a_copy_whose_count_falls_behind_is_refused(
    client: DiaryClient, other: DiaryClient, phone: Phone
) -> None:
    phone.count = 6
    _show(client, phone)
    assert is_in(client)
    phone.count = 6  # the copy says 7 as well
    _show(other, phone)
    assert not is_in(other)
    _show(other, phone)
    assert is_in(other)


def test_of_two_answers_with_the_same_count_one_counts(app: Flask, phone: Phone) -> None:
    """A copy that is shown at the same moment, so that both were right when they were looked at."""
    (kept,) = _kept(app)
    with app.app_context():
        for whose in (kept.user_id, None):
            with early_commit() as session:
                assert actions.use_passkey(session, kept.id, 7) == whose


def test_only_the_passkey_that_was_shown_counts_its_use(
    app: Flask, ana_client: DiaryClient, phone: Phone
) -> None:
    add(ana_client, Phone())
    shown, other = _kept(app)
    with app.app_context(), early_commit() as session:
        actions.use_passkey(session, shown.id, 7)
    assert {each.id: each.sign_count for each in _kept(app)} == {
        shown.id: 7,
        other.id: other.sign_count,
    }


def test_one_that_does_not_count_goes_on_working(client: DiaryClient, phone: Phone) -> None:
    for _ in range(2):
        phone.count = -1
        _show(client, phone)
        assert is_in(client)
        client.send("/sign-out")


def test_with_a_passkey_the_password_alone_signs_nobody_in(
    client: DiaryClient, phone: Phone
) -> None:
    give_password(client)
    page = client.get(ASKED).text
    assert "Use a passkey" in page
    assert "Code from your app" not in page
    _show(client, phone)
    assert is_in(client)


def test_after_her_password_only_her_own_passkey_counts(
    app: Flask, people: People, client: DiaryClient, phone: Phone
) -> None:
    of_cleo = Phone()
    add(browser_of(app, people.cleo), of_cleo)
    give_password(client)
    answer = client.send(HERE, passkey=of_cleo.show(ask(client)))
    assert answer.location == ASKED
    assert not is_in(client)


def test_a_passkey_is_kept_once(app: Flask, people: People, phone: Phone) -> None:
    page = add(browser_of(app, people.cleo), phone)
    assert "here already" in page
    assert len(_kept(app)) == 1


def test_nobody_adds_one_by_a_question_for_somebody_else(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    cleo, phone = browser_of(app, people.cleo), Phone()
    asked = question_on(ana_client.send("/passkeys/new").text)
    cleo.send("/passkeys/new")
    cleo.send("/passkeys", name="x", passkey=phone.make(asked))
    phone.flags = PRESENT
    add(ana_client, phone)
    assert _kept(app) == []


def test_she_removes_her_own_and_nobody_elses(
    app: Flask, people: People, ana_client: DiaryClient, client: DiaryClient, phone: Phone
) -> None:
    where = f"/passkeys/{_kept(app)[0].id}/remove"
    assert browser_of(app, people.cleo).send(where).status_code == 303
    assert len(_kept(app)) == 1
    ana_client.send(where)
    assert _kept(app) == []
    _show(client, phone)
    assert not is_in(client)
    # and with the last second step its recovery codes ended
    assert client.send("/sign-in", email=ANA, password=PASSWORD).location == "/"


def test_turning_the_codes_off_leaves_the_recovery_codes_to_the_passkey(
    app: Flask, ana_client: DiaryClient, client: DiaryClient, phone: Phone
) -> None:
    _, papers = set_up(app, ana_client)
    ana_client.send("/second-step/app/off")
    give_password(client)
    assert client.send(ASKED, recovery=papers[0]).location == "/"


def test_each_change_of_the_second_step_signs_other_browsers_out(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    """As its pages say: whoever came in before the change is out after it."""

    def turn_off() -> None:
        assert ana_client.send("/second-step/app/off").status_code == 303

    def remove() -> None:
        assert ana_client.send(f"/passkeys/{_kept(app)[0].id}/remove").status_code == 303

    changes: dict[str, Callable[[], object]] = {
        "an app turned on": lambda: set_up(app, ana_client),
        "the app turned off": turn_off,
        "a passkey added": lambda: add(ana_client, Phone()),
        "a passkey removed": remove,
    }
    still_in = []
    for name, change in changes.items():
        elsewhere = browser_of(app, people.ana)
        assert is_in(elsewhere)
        change()
        still_in += [name] * is_in(elsewhere)
        assert is_in(ana_client)
    assert still_in == []


def test_adding_and_removing_ask_again_who_it_is(
    app: Flask, ana_client: DiaryClient, phone: Phone, now: time_machine.Traveller
) -> None:
    now.shift(timedelta(hours=1))
    for form in ("/passkeys/new", "/passkeys", f"/passkeys/{_kept(app)[0].id}/remove"):
        assert ana_client.send(form).status_code == 401
    assert len(_kept(app)) == 1


def test_a_passkey_answers_the_question_who_it_is_and_nothing_typed_is_lost(
    app: Flask, ana_client: DiaryClient, phone: Phone, now: time_machine.Traveller
) -> None:
    now.shift(timedelta(hours=1))
    asked = ana_client.send("/sharing", notes="y")
    assert "Use a passkey" in asked.text
    page = ana_client.send("/prove/passkey?to=/sharing", notes="y").text
    assert 'name="notes" value="y"' in page
    assert 'action="/sharing"' in page
    done = ana_client.send("/sharing", notes="y", proof_passkey=phone.show(question_on(page)))
    assert "Give this code" in done.text
    assert "account:proof:give" in events(app)
    told = ana_client.get("/sharing/history").text
    assert "answered the question who it is" in told
    assert "gave the password" not in told


def test_one_that_is_removed_while_it_is_shown_proves_nothing(
    app: Flask, ana_client: DiaryClient, phone: Phone, now: time_machine.Traveller
) -> None:
    now.shift(timedelta(hours=1))
    answer = phone.show(question_on(ana_client.send("/prove/passkey").text))
    with app.app_context():
        engine = db.engine
    to_remove = _kept(app)

    def remove(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        """It has just been read: at this moment another window of hers removes it."""
        if "passkeys.credential_id = " in statement and to_remove:
            to_remove.clear()
            with engine.begin() as connection:
                connection.execute(delete(Passkey))

    event.listen(engine, "after_cursor_execute", remove)
    assert ana_client.send("/prove", proof_passkey=answer).status_code == 422
    assert _kept(app) == []
    assert "account:proof:give" not in events(app)


def test_the_page_for_a_new_password_says_that_passkeys_go_on(
    ana_client: DiaryClient, ben_client: DiaryClient, phone: Phone
) -> None:
    assert "A passkey keeps working" in ana_client.get("/password").text
    assert "A passkey keeps working" not in ben_client.get("/password").text


def test_somebody_elses_passkey_does_not_show_that_it_is_her(
    app: Flask, people: People, ana_client: DiaryClient, phone: Phone, now: time_machine.Traveller
) -> None:
    of_cleo = Phone()
    add(browser_of(app, people.cleo), of_cleo)
    now.shift(timedelta(hours=1))
    asked = question_on(ana_client.send("/prove/passkey").text)
    answer = ana_client.send("/prove", proof_passkey=of_cleo.show(asked))
    assert answer.status_code == 422
    assert "was not right" in answer.text
    assert ana_client.send("/sharing").status_code == 401


def test_a_passkey_of_a_closed_account_opens_nothing(
    app: Flask, client: DiaryClient, phone: Phone
) -> None:
    with app.app_context(), early_commit() as session:
        session.execute(update(User).values(disabled_at_utc=datetime.now(UTC)))
    _show(client, phone)
    assert client.get("/more").status_code == 303


def test_the_operators_help_ends_passkeys_too(
    app: Flask, client: DiaryClient, phone: Phone
) -> None:
    app.test_cli_runner().invoke(args=["accounts", "forget-factors", ANA])
    assert _kept(app) == []
    assert client.send("/sign-in", email=ANA, password=PASSWORD).location == "/"


def test_an_app_and_a_passkey_stand_beside_each_other(
    app: Flask,
    ana_client: DiaryClient,
    client: DiaryClient,
    phone: Phone,
    now: time_machine.Traveller,
) -> None:
    key, _ = set_up(app, ana_client)
    now.shift(timedelta(minutes=2))
    give_password(client)
    assert "Use a passkey" in client.get(ASKED).text
    assert client.send(ASKED, code=shows(key)).location == "/"


@pytest.mark.parametrize(
    ("base_url", "host", "origin"),
    [
        ("https://diary.example.org", "diary.example.org", "https://diary.example.org"),
        ("https://diary.example.org:8443", "diary.example.org", "https://diary.example.org:8443"),
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_a_passkey_is_for_the_host_of_the_settings(base_url: str, host: str, origin: str) -> None:
    found = site_of(base_url)
    assert (found.host, found.origin) == (host, origin)
