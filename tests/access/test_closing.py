"""Somebody who worked here leaves: their account is closed, and opens again without its links."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from diary import clock
from diary.access import actions as access
from diary.access.models import CareLink
from diary.access.queries import open_diary
from diary.accounts import actions as accounts
from diary.accounts.models import Invitation, User
from diary.audit.models import AuditEvent
from diary.audit.rules import OPERATOR
from diary.auth import actions as auth
from diary.auth.actions import LastAdministrator
from diary.auth.models import SignIn
from diary.domain.people import Role
from diary.privacy.actions.placeholder_users import add_placeholder_user
from diary.transactions import early_commit, read_only
from tests.conftest import ENGINES, app_with_mail
from tests.pages import told
from tests.people import PASSWORD, Person, add, browser_of
from tests.reminders.arrivals import FORBIDDEN, Mailbox, mail_server

CLOSED = "closed already"
PATIENCE = 60.0  # seconds, on a busy machine


@dataclass(frozen=True)
class Staff:
    """Ana shares with Ben; Ada administers his clinic, and Eve another one."""

    ana: Person
    ben: Person
    ada: Person
    eve: Person


@pytest.fixture
def staff(app: Flask) -> Staff:
    return _staff(app)


def _staff(app: Flask) -> Staff:
    with app.app_context(), early_commit() as session:
        here, there = (
            accounts.find_or_add_clinic(session, "Here"),
            accounts.find_or_add_clinic(session, "There"),
        )
        found = Staff(
            ana=add(session, "Ana", Role.PATIENT, "Europe/Lisbon", clinic_id=here.id),
            ben=add(session, "Ben", Role.DOCTOR, clinic_id=here.id),
            ada=add(session, "Ada", Role.ADMIN, clinic_id=here.id),
            eve=add(session, "Eve", Role.ADMIN, clinic_id=there.id),
        )
        access.add_care_link(
            session, found.ana.id, found.ben.id, notes=True, costs=True, ends_on=None
        )
    return found


def _close(app: Flask, person: Person, actor: Person | None = None) -> None:
    with app.app_context(), early_commit() as session:
        by = actor.id if actor else OPERATOR
        assert access.close_account(session, person.id, by) is not None


def _running(app: Flask, doctor: Person) -> int:
    with app.app_context(), read_only() as session:
        links = select(CareLink).where(
            CareLink.doctor_id == doctor.id, CareLink.revoked_at_utc.is_(None)
        )
        return len(session.scalars(links).all())


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_the_next_request_of_a_closed_account_opens_nothing(app: Flask, staff: Staff) -> None:
    phone, desk = browser_of(app, staff.ben), browser_of(app, staff.ben)
    diary = f"/patients/{staff.ana.id}"
    assert [browser.get(diary).status_code for browser in (phone, desk)] == [200, 200]
    answer = browser_of(app, staff.ada).send(f"/clinic/people/{staff.ben.id}/close")
    assert answer.status_code == 303
    for browser in (phone, desk):
        assert "/sign-in" in (browser.get(diary).location or "")
    assert _running(app, staff.ben) == 0


def test_nobody_signs_in_to_a_closed_account_or_learns_that_it_is_closed(
    app: Flask, staff: Staff
) -> None:
    with app.app_context(), early_commit() as session:
        reset = auth.start_reset(session, staff.ben.email)
        half = auth.start_pending_sign_in(session, staff.ben.id)
    _close(app, staff.ben)
    browser = browser_of(app, None)
    closed = browser.send("/sign-in", email=staff.ben.email, password=PASSWORD)
    nobody = browser.send("/sign-in", email="no@example.org", password=PASSWORD)
    assert (closed.status_code, nobody.status_code) == (422, 422)
    assert told(closed.text).replace(staff.ben.email, "no@example.org") == told(nobody.text)
    assert browser.get(f"/reset/{reset}").status_code == 404
    with app.app_context(), early_commit() as session:
        hashed = session.get_one(User, staff.ben.id).password_hash
        assert not auth.still_has_password(session, staff.ben.id, hashed)
        assert auth.sign_in_by_code(session, half, "000000") is None
        assert auth.start_reset(session, staff.ben.email) is None


def test_a_link_to_a_new_password_that_was_made_meanwhile_opens_nothing(
    app: Flask, staff: Staff
) -> None:
    with app.app_context(), early_commit() as session:
        session.execute(
            update(User).where(User.id == staff.ben.id).values(disabled_at_utc=clock.now())
        )
        session.execute(update(User).where(User.id == staff.ben.id).values(disabled_at_utc=None))
        reset = auth.start_reset(session, staff.ben.email)
        session.execute(
            update(User).where(User.id == staff.ben.id).values(disabled_at_utc=clock.now())
        )
    assert browser_of(app, None).get(f"/reset/{reset}").status_code == 404


def test_the_patient_reads_whose_account_was_closed_and_keeps_what_was_written(
    app: Flask, staff: Staff
) -> None:
    browser_of(app, staff.ben).send(
        f"/patients/{staff.ana.id}/visits/new", held_on="2026-01-02", note="Rest well"
    )
    _close(app, staff.ben, staff.ada)
    ana = browser_of(app, staff.ana)
    history = told(ana.get("/sharing/history").text)
    assert "The account of Ben was closed: they can no longer read your diary" in history
    assert "Ada" not in history
    sharing = told(ana.get("/sharing").text)
    assert "Ben account closed, no longer reads your diary" in sharing
    export = ana.send("/export")
    assert export.mimetype == "application/zip"


def test_it_stands_in_the_chain_who_closed_and_reopened_whose_account(
    app: Flask, staff: Staff
) -> None:
    ada = browser_of(app, staff.ada)
    ada.send(f"/clinic/people/{staff.ben.id}/close")
    ada.send(f"/clinic/people/{staff.ben.id}/reopen")
    with app.app_context(), read_only() as session:
        rows = session.execute(
            select(AuditEvent.event, AuditEvent.patient_id)
            .where(AuditEvent.actor_id == staff.ada.id)
            .where(AuditEvent.event.in_(["account:person:close", "access:link:close"]))
        ).all()
    assert sorted(tuple(row) for row in rows) == [
        ("access:link:close", staff.ana.id),
        ("account:person:close", None),
    ]
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0


def test_a_reopened_account_signs_in_and_reads_nothing_until_it_is_shared_anew(
    app: Flask, staff: Staff
) -> None:
    old = browser_of(app, staff.ben)
    ada = browser_of(app, staff.ada)
    ada.send(f"/clinic/people/{staff.ben.id}/close")
    with app.app_context(), early_commit() as session:  # a sign-in that was under way
        late = auth.start_sign_in(session, staff.ben.id, Role.DOCTOR)
    assert "Reopen" in ada.get("/clinic").text
    assert ada.send(f"/clinic/people/{staff.ben.id}/reopen").status_code == 303
    for browser in (old, browser_of(app, None)):
        browser.sign_in(late) if browser is not old else None
        assert browser.get("/patients").status_code == 303
    fresh = browser_of(app, None)
    assert fresh.send("/sign-in", email=staff.ben.email, password=PASSWORD).status_code == 303
    assert fresh.get(f"/patients/{staff.ana.id}").status_code == 404
    with app.app_context(), early_commit() as session:
        diary = open_diary(session, staff.ana.viewer, staff.ana.id)
        assert diary is not None
        code = access.invite_doctor(session, diary, notes=False, costs=False, ends_on=None)
    fresh.send("/patients/join", code=code)
    assert fresh.get(f"/patients/{staff.ana.id}").status_code == 200


def test_an_administrator_closes_nobody_elsewhere_and_no_patient(app: Flask, staff: Staff) -> None:
    eve, ada = browser_of(app, staff.eve), browser_of(app, staff.ada)
    for browser, person in ((eve, staff.ben), (ada, staff.ana), (ada, staff.eve)):
        for what in ("close", "reopen"):
            assert browser.send(f"/clinic/people/{person.id}/{what}").status_code == 404
        assert browser.get(f"/clinic/people/{person.id}/close").status_code == 404
    assert ada.send(f"/clinic/people/{uuid4()}/close").status_code == 404
    assert (
        browser_of(app, staff.ben).send(f"/clinic/people/{staff.ada.id}/close").status_code == 404
    )
    assert _running(app, staff.ben) == 1


def test_closing_asks_first_and_wants_a_fresh_proof(app: Flask, staff: Staff) -> None:
    ada, address = browser_of(app, staff.ada), f"/clinic/people/{staff.ben.id}/close"
    assert "What they wrote stays" in ada.get(address).text
    with app.app_context(), early_commit() as session:
        before = clock.now() - timedelta(hours=1)
        session.execute(update(SignIn).values(reauthenticated_at_utc=before))
    for what in ("close", "reopen"):
        asked = ada.send(f"/clinic/people/{staff.ben.id}/{what}")
        assert asked.status_code == 401
    assert _running(app, staff.ben) == 1
    assert ada.send(address, proof_password=PASSWORD).status_code == 303
    assert _running(app, staff.ben) == 0


def test_the_last_administrator_of_a_clinic_stays(app: Flask, staff: Staff) -> None:
    ada, address = browser_of(app, staff.ada), f"/clinic/people/{staff.ada.id}/close"
    assert "You are the only administrator" in ada.get(address).text
    assert ada.send(address).status_code == 422
    with app.app_context(), early_commit() as session:
        clinic_id = session.get_one(User, staff.ada.id).clinic_id
        add(session, "Abe", Role.ADMIN, clinic_id=clinic_id)
    assert ada.send(address).status_code == 303
    assert "/sign-in" in (ada.get("/clinic").location or "")


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_two_administrators_who_close_each_other_at_once_leave_one(
    app: Flask, staff: Staff
) -> None:
    with app.app_context(), early_commit() as session:
        clinic_id = session.get_one(User, staff.ada.id).clinic_id
        abe = add(session, "Abe", Role.ADMIN, clinic_id=clinic_id)

    def close(actor: Person, person: Person) -> bool:
        with app.app_context(), early_commit() as session:
            return access.close_account(session, person.id, actor.id) is not None

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(close, staff.ada, abe), pool.submit(close, abe, staff.ada)]
        assert sorted(one.result() for one in both) == [False, True]


@pytest.mark.parametrize("engine_kind", ENGINES, indirect=True)
def test_whatever_a_request_does_while_its_account_is_closed_comes_before_or_not_at_all(
    app: Flask, staff: Staff
) -> None:
    """A doctor's write holds the link: the closing waits for it, and later ones find none."""
    holding, go = Signal(), Signal()

    def write() -> bool:
        with app.app_context(), early_commit() as session:
            opened = open_diary(session, staff.ben.viewer, staff.ana.id) is not None
            holding.set()
            assert go.wait(PATIENCE)
        return opened

    with ThreadPoolExecutor(2) as pool:
        writes = pool.submit(write)
        assert holding.wait(PATIENCE)
        closes = pool.submit(_close, app, staff.ben)
        assert not closes.done()
        go.set()
        assert writes.result(PATIENCE)
        closes.result(PATIENCE)
    with app.app_context(), early_commit() as session:
        assert open_diary(session, staff.ben.viewer, staff.ana.id) is None


def test_a_code_that_a_closed_doctor_is_just_using_opens_nothing(app: Flask, staff: Staff) -> None:
    with app.app_context(), early_commit() as session:
        diary = open_diary(session, staff.ana.viewer, staff.ana.id)
        assert diary is not None
        code = access.invite_doctor(session, diary, notes=False, costs=False, ends_on=None)
    _close(app, staff.ben)
    with app.app_context(), early_commit() as session:
        assert access.accept_invitation(session, staff.ben.viewer, code) is None
    assert _running(app, staff.ben) == 0


def test_invitations_that_a_closed_administrator_made_end(app: Flask, staff: Staff) -> None:
    with app.app_context(), early_commit() as session:
        clinic_id = session.get_one(User, staff.ada.id).clinic_id
        abe = add(session, "Abe", Role.ADMIN, clinic_id=clinic_id)
        theirs = accounts.add_invitation(
            session, "a@example.org", Role.ADMIN, clinic_id, staff.ada.id
        )
        others = accounts.add_invitation(session, "b@example.org", Role.ADMIN, clinic_id, abe.id)
    _close(app, staff.ada, abe)
    nobody = browser_of(app, None)
    assert nobody.get(f"/join/{theirs}").status_code == 404
    assert nobody.get(f"/join/{others}").status_code == 200


def test_an_invitation_by_an_account_that_was_closed_meanwhile_is_not_made(
    app: Flask, staff: Staff
) -> None:
    with app.app_context(), early_commit() as session:
        assert accounts.is_account_open(session, staff.ada.id)
        session.get_one(User, staff.ada.id).disabled_at_utc = clock.now()
        session.flush()
        assert not accounts.is_account_open(session, staff.ada.id)
        with pytest.raises(LastAdministrator):
            auth.close_staff(session, staff.eve.id, staff.eve.id)
        assert auth.close_staff(session, staff.ben.id, staff.ada.id) is None
        assert session.scalars(select(Invitation)).all() == []


def test_the_operator_closes_and_reopens_from_the_shell(app: Flask, staff: Staff) -> None:
    def run(*words: str) -> str:
        return str(app.test_cli_runner().invoke(args=["accounts", *words]).output)

    assert "Closed ben@example.org. Links to diaries that ended: 1." in run(
        "close", "ben@example.org"
    )
    assert CLOSED in run("close", "ben@example.org")
    assert "Reopened ben@example.org" in run("reopen", "ben@example.org")
    assert "not closed" in run("reopen", "ben@example.org")
    assert "no account" in run("close", "no@example.org")
    assert "a patient's account" in run("close", "ana@example.org")
    assert "another administrator" in run("close", "ada@example.org")


def test_who_stands_in_for_somebody_in_a_file_is_never_opened(app: Flask, staff: Staff) -> None:
    with app.app_context(), early_commit() as session:
        person = add_placeholder_user(session, staff.ana.id, uuid4(), "Dr Far")
        assert not access.reopen_account(session, person, OPERATOR)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


@pytest.mark.parametrize("by", ["page", "shell"])
def test_patients_are_told_by_neutral_mail(
    database_url: str, tmp_path: Path, box: Mailbox, by: str
) -> None:
    with app_with_mail(database_url, tmp_path, box.port) as app:
        staff = _staff(app)
        if by == "shell":
            ran = app.test_cli_runner().invoke(args=["accounts", "close", staff.ben.email])
            assert "told by mail: 1" in ran.output
        else:
            browser_of(app, staff.ada).send(f"/clinic/people/{staff.ben.id}/close")
    (mail,) = box.mails
    words = str(mail.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
    assert mail["To"] == "ana@example.org"
    assert "(Europe/Lisbon)" in words
    assert "http://localhost/sharing" in words
    assert FORBIDDEN.search(f"{mail['Subject']} {words}".replace("http://localhost", "")) is None
    assert "Ben" not in words


def test_a_reset_link_of_a_closed_account_is_refused_by_its_reason(
    app: Flask, staff: Staff
) -> None:
    _close(app, staff.ben)
    shell = app.test_cli_runner()
    closed = shell.invoke(args=["accounts", "reset-link", "ben@example.org"])
    assert closed.exit_code == 1
    assert "This account is closed: accounts reopen ben@example.org" in closed.output
    unknown = shell.invoke(args=["accounts", "reset-link", "nobody@example.org"])
    assert (unknown.exit_code, "no account with this address" in unknown.output) == (1, True)
