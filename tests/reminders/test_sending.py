"""Sending for real: a mail server and a push service on this machine, workers, and a kill -9."""

import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

import icalendar
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from diary.reminders import actions, queries
from diary.reminders.cli.send import one_pass
from diary.reminders.models import ReminderDevice, ReminderMessage
from diary.reminders.rules.outbox import LEASE
from diary.reminders.rules.slots import Preferences, Slot
from diary.transactions import early_commit, read_only
from tests.charts.stored import log, treat
from tests.client import DiaryClient
from tests.conftest import ENGINES, app_with_mail
from tests.people import People, browser_of
from tests.reminders.arrivals import (
    FORBIDDEN,
    Mailbox,
    PushService,
    claims,
)

WORKER = UUID(int=1)
NINE = datetime(2026, 6, 15, 8, 0, 30, tzinfo=UTC)  # 09:00 in Lisbon, half a minute ago
NINE_SHARP = NINE.replace(second=0)


def _pass(app: Flask, at: datetime) -> int | None:
    with time_machine.travel(at, tick=False), app.app_context():
        return one_pass(WORKER)


def _states(app: Flask) -> list[str]:
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(ReminderMessage.state)))


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def _subscribe(ana: DiaryClient, service: PushService) -> None:
    answer = ana.post(
        "/reminders/devices",
        json=service.subscription(),
        headers={"X-CSRFToken": ana.token(), "User-Agent": "Chrome Android"},
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_a_mail_is_sent_once_with_neutral_words_and_a_way_out(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    assert _pass(mailing, NINE - _minutes(1)) == 0
    assert _pass(mailing, NINE) == 1
    assert [_pass(mailing, NINE + _minutes(5 * n)) for n in range(1, 20)] == [0] * 19
    (mail,) = box.mails
    assert mail["To"] == three.ana.email
    told = f"{mail['Subject']} {mail.get_payload()}"
    assert not FORBIDDEN.search(re.sub(r"/reminders/stop/\S+", "", told)), told
    assert mail["Subject"] == "A moment for your diary"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_link_in_a_mail_stops_them_only_when_it_is_sent(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    _pass(mailing, NINE)
    link = str(box.mails[0]["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
    nobody = browser_of(mailing, None)
    assert "Stop these mails?" in nobody.get(link).text
    assert _pass(mailing, NINE + timedelta(days=1)) == 1
    assert nobody.post(link).status_code == 400
    assert nobody.send(link).status_code == 200
    with mailing.app_context(), early_commit() as session:
        diary = queries.open_for_patient(session, three.ana.id)
        assert diary is not None
        assert not actions.stop_mails(session, diary)
        actions.change(session, diary, Preferences(time(9), by_mail=True))
    # as a mailbox sends it: no cookie, no form of ours
    assert nobody.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert _pass(mailing, NINE + timedelta(days=2)) == 0
    # a sign within the signature: of its last one two bits mean nothing
    other = "A" if link[-5] != "A" else "B"
    assert nobody.get(link[:-5] + other + link[-4:]).status_code == 404


def test_after_three_without_an_entry_there_is_one_a_week(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    days = [_pass(mailing, NINE + timedelta(days=day)) for day in range(18)]
    assert [day for day, sent in enumerate(days) if sent] == [0, 1, 2, 9, 16]


def test_a_mail_server_that_is_away_is_tried_again_until_it_is_too_late(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    box.answer = "451 later"
    assert _pass(mailing, NINE) == 0
    assert _pass(mailing, NINE + timedelta(seconds=30)) == 0
    box.answer = "250 OK"
    assert _pass(mailing, NINE + _minutes(2)) == 1
    assert len(box.mails) == 1
    box.answer = "451 later"
    tomorrow = NINE + timedelta(days=1)
    assert _pass(mailing, tomorrow) == 0
    box.answer = "250 OK"
    assert _pass(mailing, tomorrow + timedelta(hours=3)) == 0
    assert len(box.mails) == 1


def test_a_refused_address_is_not_tried_again(mailing: Flask, three: People, box: Mailbox) -> None:
    box.answer = "550 no such person"
    assert [_pass(mailing, NINE + _minutes(n)) for n in range(0, 60, 10)] == [0] * 6
    assert _states(mailing) == ["given up"]


def test_what_arrives_at_a_browser_is_sealed_signed_and_neutral(
    mailing: Flask, ana: DiaryClient, service: PushService
) -> None:
    _subscribe(ana, service)
    assert _pass(mailing, NINE) == 2
    ((headers, body),) = service.arrived
    told = service.opened(body)
    assert told["address"] == "/"
    assert not FORBIDDEN.search(f"{told['title']} {told['body']}")
    assert headers["Content-Encoding"] == "aes128gcm"
    assert 0 < int(headers["TTL"]) <= 7_200
    with time_machine.travel(NINE, tick=False):
        said, key = claims(headers)
    assert said["aud"] == f"http://127.0.0.1:{service.port}"
    assert NINE.timestamp() < said["exp"] <= NINE.timestamp() + 86_400
    assert f'data-key="{key}"' in ana.get("/reminders").text
    for open_text in (b"diary", b"moment", b"daily"):
        assert open_text not in body.lower()


def test_a_browser_that_is_gone_is_taken_off_the_list(
    mailing: Flask, ana: DiaryClient, service: PushService
) -> None:
    _subscribe(ana, service)
    service.status = 410
    assert _pass(mailing, NINE) == 1
    with mailing.app_context(), read_only() as session:
        assert session.scalars(select(ReminderDevice)).all() == []


def test_signing_out_ends_reminders_on_that_browser(
    mailing: Flask, ana: DiaryClient, service: PushService
) -> None:
    _subscribe(ana, service)
    assert ana.send("/sign-out").status_code == 303
    _pass(mailing, NINE)
    assert service.arrived == []


def test_a_browser_of_another_person_moves_to_whoever_switched_it_on_last(
    mailing: Flask, three: People, ana: DiaryClient, service: PushService
) -> None:
    _subscribe(ana, service)
    cleo = browser_of(mailing, three.cleo)
    _subscribe(cleo, service)
    assert "Chrome on Android" in cleo.get("/reminders").text
    assert "Chrome on Android" not in ana.get("/reminders").text


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_many_workers_at_once_send_once(
    mailing: Flask, three: People, box: Mailbox, database_url: str
) -> None:
    together = Barrier(4)

    def work(_: int) -> None:
        with mailing.app_context():
            diary_id = three.ana.id
            together.wait()
            for _try in range(3):
                with read_only() as session:
                    diary = queries.open_for_patient(session, diary_id)
                assert diary is not None
                with early_commit() as session:
                    found = actions.claim(session, diary, slot, "mail")
                if found is not None:
                    won.append(found)

    slot = Slot("daily 2026-06-15", NINE, NINE + timedelta(days=9_999))
    won: list[object] = []
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(won) == 1


def test_the_shell_command_sends_and_lets_the_next_one_begin(
    mailing: Flask, three: People, box: Mailbox
) -> None:
    runner = mailing.test_cli_runner()
    with time_machine.travel(NINE, tick=False):
        assert "Sent 1." in runner.invoke(args=["reminders", "send"]).output
        assert "Sent 0." in runner.invoke(args=["reminders", "send"]).output


def test_only_one_worker_has_its_turn(mailing: Flask, three: People, box: Mailbox) -> None:
    first, second = uuid4(), uuid4()
    with time_machine.travel(NINE, tick=False), mailing.app_context():
        assert one_pass(first) == 1
        assert one_pass(second) is None
        assert one_pass(first) == 0
    with time_machine.travel(NINE + _minutes(4), tick=False), mailing.app_context():
        assert one_pass(second) == 0
    assert len(box.mails) == 1


@pytest.mark.parametrize("fault", ["a key that is no point", "a row that no key opens"])
def test_one_reminder_that_fails_holds_up_nobody_elses(
    mailing: Flask, three: People, ana: DiaryClient, box: Mailbox, service: PushService, fault: str
) -> None:
    _subscribe(ana, service)
    with mailing.app_context(), early_commit() as session:
        diary = queries.open_for_patient(session, three.cleo.id)
        assert diary is not None
        if fault == "a key that is no point":
            session.scalars(select(ReminderDevice)).one().public_key = "AAAA"
        else:
            session.execute(text("UPDATE reminder_devices SET endpoint = 'k9.AAAA'"))
        actions.change(session, diary, Preferences(time(4), by_mail=True, quiet_until=time(3)))
    sent = [_pass(mailing, NINE + _minutes(n)) for n in (0, 1, 2)]
    assert three.cleo.email in {mail["To"] for mail in box.mails}, sent
    assert "sending" not in _states(mailing)


def _killed(url: str, folder: Path, port: int, patient: str, *, sending: bool) -> None:
    """A worker that dies after its claim, or after it said that it begins to send."""
    with (
        app_with_mail(url, folder, port) as app,
        time_machine.travel(NINE, tick=False),
        app.app_context(),
    ):
        with read_only() as session:
            diary = queries.open_for_patient(session, UUID(patient))
        assert diary is not None
        slot = Slot("daily 2026-06-15", NINE, NINE + timedelta(hours=2))
        with early_commit() as session:
            claimed = actions.claim(session, diary, slot, "mail")
        assert claimed is not None
        if sending:
            with early_commit() as session:
                assert actions.begin(session, claimed)
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(("sending", "mails"), [(False, 1), (True, 0)])
def test_after_a_kill_nothing_comes_twice_and_what_never_left_comes_later(
    mailing: Flask,
    three: People,
    box: Mailbox,
    database_url: str,
    tmp_path: Path,
    sending: bool,
    mails: int,
) -> None:
    worker = get_context("spawn").Process(
        target=_killed,
        args=(database_url, tmp_path, box.port, str(three.ana.id)),
        kwargs={"sending": sending},
    )
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert _pass(mailing, NINE + _minutes(1)) == 0
    after = [NINE + LEASE + _minutes(4 * n) for n in range(1, 6)]
    assert sum(_pass(mailing, at) or 0 for at in after) == mails
    assert len(box.mails) == mails
    assert _states(mailing) == ["unknown" if sending else "sent"]


def test_the_calendar_is_a_calendar_and_says_only_neutral_words(
    mailing: Flask, ana: DiaryClient
) -> None:
    page = ana.send("/reminders/calendar").text
    address = re.search(r"/calendar/[\w-]{43}\.ics", page)
    assert address is not None
    nobody = browser_of(mailing, None)
    with time_machine.travel(NINE, tick=False):
        answer = nobody.get(address[0])
    assert answer.mimetype == "text/calendar"
    read = icalendar.Calendar.from_ical(answer.text)
    events = read.walk("VEVENT")
    assert len(events) > 30
    assert {str(event["SUMMARY"]) for event in events} == {"A moment for your diary"}
    assert len({str(event["UID"]) for event in events}) == len(events)
    assert not FORBIDDEN.search(answer.text)
    ana.send("/reminders/calendar")
    assert nobody.get(address[0]).status_code == 404


def test_the_calendar_leaves_out_what_is_answered(
    mailing: Flask, ana: DiaryClient, three: People
) -> None:
    page = ana.send("/reminders/calendar").text
    address = re.search(r"/calendar/[\w-]{43}\.ics", page)
    assert address is not None
    assert "leaves out what you have answered" in page
    with mailing.app_context(), early_commit() as session:
        diary = queries.open_for_patient(session, three.ana.id)
        assert diary is not None
        never_quiet = Preferences(time(9), quiet_from=time(0), quiet_until=time(0))
        actions.change(session, diary, never_quiet)
        treat(session, diary, NINE - timedelta(hours=2, minutes=10))
    before = _times(mailing, address[0], NINE)
    assert {NINE_SHARP, *_check_ins(2, 4, 24, 72, 168)} <= before
    with mailing.app_context(), early_commit() as session:
        diary = queries.open_for_patient(session, three.ana.id)
        assert diary is not None
        log(session, diary, NINE)
    answered = {NINE_SHARP, *_check_ins(2)}
    assert _times(mailing, address[0], NINE + _minutes(1)) == before - answered
    over = _times(mailing, address[0], NINE + timedelta(days=3))
    assert min(over) >= NINE + timedelta(days=1)  # what nobody can answer any more is gone too


def _times(app: Flask, address: str, at: datetime) -> set[datetime]:
    """When the events of a feed begin."""
    with time_machine.travel(at, tick=False):
        told = browser_of(app, None).get(address).text
    events = icalendar.Calendar.from_ical(told).walk("VEVENT")
    return {event.decoded("DTSTART") for event in events}


def _check_ins(*hours: int) -> list[datetime]:
    return [NINE - timedelta(hours=2, minutes=10) + timedelta(hours=each) for each in hours]


def test_an_ended_address_leads_nowhere_and_only_its_hash_was_kept(
    mailing: Flask, ana: DiaryClient
) -> None:
    page = ana.send("/reminders/calendar").text
    token = re.search(r"/calendar/([\w-]{43})\.ics", page)
    assert token is not None
    with mailing.app_context(), read_only() as session:
        kept = session.execute(text("SELECT * FROM reminder_calendars")).all()
    assert token[1] not in str(kept)
    ana.send("/reminders/calendar/end")
    assert browser_of(mailing, None).get(f"/calendar/{token[1]}.ics").status_code == 404


@pytest.mark.parametrize(
    "endpoint", ["http://192.168.0.1/x", "https://evil.example/x", "file:///x", ""]
)
def test_a_browser_that_names_another_address_is_refused(
    ana: DiaryClient, service: PushService, endpoint: str
) -> None:
    told = {**service.subscription(), "endpoint": endpoint}
    answer = ana.post("/reminders/devices", json=told, headers={"X-CSRFToken": ana.token()})
    assert answer.status_code == 400
