"""Ana logs on her phone: three taps, with scripts and without, and every word can be mended."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from diary import clock
from diary.domain.calendar import wall_of
from diary.transactions import early_commit
from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import choose, press_save, save, sign_in
from tests.people import People, has_agreed

SMALL = (320, 640)
COUNT_TAPS = """
addEventListener("pointerdown", () => sessionStorage.taps = 1 + +(sessionStorage.taps || 0))
"""
BOTH_WAYS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["390", "320"])
def test_two_taps_and_save_are_a_whole_entry(
    app: Flask, open_page: Open, people: People, size: tuple[int, int]
) -> None:
    with app.app_context(), early_commit() as session:
        has_agreed(session, people.ana)
    page = open_page(None, size)
    sign_in(page, people.ana)
    expect(page.locator("h1")).to_have_text("How are you right now?")
    expect(page.locator("input[type=radio][name=anxiety]:checked")).to_have_count(0)
    page.wait_for_load_state()  # until its styles are there, it is laid out otherwise
    assert _in_view(page.locator(".score--anxiety .score__grid"), size)
    assert _in_view(page.get_by_role("button", name="Save"), size)

    page.evaluate(COUNT_TAPS)
    choose(page, "anxiety", 7)
    choose(page, "mood", 3)
    save(page)

    expect(page.locator("h1")).to_have_text("Saved")
    expect(page.locator("main")).to_contain_text("Anxiety 7")
    expect(page.locator("main")).to_contain_text("Mood 3")
    assert page.evaluate("sessionStorage.taps") == "3"


@BOTH_WAYS
def test_what_was_just_saved_can_be_taken_back(
    open_page: Open, people: People, scripts: bool
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=scripts)
    page.goto("/")
    choose(page, "anxiety", 10)
    choose(page, "mood", 0)
    save(page)
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    page.goto("/diary")
    expect(page.get_by_text("No entries yet")).to_be_visible()


@BOTH_WAYS
def test_side_effects_and_an_earlier_time_are_saved_and_said(
    open_page: Open, people: People, scripts: bool
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=scripts)
    page.goto("/")
    _open(page, "change the time")
    _when(page, "Last night (21:00)")
    choose(page, "anxiety", 6)
    choose(page, "mood", 4)
    _open(page, "Any side effects?")
    _effect(page, "Dizziness", "Mild").tap()
    _effect(page, "Nausea", "Severe").tap()
    _effect(page, "Something else", "Moderate").tap()
    page.get_by_label("What was it?").fill("Itchy nose 👃")
    _open(page, "Note, sleep")
    page.get_by_label("Note", exact=True).fill("A long day.")
    page.get_by_label("Sleep last night, in hours").fill("6.5")
    save(page)

    expect(page.locator("h1")).to_have_text("Saved")
    main = page.locator("main")
    for words in (
        "21:00", "Anxiety 6", "Mood 4", "Dizziness (mild)", "Nausea (severe)",
        "Itchy nose 👃 (moderate)", "Slept 6.5 hours", "A long day.",
    ):  # fmt: skip
        expect(main).to_contain_text(words)


@BOTH_WAYS
def test_a_day_can_be_filled_in_later_and_stands_under_that_day(
    open_page: Open, people: People, scripts: bool
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=scripts)
    day = wall_of(clock.now(), people.ana.zone).date() - timedelta(days=3)
    page.goto("/")
    _open(page, "change the time")
    _when(page, "Another time")
    page.get_by_label("Date and time").fill(f"{day.isoformat()}T10:15")
    choose(page, "anxiety", 2)
    choose(page, "mood", 8)
    save(page)
    expect(page.locator("main")).to_contain_text("10:15")
    expect(page.locator("main")).to_contain_text("from memory")
    page.goto("/diary")
    expect(page.locator(".day h2")).to_contain_text(str(day.day))
    expect(page.locator(".day")).to_contain_text("10:15")


@BOTH_WAYS
def test_an_entry_can_be_changed_deleted_and_brought_back(
    open_page: Open, people: People, scripts: bool
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=scripts)
    page.goto("/")
    choose(page, "anxiety", 5)
    choose(page, "mood", 5)
    save(page)

    page.goto("/diary")
    page.get_by_role("link", name=re.compile("the entry of")).tap()
    page.get_by_role("link", name="Change it").tap()
    expect(page.locator("input[name=anxiety]:checked")).to_have_value("5")
    choose(page, "anxiety", 1)
    save(page)
    expect(page.get_by_role("status")).to_contain_text("The earlier version is kept")
    expect(page.locator("main")).to_contain_text("edited")
    expect(page.locator(".lines")).to_contain_text("Anxiety 5")

    page.get_by_role("button", name="Delete").tap()
    expect(page.get_by_text("This entry is deleted.")).to_be_visible()
    address = page.url
    page.goto("/diary")
    expect(page.get_by_text("No entries yet")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="bring it back").tap()
    expect(page.get_by_role("status")).to_contain_text("It is back")
    page.goto("/diary")
    expect(page.locator(".day")).to_contain_text("Anxiety 1")


@BOTH_WAYS
def test_a_form_with_a_fault_comes_back_with_every_word(
    open_page: Open, people: People, scripts: bool
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=scripts)
    page.goto("/")
    choose(page, "anxiety", 9)
    _open(page, "Note, sleep")
    page.get_by_label("Note", exact=True).fill("Woke at 4 ☹ مرحبا")
    page.get_by_label("Blood pressure, upper").fill("80")
    page.get_by_label("Blood pressure, lower").fill("120")
    press_save(page)

    expect(page.get_by_role("alert")).to_contain_text("must be larger than the lower one")
    expect(page.locator("input[name=anxiety]:checked")).to_have_value("9")
    expect(page.get_by_label("Note", exact=True)).to_have_value("Woke at 4 ☹ مرحبا")
    expect(page.get_by_label("Blood pressure, upper")).to_have_value("80")


def test_two_quick_taps_on_save_store_one_entry(ana_page: Page) -> None:
    ana_page.goto("/")
    choose(ana_page, "anxiety", 4)
    choose(ana_page, "mood", 6)
    ana_page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(ana_page.locator("h1")).to_have_text("Saved")
    ana_page.goto("/diary")
    expect(ana_page.locator(".lines li")).to_have_count(1)


def _open(page: Page, fold: str) -> None:
    page.locator("summary", has_text=fold).tap()


def _when(page: Page, words: str) -> None:
    page.locator(".choice", has_text=words).tap()


def _effect(page: Page, name: str, severity: str) -> Locator:
    group = page.get_by_role("group", name=name, exact=True)
    return group.locator(".pick", has_text=severity)


def _in_view(part: Locator, size: tuple[int, int]) -> bool:
    """Whether all of it is on the screen without a scroll."""
    box = part.bounding_box()
    assert box is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= size[1]
