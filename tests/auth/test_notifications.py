"""Word by mail of what happened with an account: neutral, once it is kept, and to nobody else."""

import re
from email.message import Message

import pytest
from flask import Flask

from diary.auth import actions
from diary.transactions import early_commit
from tests.auth.second_step.steps import set_up
from tests.client import DiaryClient
from tests.people import PASSWORD, People, browser_of
from tests.reminders.arrivals import FORBIDDEN, Mailbox

PHONE = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36"
FRESH = "a fresh long password"


def _phone(app: Flask) -> DiaryClient:
    browser = browser_of(app, None)
    browser.environ_base["HTTP_USER_AGENT"] = PHONE
    return browser


def _sign_in(browser: DiaryClient, password: str = PASSWORD) -> None:
    browser.send("/sign-in", email="ana@example.org", password=password)


def _read(mail: Message) -> str:
    return str(mail.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]


def _neutral(mail: Message) -> None:
    """Nothing of what the account is for, of whom it is, or of what she was given."""
    told = f"{mail['Subject']} {_read(mail)}".replace("http://localhost", "")
    told = re.sub(r"(?<=/email/)\S+", "", told)  # any letters may stand in a token
    assert FORBIDDEN.search(told) is None
    assert PASSWORD not in told
    assert FRESH not in told


def test_a_browser_that_is_new_to_her_is_told_once(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    phone = _phone(mailing)
    for _ in range(2):
        _sign_in(phone)
        phone.send("/sign-out")
    (mail,) = box.mails
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "A new sign-in")
    assert re.search(
        r"Chrome on Android, \d+ [A-Z]\w+ 20\d\d, \d\d:\d\d \(Europe/Lisbon\)", _read(mail)
    )
    assert "http://localhost/devices" in _read(mail)
    _neutral(mail)


def test_a_sign_in_that_fails_sends_nothing(mailing: Flask, three: People, box: Mailbox) -> None:
    _sign_in(_phone(mailing), "wrong horse battery")
    assert box.mails == []


def test_a_changed_password_is_told_and_a_wrong_one_is_not(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    browser = browser_of(mailing, three.ana)
    browser.send("/password", current="wrong horse battery", password=FRESH)
    assert box.mails == []
    browser.send("/password", current=PASSWORD, password=FRESH)
    (mail,) = box.mails
    assert (mail["To"], mail["Subject"]) == ("ana@example.org", "Your password was changed")
    assert "http://localhost/forgotten" in _read(mail)
    _neutral(mail)


def test_a_password_chosen_by_a_link_is_told_too(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    with mailing.app_context(), early_commit() as session:
        token = actions.start_reset(session, "ana@example.org")
    sent = browser_of(mailing, None).send(f"/reset/{token}", password=FRESH)
    assert sent.status_code == 303
    assert [mail["Subject"] for mail in box.mails] == ["Your password was changed"]


def test_what_is_not_kept_is_not_told(mailing: Flask, three: People, box: Mailbox) -> None:
    """The page fails after the change: nothing is stored, so nothing is said."""

    def fail(*_: object) -> None:
        raise ValueError

    mailing.after_request_funcs.setdefault(None, []).append(fail)
    browser = browser_of(mailing, three.ana)
    browser.inspects = False
    assert browser.send("/password", current=PASSWORD, password=FRESH).status_code == 500
    assert box.mails == []


def test_a_mail_server_that_is_away_holds_nobody_up(
    mailing: Flask, three: People, box: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    box.answer = "451 later"
    phone = _phone(mailing)
    answer = phone.send("/sign-in", email="ana@example.org", password=PASSWORD)
    assert answer.status_code == 303
    assert "mail was not sent" in caplog.text
    assert "ana@example.org" not in caplog.text


def test_a_changed_address_is_told_to_the_old_one_and_the_new_one(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    browser = browser_of(mailing, three.ana)
    assert browser.send("/email", email="new@example.org").status_code == 200
    (link,) = box.mails
    assert link["To"] == "new@example.org"
    _neutral(link)
    found = re.search(r"http://localhost(/email/\S+)", _read(link))
    assert found is not None
    assert browser.send(found[1]).status_code == 303
    told = {str(mail["To"]): _read(mail) for mail in box.mails[1:]}
    assert "If it was not you" in told["ana@example.org"]
    assert "new@example.org" not in told["ana@example.org"]
    assert "you sign in with this address" in told["new@example.org"]
    for mail in box.mails:
        _neutral(mail)


def test_a_second_step_that_is_turned_on_off_or_made_anew_is_told(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    browser = browser_of(mailing, three.ana)
    set_up(mailing, browser)
    assert browser.send("/second-step/codes").status_code == 200
    assert browser.send("/second-step/app/off").status_code == 303
    assert browser.send("/second-step/app/off").status_code == 303  # there is none any more
    told = [_read(mail) for mail in box.mails]
    assert ["turned on" in told[0], "new recovery codes" in told[1], "turned off" in told[2]] == (
        [True] * 3
    )
    assert len(told) == 3
    # a new password alone leaves a stranger's passkey as it is
    assert all("http://localhost/second-step" in one for one in told)
    for mail in box.mails:
        _neutral(mail)
