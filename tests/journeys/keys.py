"""Going about by the keyboard alone, and seeing at each step where one is."""

from playwright.sync_api import Page, expect

MOST_STEPS = 80
# Where the focus is: marked with a ring, on itself or on the box beside a hidden input; and with
# nothing lying over it
MARKED = """
() => {
  const focused = document.activeElement;
  const ring = (e) => e && getComputedStyle(e).outlineStyle !== "none"
    && parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  const beside = [...focused.parentElement.children];
  const { left, top, width, height } = focused.getClientRects()[0];
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const label = focused.labels?.[0];
  const free = [focused, label].some((e) => e?.contains(above));
  return [ring(focused) || beside.some(ring), free];
}
"""


def go_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, and see that it can be seen."""
    here = f"document.activeElement.matches({selector!r})"
    for _ in range(MOST_STEPS):
        if page.evaluate(here):
            break
        page.keyboard.press("Tab")
    assert page.evaluate(here), f"Tab never came to {selector}"
    expect(page.locator("*:focus")).to_be_in_viewport()
    ring, free = page.evaluate(MARKED)
    assert ring, f"nothing marks {selector} while it has the focus"
    assert free, f"something lies over {selector} while it has the focus"


def press(page: Page, selector: str, key: str = "Enter") -> None:
    """Go there and press it."""
    go_to(page, selector)
    page.keyboard.press(key)


def follow(page: Page, selector: str) -> None:
    """Go there, press Enter and see the next page."""
    go_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, name: str, steps: int) -> None:
    """Of buttons where one is chosen: Space takes the first, arrows walk on."""
    press(page, f"input[name={name}]", "Space")
    for _ in range(steps):
        page.keyboard.press("ArrowRight")


def write(page: Page, name: str, words: str) -> None:
    """Type over what a field holds."""
    go_to(page, f"[name={name}]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(words)


def hears(page: Page, *words: str) -> None:
    """What a screen reader reads out when the page has come: the words that got the focus."""
    heard = page.locator("[role=status]:focus, [role=alert]:focus")
    for each in words:
        expect(heard).to_contain_text(each)
