"""A clock that was far ahead once: no lock outlasts its longest rule, and no link stays open."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access import queries as readers
from diary.access.models import CareInvitation
from diary.accounts.actions import add_invitation
from diary.accounts.queries import find_open_invitation
from diary.auth import actions, queries, rules
from diary.auth.one_time_codes import is_unused, step_of
from diary.auth.rules import IdleLimits, PasskeyFor, RateLimit, is_locked
from diary.domain.people import Role, Viewer
from diary.expiry import MAY_JUMP
from diary.reminders import actions as reminders
from diary.reminders import queries as standing
from diary.reminders.cli.send import one_pass
from diary.reminders.rules.outbox import LONGEST_WAIT, State, is_settled
from diary.reminders.rules.slots import Preferences
from diary.transactions import early_commit
from tests.conftest import app_with_mail
from tests.people import People, browser_of, move_in
from tests.reminders.arrivals import mail_server

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
AHEAD = NOW + timedelta(days=400)
LIMITS = [one for one in vars(rules).values() if isinstance(one, RateLimit)]
JUMPS = st.timedeltas(timedelta(), timedelta(days=40_000))
IDLE = IdleLimits(staff=timedelta(minutes=120), patients=timedelta(days=30))


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


# For any stored time that lies ahead, the wait is at most the rule's longest


@given(JUMPS, st.sampled_from(LIMITS))
def test_no_count_of_tries_makes_anybody_wait_longer_than_its_step(
    jump: timedelta, limit: RateLimit
) -> None:
    wait = limit.wait(NOW + jump, NOW) or timedelta()
    assert wait <= limit.every + MAY_JUMP
    assert limit.after(NOW + jump, NOW) <= NOW + limit.every * (limit.tries + 1) + MAY_JUMP


@given(JUMPS, st.integers(1, 60))
def test_a_pin_is_asked_for_again_after_its_minutes(jump: timedelta, minutes: int) -> None:
    later = NOW + timedelta(minutes=minutes) + MAY_JUMP
    assert is_locked(None, NOW + jump, minutes, NOW) or NOW + jump <= NOW + MAY_JUMP
    assert is_locked(None, min(NOW + jump, NOW + MAY_JUMP), minutes, later)


@given(JUMPS)
def test_a_reminder_is_tried_again_within_its_longest_wait(jump: timedelta) -> None:
    looks = (NOW, NOW + LONGEST_WAIT + MAY_JUMP)
    assert not all(is_settled(State.WAITING, 1, NOW + jump, at) for at in looks)


@given(st.integers(0, 10**8))
def test_a_code_of_an_app_is_barred_for_minutes_at_most(ahead: int) -> None:
    here = step_of(NOW)
    in_ten_minutes = NOW + timedelta(minutes=10)
    assert is_unused(step_of(in_ten_minutes), here + ahead, NOW) or is_unused(
        step_of(in_ten_minutes), here + ahead, in_ten_minutes
    )


# The whole way: done while the clock was ahead, looked at when it is right again


def test_a_place_that_was_refused_ahead_is_let_in_now(app: Flask, people: People) -> None:
    wrong = {"email": people.ana.email, "password": "not the password"}
    with time_machine.travel(AHEAD, tick=False):
        nobody = browser_of(app, None)
        answers = [nobody.send("/sign-in", **wrong).status_code for _ in range(11)]
    assert answers[-1] == 429
    again = browser_of(app, None).send(
        "/sign-in", email=people.ana.email, password="correct horse battery"
    )
    assert again.status_code == 303


Opens = Callable[[], object]


def _viewer(people: People) -> Viewer:
    return people.ana.viewer


def _sign_in(session: Session, people: People) -> Opens:
    token = actions.start_sign_in(session, people.ana.id, Role.PATIENT)
    return lambda: queries.find_viewer(session, token, IDLE)


def _half(session: Session, people: People) -> Opens:
    token = actions.start_pending_sign_in(session, people.ana.id)
    return lambda: queries.find_pending_sign_in(session, token)


def _invitation(session: Session, people: People) -> Opens:
    token = add_invitation(session, "new@example.org", Role.DOCTOR, None, people.ben.id)
    return lambda: find_open_invitation(session, token)


def _reset(session: Session, people: People) -> Opens:
    token = actions.start_reset(session, people.ana.email)
    assert token
    return lambda: queries.find_open_reset(session, token)


def _email(session: Session, people: People) -> Opens:
    token = actions.start_email_change(session, people.ana.id, "other@example.org")
    assert token

    def is_open() -> bool:
        change = queries.find_email_change(session, _viewer(people), token)
        return change is not None and queries.is_link_open(change)

    return is_open


def _question(session: Session, people: People) -> Opens:
    token, _ = actions.ask_for_passkey(session, PasskeyFor.PROVE, people.ana.id)
    return lambda: actions.take_question(session, token, PasskeyFor.PROVE, people.ana.id)


def _code(session: Session, people: People) -> Opens:
    diary = readers.open_diary(session, people.ana.viewer, people.ana.id)
    assert diary is not None
    access.invite_doctor(session, diary, notes=True, costs=False, ends_on=None)
    return lambda: readers.list_open_invitations(session, diary)


EACH = [_sign_in, _half, _invitation, _reset, _email, _question, _code]


@pytest.mark.parametrize("made", EACH, ids=lambda made: str(made.__name__))
def test_what_was_made_while_the_clock_was_ahead_opens_nothing_now(
    store: Session, made: Callable[[Session, People], Opens]
) -> None:
    people = move_in(store)
    assert made(store, people)(), "the control: it opens at once where the clock is right"
    with time_machine.travel(AHEAD, tick=False):
        opens = made(store, people)
        store.flush()
    store.execute(delete(CareInvitation).where(CareInvitation.expires_at_utc < AHEAD))
    assert not opens()


def test_reminders_go_on_when_the_clock_is_right_again(
    database_url: str, tmp_path: object, people: People
) -> None:
    with mail_server() as box, app_with_mail(database_url, tmp_path, box.port) as app:  # type: ignore[arg-type]
        with app.app_context(), early_commit() as session:
            diary = standing.open_for_patient(session, people.ana.id)
            assert diary is not None
            reminders.change(session, diary, Preferences(time(13), by_mail=True))
        with app.app_context():
            for day in range(3):
                with time_machine.travel(AHEAD + timedelta(days=day, minutes=1), tick=False):
                    assert one_pass(UUID(int=1)) == 1
            with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
                assert one_pass(UUID(int=2)) == 1, "another worker, a minute after the right time"
    assert len(box.mails) == 4
