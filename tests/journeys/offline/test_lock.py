"""The quick lock on Ana's phone, with a network and without one."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from diary import clock
from diary.auth.models import Pin, SignIn
from diary.auth.rules import hash_password
from diary.transactions import early_commit
from tests.journeys import scans
from tests.journeys.offline.phone import Phone, held
from tests.people import People

PIN = "7394"
HASH = hash_password(PIN)


@pytest.fixture
def pinned(app: Flask, phone: Phone, people: People) -> Phone:
    """Her phone, with a PIN that locks it after five minutes."""
    _set_pin(app, people)
    phone.page.goto("/more")
    expect(phone.page.locator(".lock-now")).to_be_visible()
    return phone


def _set_pin(app: Flask, people: People) -> None:
    with app.app_context(), early_commit() as session:
        row = session.scalars(select(SignIn).where(SignIn.user_id == people.ana.id)).one()
        session.add(
            Pin(
                sign_in_id=row.id,
                pin_hash=HASH,
                minutes=5,
                wrong=0,
                opened=0,
                used_at_utc=clock.now(),
            )
        )


def _lock(page: Page) -> None:
    page.locator(".lock-now button").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def _open(page: Page, pin: str = PIN) -> None:
    page.get_by_label("Your PIN").fill(pin)
    page.keyboard.press("Enter")


def test_locked_in_the_middle_of_a_form_every_word_is_still_there(
    app: Flask, pinned: Phone, people: People
) -> None:
    page = pinned.page
    page.goto("/")
    expect(page.locator(".log-form[data-open]")).to_be_attached()
    pinned.fill(4, 6, "half a word")
    _lock(page)
    assert not page.get_by_text("How are you right now?").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    _open(page, "0471")
    expect(page.get_by_role("status").filter(has_text="4 tries are left")).to_be_visible()
    assert scans.faults(page, scans.ENDS) == []
    _open(page)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("Note", exact=True)).to_have_value("half a word")
    pinned.save()
    assert [one.note for one in held(app, people.ana)] == ["half a word"]


def test_without_a_network_she_writes_sees_nothing_else_and_it_is_sent_after_the_pin(
    app: Flask, pinned: Phone, people: People
) -> None:
    page = pinned.page
    pinned.offline()
    pinned.log(7, 2, "before the lock")
    page.goto("/")
    _lock(page)
    expect(page.get_by_text("the PIN cannot be checked")).to_be_visible()
    page.get_by_role("button", name="Write how you are").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    pinned.fill(3, 3, "while locked")
    pinned.save()
    page.goto("/waiting")
    expect(page.get_by_text("Your diary is locked.").first).to_be_visible()
    assert not page.get_by_text("before the lock").is_visible()
    assert not page.locator("[data-waiting]").is_visible()
    pinned.online()
    page.goto("/waiting")  # the server keeps it out: what waits stays
    _lock(page)
    _open(page)
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    notes = sorted(one.note for one in held(app, people.ana))
    assert notes == ["before the lock", "while locked"]


def test_a_phone_left_alone_is_covered_also_without_a_network(pinned: Phone) -> None:
    page = pinned.page
    page.goto("/diary")
    pinned.offline()
    pinned.clock_off(timedelta(minutes=6))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert not page.locator("main").is_visible()


def test_help_now_shows_whom_to_call_and_not_her_plan(pinned: Phone) -> None:
    page = pinned.page
    page.goto("/more")
    _lock(page)
    pinned.offline()
    page.goto("/help")
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    assert page.get_by_role("dialog").count() == 0 or not page.get_by_role("dialog").is_visible()
    assert page.locator("[data-plan]").count() == 0


def test_a_window_that_was_open_before_there_was_a_pin_is_covered_too(
    app: Flask, phone: Phone, people: People
) -> None:
    before, other = phone.page, phone.page.context.new_page()
    before.goto("/diary")
    expect(before.locator("main")).to_be_visible()
    _set_pin(app, people)
    other.goto("/more")
    _lock(other)
    expect(before.get_by_role("dialog")).to_be_visible()
    assert not before.locator("main").is_visible()
    _open(before)
    expect(before.locator("main")).to_be_visible()
    expect(other.get_by_role("dialog")).to_be_hidden()


def test_who_has_no_pin_sees_no_lock(phone: Phone) -> None:
    phone.page.goto("/more")
    assert not phone.page.locator(".lock-now").is_visible()
    phone.page.goto("/")
    expect(phone.page.locator(".log-form[data-open]")).to_be_attached()
    assert not phone.page.locator(".lock-now").is_visible()
    assert not phone.page.get_by_role("dialog").is_visible()
