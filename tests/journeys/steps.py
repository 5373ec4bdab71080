"""What people do in a journey: sign in, log, bring in a file, look at charts."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.people import PASSWORD, Person

DRAWN_WITHIN = 30_000  # ms: the first page of a diary also packs the script that draws


def sign_in(page: Page, person: Person) -> None:
    """By the form, from wherever the diary sends somebody who is signed out."""
    page.goto("/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(f"Signed in as {person.name}")).to_be_visible()


def choose(page: Page, score: str, value: int) -> None:
    """A tap on one of the eleven buttons of "anxiety" or "mood"."""
    page.locator(f".score--{score} .score__option").nth(value).tap()


def press_save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).tap()


def save(page: Page) -> None:
    """Press it and see the next page."""
    with page.expect_navigation():
        press_save(page)


def bring_in(page: Page, file: Path, address: str = "/import") -> None:
    """Choose a file on the page of the import and look at what it would add."""
    page.goto(address)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Show what it would add").click()
    expect(page.locator("h1")).not_to_contain_text("Import")


def add(page: Page) -> None:
    """Say yes to what the file would add."""
    page.get_by_role("button", name=re.compile(r"^Add \d")).click()
    expect(page.locator("h1")).to_contain_text("added")


def counts(page: Page) -> tuple[int, ...]:
    """Added (or to add), already there, refused: as the page says them."""
    page.wait_for_load_state()  # its heading comes before its numbers
    told = page.locator(".stat__value").all_inner_texts()
    return tuple(int(number.strip().replace(",", "")) for number in told)


def draw(page: Page, address: str = "/charts") -> None:
    """Open a page, walk down it and point at each of its charts until Plotly has drawn it."""
    page.goto(address)
    figures = page.locator("figure[data-plotly]")
    expect(figures.first).to_be_attached()
    for index in range(figures.count()):
        point_at(figures.nth(index))


def point_at(figure: Locator) -> None:
    """With a mouse; a chart that is only looked at is a painting."""
    figure.scroll_into_view_if_needed()  # none is painted before it comes near
    expect(figure).to_have_attribute("data-state", re.compile("."))
    figure.locator(".chart__plot").hover()
    expect(figure).to_have_attribute("data-state", "drawn", timeout=DRAWN_WITHIN)


def dots(page: Page) -> tuple[int, int]:
    """How many entries the timeline draws, for anxiety and for mood."""
    panels = ("xy", "xy2")
    drawn = [page.locator(f"#chart-timeline .{panel} .point").count() for panel in panels]
    return drawn[0], drawn[1]


def cells(page: Page, chart: str, column: str) -> list[str]:
    """A column of the table under a chart; the first column names the rows."""
    table = page.locator(f"#chart-{chart} .chart__numbers table")
    heads = table.locator("thead th").all_text_contents()
    place = heads.index(column)
    return table.locator(f"tbody tr > :nth-child({place + 1})").all_text_contents()
