"""Ana without a mouse: she signs in, logs and reads a chart by the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, Open
from tests.journeys.steps import DRAWN_WITHIN
from tests.people import PASSWORD, People

FOCUSED = "document.activeElement"
MOST_STEPS = 60


def test_ana_signs_in_logs_and_opens_her_charts_by_keyboard(
    open_page: Open, people: People
) -> None:
    page = open_page(None, DESKTOP)
    page.goto("/")
    _go_to(page, "input[name=email]")
    page.keyboard.type(people.ana.email)
    _go_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("How are you right now?")

    # nothing is chosen beforehand; Space takes the first, arrows walk on
    _go_to(page, "input[name=anxiety]")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    _go_to(page, "input[name=mood]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    _go_to(page, "#side-effects > summary")
    page.keyboard.press("Enter")
    _go_to(page, "input[name=effect_nausea]")
    page.keyboard.press("ArrowRight")
    _go_to(page, ".log-form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Saved")
    for words in ("Anxiety 3", "Mood 1", "Nausea (mild)"):
        expect(page.locator("main")).to_contain_text(words)

    _go_to(page, "nav.nav a[href='/charts']")
    page.keyboard.press("Enter")
    figure = page.locator("#chart-timeline")
    expect(figure).to_have_attribute("data-state", "drawn", timeout=DRAWN_WITHIN)
    _go_to(page, "#chart-timeline [data-step='-1']")
    page.keyboard.press("Enter")
    expect(figure.locator("[aria-live]")).to_contain_text("Mood 1")
    _go_to(page, "#chart-timeline .chart__numbers > summary")
    page.keyboard.press("Enter")
    expect(figure.locator("tbody tr")).to_be_visible()


def test_the_first_tab_skips_to_the_content(open_page: Open, people: People) -> None:
    page = open_page(people.ben, DESKTOP)
    page.goto("/patients")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def _go_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    here = f"{FOCUSED}.matches({selector!r})"
    for _ in range(MOST_STEPS):
        if page.evaluate(here):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(here), f"Tab never came to {selector}"
    expect(page.locator("*:focus")).to_be_in_viewport()
