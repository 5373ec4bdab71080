"""Charts in a real browser: drawn under the strict policy, whole, scrollable, and without scripts.

The fixtures fail a test for any blocked style, any console error and any request that leaves.
"""

from base64 import b64encode
from datetime import UTC, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from diary import clock
from diary.access import actions as access
from diary.charts import writers
from diary.domain.entries import SideEffectReport
from diary.transactions import early_commit
from tests.charts.stored import log, open_own, treat
from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import DRAWN_WITHIN, draw, point_at
from tests.people import People

Scheme = Literal["light", "dark"]

DAYS = 30
# Of the inked dots of one picture, the share that has one of much the same colour close by in the
# other; the inked ones are those unlike the paper in the corner.
ALIKE = """
async ([one, other]) => {
  const dotsOf = async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const { width, height } = image;
    const ctx = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    ctx.drawImage(image, 0, 0);
    return ctx.getImageData(0, 0, width, height);
  };
  const apart = (a, i, b, j) =>
    Math.max(...[0, 1, 2].map((k) => Math.abs(a.data[4 * i + k] - b.data[4 * j + k])));
  const [a, b] = [await dotsOf(one), await dotsOf(other)];
  let inked = 0, found = 0;
  for (let y = 2; y < a.height - 2; y += 1)
    for (let x = 2; x < a.width - 2; x += 1) {
      const i = y * a.width + x;
      if (apart(a, i, a, 0) < 60) continue;
      inked += 1;
      for (let d = 0; d < 25; d += 1) {
        const near = (d + 12) % 25; // the same place first
        const j = (y + Math.floor(near / 5) - 2) * a.width + x + (near % 5) - 2;
        if (apart(b, j, b, 0) < 30 || apart(a, i, b, j) > 90) continue;
        found += 1;
        break;
      }
    }
  return [inked, found];
}
"""
# how wide the first chart's place is, and whether its picture is as wide
WIDTH = "document.querySelector('.chart__plot').clientWidth"
FITS = f"document.querySelector('.chart__plot canvas')?.style.width === {WIDTH} + 'px'"
# the colour of the words of each chart that Plotly has drawn
INKS = """() => [...document.querySelectorAll("figure[data-plotly]")].map(
  (one) => getComputedStyle(one.querySelector(".main-svg text")).fill)"""


@pytest.fixture(autouse=True)
def diary_of_ana(app: Flask, people: People) -> None:
    """An entry a day, two sessions, side effects after each."""
    now = clock.now() - timedelta(hours=1)
    with app.app_context(), early_commit() as session:
        diary = open_own(session, people.ana)
        here = now.astimezone(
            ZoneInfo(diary.zone)
        )  # the same hour of each day, also across a change
        for days in range(DAYS):
            at = (here - timedelta(days=days)).astimezone(UTC)
            log(session, diary, at, days % 11, 10 - days % 11)
        for days in (5, 15):
            start = now - timedelta(days=days, hours=2)
            treat(session, diary, start)
            effects = (
                SideEffectReport("nausea", "mild"),
                SideEffectReport("other", "severe", "<b>odd</b> & %{x}"),
            )
            log(session, diary, start + timedelta(hours=1), 3, 7, effects=effects)


def test_every_chart_is_drawn_and_every_entry_is_a_dot(ana_page: Page) -> None:
    draw(ana_page)
    assert ana_page.locator("figure .main-svg").count() >= 5
    for subplot in (".xy", ".xy2"):
        dots = ana_page.locator(f"#chart-timeline .subplot{subplot} .scatterlayer .point")
        assert dots.count() == DAYS + 2
    assert ana_page.locator(".modebar-btn").count() == 0


@pytest.fixture
def short_diary_of_cleo(app: Flask, people: People) -> None:
    """One of everything, so that each legend is of one line and each axis of one word."""
    start = clock.now() - timedelta(days=2)
    with app.app_context(), early_commit() as session:
        diary = open_own(session, people.cleo)
        treat(session, diary, start)
        for hours in (*range(-150, 0, 24), 3, 26):
            effects = (SideEffectReport("nausea", "mild"),) if hours == 3 else ()
            changed = "changed" if hours == 26 else None
            log(
                session, diary, start + timedelta(hours=hours), 4, 6,
                effects=effects, medication=changed,
            )  # fmt: skip
        for one in (people.ana, people.cleo):
            access.add_care_link(
                session, one.id, people.ben.id, notes=True, costs=True, ends_on=None
            )


def test_a_chart_is_painted_as_plotly_draws_it_in_either_theme(ana_page: Page) -> None:
    assert _painted_otherwise(ana_page, "/charts", 5) == []


@pytest.mark.usefixtures("short_diary_of_cleo")
def test_a_doctors_chart_is_painted_as_plotly_draws_it_in_either_theme(
    ben_page: Page, people: People
) -> None:
    for patient in (people.ana, people.cleo):
        assert _painted_otherwise(ben_page, f"/patients/{patient.id}", 7) == []


def _painted_otherwise(page: Page, address: str, least: int) -> list[str]:
    """Each chart of a page whose painting and whose drawing by Plotly differ, in either theme.

    All are painted in the light and the dark, then all are drawn in the dark and the light.
    """
    page.emulate_media(color_scheme="light")
    page.goto(address)
    figures = page.locator("figure[data-plotly]").all()
    assert len(figures) >= least
    for figure in figures:
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-state", "painted")
    page.mouse.move(0, 0)
    painted: dict[Scheme, list[str]] = {"light": [_picture(figure) for figure in figures]}
    page.emulate_media(color_scheme="dark")
    painted["dark"] = [_picture(figure) for figure in figures]
    for figure in figures:
        point_at(figure)
    page.mouse.move(0, 0)
    expect(page.locator(".hoverlayer .hovertext")).to_have_count(0)
    drawn: dict[Scheme, list[str]] = {"dark": [_picture(figure) for figure in figures]}
    before = page.evaluate(INKS)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        f"(before) => ({INKS})().every((ink, i) => ink !== before[i])", arg=before
    )
    drawn["light"] = [_picture(figure) for figure in figures]

    names = [figure.get_attribute("id") for figure in figures]
    page.goto("about:blank")
    return [
        f"{name}, {scheme}: {found} of {inked}"
        for scheme in painted
        for name, *pair in zip(names, painted[scheme], drawn[scheme], strict=True)
        for inked, found in (page.evaluate(ALIKE, pair), page.evaluate(ALIKE, pair[::-1]))
        if inked <= 500 or found < 0.97 * inked
    ]


def _picture(figure: Locator) -> str:
    return b64encode(figure.locator(".chart__plot").screenshot()).decode()


def _on_paper(page: Page) -> list[str]:
    """What a printer gets of each chart; the screen is as before when this is over."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.chart__plot canvas')].map((one) => one.toDataURL())"
    )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return found


def test_a_chart_on_paper_is_the_light_one_whatever_the_screen_shows(ana_page: Page) -> None:
    ana_page.goto("/charts")
    timeline = ana_page.locator("#chart-timeline")
    expect(timeline).to_have_attribute("data-state", "painted")
    light = _on_paper(ana_page)
    assert len(light) == ana_page.locator("figure[data-plotly]").count() >= 5
    ana_page.emulate_media(color_scheme="dark")
    before = _picture(timeline)
    assert _on_paper(ana_page) == light
    assert _picture(timeline) == before
    point_at(timeline)
    assert _on_paper(ana_page) == light
    expect(timeline.locator("canvas")).to_have_count(0)


def test_a_chart_that_is_looked_at_runs_no_plotly(ana_page: Page) -> None:
    ana_page.goto("/charts")
    timeline = ana_page.locator("#chart-timeline")
    expect(timeline).to_have_attribute("data-state", "painted")
    timeline.scroll_into_view_if_needed()
    assert ana_page.evaluate("typeof window.Plotly") == "undefined"


def test_a_tap_on_a_chart_says_what_lies_there(ana_page: Page) -> None:
    ana_page.goto("/charts")
    plot = ana_page.locator("#chart-timeline .chart__plot")
    expect(plot.locator("canvas")).to_be_visible()
    box = plot.bounding_box()
    assert box is not None
    plot.tap(position={"x": box["width"] - 30, "y": 60})
    said = plot.locator(".hoverlayer .hovertext").first
    expect(said).to_contain_text("Anxiety", timeout=DRAWN_WITHIN)


def test_without_the_script_that_draws_the_painting_stays(ana_page: Page) -> None:
    ana_page.route("**/vendor/plotly-*", lambda route: route.abort())
    ana_page.goto("/charts")
    timeline = ana_page.locator("#chart-timeline")
    timeline.get_by_label("Earlier point").tap()
    expect(timeline.locator("[aria-live]")).to_contain_text("could not be fetched")
    expect(timeline.locator("tbody tr").first).to_be_visible()
    expect(timeline.locator("canvas")).to_be_visible()


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
    ana_page.wait_for_function("least => scrollY > least", arg=before + 100)


def test_a_chart_keeps_to_its_place_when_only_the_letters_grow(ana_page: Page) -> None:
    """The window is as wide as before, so nothing but the chart's own place has changed."""
    ana_page.set_viewport_size({"width": 1280, "height": 900})
    ana_page.goto("/charts")
    # a function: under the policy an expression can be asked once and not again
    ana_page.wait_for_function(f"() => {FITS}")
    before = ana_page.evaluate(WIDTH)
    ana_page.evaluate("document.documentElement.style.fontSize = '300%'")
    ana_page.wait_for_function(f"() => {WIDTH} !== {before} && {FITS}")


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
