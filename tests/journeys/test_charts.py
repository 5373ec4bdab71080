"""Charts in a real browser: drawn under the strict policy, whole, scrollable, and without scripts.

The fixtures fail a test for any blocked style, any console error and any request that leaves.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from diary import clock
from diary.charts import writers
from diary.entries.rules.entry import Reported
from diary.web.work import writing
from tests.charts.stored import log, open_own, treat
from tests.journeys.conftest import PHONE, Open
from tests.people import People

DAYS = 30
PATIENCE = 30_000  # ms; each test packs the library's whole script anew
DRAWN = (
    "[...document.querySelectorAll('figure[data-plotly]')].every(f => f.dataset.state === 'drawn')"
)


@pytest.fixture(autouse=True)
def diary_of_ana(app: Flask, people: People) -> None:
    """An entry a day, two sessions, side effects after each."""
    now = clock.now() - timedelta(hours=1)
    with app.app_context(), writing() as session:
        diary = open_own(session, people.ana)
        for days in range(DAYS):
            log(session, diary, now - timedelta(days=days), days % 11, 10 - days % 11)
        for days in (5, 15):
            start = now - timedelta(days=days, hours=2)
            treat(session, diary, start)
            effects = (Reported("nausea", "mild"), Reported("other", "severe", "<b>odd</b> & %{x}"))
            log(session, diary, start + timedelta(hours=1), 3, 7, effects=effects)


def draw(page: Page, address: str = "/charts") -> None:
    page.goto(address)
    figures = page.locator("figure[data-plotly]")
    for index in range(figures.count()):
        figures.nth(index).scroll_into_view_if_needed()
        expect(figures.nth(index)).to_have_attribute("data-state", "drawn", timeout=PATIENCE)
    assert page.evaluate(DRAWN)


def test_every_chart_is_drawn_and_every_entry_is_a_dot(ana_page: Page) -> None:
    draw(ana_page)
    assert ana_page.locator("figure .main-svg").count() >= 5
    for subplot in (".xy", ".xy2"):
        dots = ana_page.locator(f"#chart-timeline .subplot{subplot} .scatterlayer .point")
        assert dots.count() == DAYS + 2
    assert ana_page.locator(".modebar-btn").count() == 0


def test_the_small_script_draws_the_same(app: Flask, ana_page: Page) -> None:
    instance: Path = app.extensions["settings"].instance
    answer = app.test_cli_runner().invoke(args=["charts", "fetch-bundle"])
    if not (instance / "vendor" / writers.BASIC_NAME).is_file():
        pytest.skip(answer.output)
    draw(ana_page)


def test_a_thumb_scrolls_past_a_chart(ana_page: Page) -> None:
    draw(ana_page)
    plot = ana_page.locator("#chart-timeline .chart__plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, min(box["y"] + box["height"], PHONE[1]) - 100
    before = ana_page.evaluate("scrollY")
    touch = ana_page.context.new_cdp_session(ana_page)
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for step in range(1, 21):
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 10 * step}]},
        )
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    ana_page.wait_for_timeout(500)
    assert ana_page.evaluate("scrollY") > before + 100


def test_the_colours_follow_the_theme(ana_page: Page) -> None:
    ana_page.emulate_media(color_scheme="light")
    draw(ana_page)
    tick = ana_page.locator("#chart-timeline .xtick text").first
    light = tick.evaluate("tick => getComputedStyle(tick).fill")
    ana_page.emulate_media(color_scheme="dark")
    expect(tick).not_to_have_css("fill", light)


def test_points_can_be_read_by_keyboard(ana_page: Page) -> None:
    draw(ana_page)
    steps = ana_page.locator("#chart-timeline .chart__steps")
    steps.get_by_label("Earlier point").focus()
    ana_page.keyboard.press("ArrowLeft")
    ana_page.keyboard.press("ArrowLeft")
    words = steps.locator("[aria-live]")
    expect(words).to_contain_text("Anxiety 0")
    expect(words).to_contain_text(f"of {2 * (DAYS + 2)})")


def test_charts_are_accessible(ana_page: Page) -> None:
    draw(ana_page)
    found = Axe().run(ana_page)
    assert found.violations_count == 0, found.generate_report()


def test_without_scripts_the_sentence_and_the_numbers_are_there(
    open_page: Open, people: People
) -> None:
    page = open_page(people.ana, PHONE, java_script_enabled=False)
    page.goto("/charts")
    expect(page.get_by_text(f"{DAYS + 2} entries on {DAYS} of 90 days.")).to_be_visible()
    expect(page.locator("#chart-timeline tbody tr").first).to_be_visible()
    expect(page.locator("#chart-timeline .chart__plot")).to_be_hidden()
