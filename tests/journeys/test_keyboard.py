"""Ana and Ben without a mouse: every way through the diary by the keyboard alone.

Each step sees that the focus is marked and in sight, and what a screen reader is given to read.
"""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from diary import clock
from diary.transactions import early_commit
from tests.charts.stored import log, open_own
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.journeys.keys import choose, follow, go_to, hears, press, write
from tests.journeys.steps import DRAWN_WITHIN
from tests.people import PASSWORD, People, has_agreed

SIGN_OUT = "form[data-sign-out] button"
SUBMIT = "main form button[type=submit]"


@pytest.fixture
def one_entry(app: Flask, people: People) -> None:
    with app.app_context(), early_commit() as session:
        log(session, open_own(session, people.ana), clock.now(), 5, 5)


def test_ana_signs_in_logs_reads_her_charts_and_signs_out_by_keyboard(
    app: Flask, open_page: Open, people: People
) -> None:
    with app.app_context(), early_commit() as session:
        has_agreed(session, people.ana)
    page = open_page(None, DESKTOP)
    page.goto("/")
    write(page, "email", people.ana.email)
    write(page, "password", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("How are you right now?")
    _logs(page)
    hears(page, "Anxiety 3", "Mood 1", "Nausea (mild)")

    follow(page, "nav.nav a[href='/charts']")
    figure = page.locator("#chart-timeline")
    expect(figure).to_have_attribute("data-state", "painted")
    press(page, "#chart-timeline [data-step='-1']")
    expect(figure).to_have_attribute("data-state", "drawn", timeout=DRAWN_WITHIN)
    expect(figure.locator("[aria-live]")).to_contain_text("Mood 1")
    press(page, "#chart-timeline .chart__numbers > summary")
    expect(figure.locator("tbody tr")).to_be_visible()
    assert page.locator("figure[data-plotly]").count() == page.locator("figure table").count()

    follow(page, SIGN_OUT)
    expect(page.get_by_label("Password")).to_be_visible()


def _logs(page: Page) -> None:
    choose(page, "anxiety", 3)
    choose(page, "mood", 1)
    press(page, "#side-effects > summary")
    go_to(page, "input[name=effect_nausea]")
    page.keyboard.press("ArrowRight")
    follow(page, ".log-form button[type=submit]")
    expect(page.locator("h1")).to_have_text("Saved")


def test_ana_takes_back_what_she_just_saved_by_keyboard(open_page: Open, people: People) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/")
    _logs(page)
    follow(page, SUBMIT)
    expect(page.get_by_role("status")).to_contain_text("Taken back")


def test_ana_changes_deletes_and_brings_back_an_entry_by_keyboard(
    open_page: Open, people: People, one_entry: None
) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/diary")
    follow(page, ".line-link")
    follow(page, "main a[href$='/edit']")
    go_to(page, "input[name=anxiety]:checked")
    page.keyboard.press("ArrowLeft")
    follow(page, SUBMIT)
    expect(page.get_by_role("status")).to_contain_text("The earlier version is kept")
    expect(page.locator("main")).to_contain_text("Anxiety 4")
    follow(page, "button.button--danger")
    expect(page.get_by_text("This entry is deleted.")).to_be_visible()
    follow(page, ".notice button")
    expect(page.get_by_role("status")).to_contain_text("It is back")


def test_ana_records_a_session_by_keyboard(open_page: Open, people: People) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/more")
    follow(page, "a[href='/sessions']")
    follow(page, "main a[href*='status=done']")
    go_to(page, "[name=at]")
    page.keyboard.type("05052026")  # the same in any order of day and month
    page.keyboard.press("ArrowRight")
    page.keyboard.type("0905A")  # in the morning, where the clock has twelve hours
    go_to(page, "[name=route]")
    page.keyboard.type("IV")
    choose(page, "drug", 0)
    write(page, "dose", "0.5")
    choose(page, "dose_unit", 1)
    follow(page, SUBMIT)
    expect(page.locator("h1")).to_have_text("Saved")
    hears(page, "0.5 mg/kg")


def test_a_form_with_a_fault_is_heard_and_leads_to_its_field_by_keyboard(
    open_page: Open, people: People
) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/password")
    follow(page, SUBMIT)
    hears(page, "There is a problem")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=current]")).to_be_focused()


def test_ana_shares_and_ben_opens_her_diary_by_keyboard(
    open_page: Open, people: People, one_entry: None
) -> None:
    ana, ben = open_page(people.ana, PHONE), open_page(people.ben, DESKTOP)
    ana.goto("/more")
    follow(ana, "a[href='/sharing']")
    press(ana, "input[name=notes]", "Space")
    follow(ana, SUBMIT)
    code = ana.locator(".code-big").inner_text().strip()

    ben.goto("/patients")
    follow(ben, "main a[href='/patients/join']")
    write(ben, "code", code)
    with ben.expect_navigation():
        ben.keyboard.press("Enter")
    hears(ben, "This diary is now open to you")
    follow(ben, "main a[href*='/report']")
    _saves_the_report(ben)
    follow(ben, SIGN_OUT)
    expect(ben.get_by_label("Password")).to_be_visible()

    ana.goto("/sharing")
    follow(ana, "main .lines button.button--danger")
    hears(ana, "can no longer read your diary")


def test_ana_makes_her_report_by_keyboard(open_page: Open, people: People, one_entry: None) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/charts")
    follow(page, "main a[href='/report']")
    _saves_the_report(page)


def _saves_the_report(page: Page) -> None:
    with page.expect_download() as saved:
        press(page, "[data-report-wait] a")
    assert re.fullmatch(r".+\.pdf", saved.value.suggested_filename)
    expect(page.locator("[data-report-status]")).to_have_text("The PDF is ready.")


def test_the_first_tab_skips_to_the_content(open_page: Open, people: People) -> None:
    page = open_page(people.ben, DESKTOP)
    page.goto("/patients")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("outline: none !important", "nothing marks"),
        ("position: relative; z-index: -1", "something lies over"),
    ],
)
def test_a_focus_that_cannot_be_seen_is_a_fault(open_page: Open, fault: str, words: str) -> None:
    page = open_page(None, DESKTOP)
    page.goto("/sign-in")
    page.evaluate(
        """(style) => {
          document.querySelector("[name=password]").style = style;
          document.querySelector("main").style.background = "white";
        }""",
        fault,
    )
    with pytest.raises(AssertionError, match=words):
        go_to(page, "[name=password]")
