"""Filling: everybody is there, marked as invented, and nothing lies in the future."""

import time
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from diary.access.queries import find_shared_diaries, open_diary
from diary.accounts.models import User
from diary.accounts.queries import find_user_by_email, viewer_of
from diary.audit.models import AuditEvent
from diary.config import Settings
from diary.demo import actions
from diary.demo.rules import ANA, BEN, PASSWORD, PATIENTS
from diary.entries.models import EntryRow
from diary.transactions import read_only
from diary.treatments.models import TreatmentRow, TreatmentVitals
from tests.people import password_hash

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_fill_adds_what_it_says(store: Session) -> None:
    counts = actions.fill(store, password_hash(), NOW)
    assert counts.patients == len(PATIENTS)
    assert count(store, EntryRow) == counts.entries > 250
    assert count(store, TreatmentRow) == counts.sessions == 23
    assert count(store, TreatmentVitals) == 4 * 21


def test_ben_reads_all_three_and_they_are_marked_as_invented(store: Session) -> None:
    actions.fill(store, password_hash(), NOW)
    ben = find_user_by_email(store, BEN.email)
    assert ben is not None
    shared = find_shared_diaries(store, viewer_of(ben))
    assert [one.name for one in shared] == ["Ana Example", "Cleo Example", "Newcomer Example"]
    assert all(user.is_demo for user in store.scalars(select(User)))


def test_entries_were_typed_when_they_say_and_not_just_now(store: Session) -> None:
    actions.fill(store, password_hash(), NOW)
    entries = store.scalars(select(EntryRow)).all()
    assert all(one.effective_at_utc <= one.recorded_at_utc <= NOW for one in entries)
    late = [one for one in entries if (one.recorded_at_utc - one.effective_at_utc).seconds > 14400]
    assert 1 <= len(late) < len(entries) // 10


def test_each_write_of_the_fill_is_in_the_audit(store: Session) -> None:
    counts = actions.fill(store, password_hash(), NOW)
    assert count(store, AuditEvent) >= counts.entries + counts.sessions


def test_ana_can_open_her_own_diary(store: Session) -> None:
    actions.fill(store, password_hash(), NOW)
    ana = find_user_by_email(store, ANA.email)
    assert ana is not None
    diary = open_diary(store, viewer_of(ana), ana.id)
    assert diary is not None
    assert diary.may_write


def test_the_command_fills_once_and_then_keeps_what_is_there(app: Flask) -> None:
    run = app.test_cli_runner()
    started = time.perf_counter()
    first = run.invoke(args=["demo", "fill"])
    assert first.exit_code == 0
    assert "3 patients" in first.output
    assert time.perf_counter() - started < 60  # a stuck fill, not a slow machine
    assert run.invoke(args=["demo", "fill"]).output == ""
    with app.app_context(), read_only() as session:
        assert count(session, User) == 4


@pytest.mark.usefixtures("people")
def test_a_diary_that_has_people_is_left_alone(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["demo", "fill"])
    assert (answer.exit_code, answer.output) == (0, "")
    with app.app_context(), read_only() as session:
        assert find_user_by_email(session, BEN.email) is None or count(session, User) == 3


def test_hello_says_where_and_how(app: Flask) -> None:
    run = app.test_cli_runner()
    run.invoke(args=["demo", "fill"])
    said = run.invoke(args=["demo", "hello"]).output
    for words in ("http://localhost", ANA.email, BEN.email, PASSWORD, "invented"):
        assert words in said


@pytest.mark.usefixtures("people")
def test_hello_keeps_quiet_about_the_demo_where_there_is_none(app: Flask) -> None:
    assert PASSWORD not in app.test_cli_runner().invoke(args=["demo", "hello"]).output


def test_the_demo_refuses_in_production(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions["settings"] = Settings(
        secret_key=settings.secret_key,
        database_url=settings.database_url,
        base_url="https://diary.example.org",
        keys=settings.keys,
        production=True,
        instance=settings.instance,
    )
    for command in ("fill", "hello"):
        answer = app.test_cli_runner().invoke(args=["demo", command])
        assert answer.exit_code != 0
        assert "not for production" in answer.output
    with app.app_context(), read_only() as session:
        assert count(session, User) == 0
