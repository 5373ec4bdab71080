"""What is wrong with a page in each way of looking at it: 320 px, text at 200 %, light and dark."""

from collections.abc import Iterator
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# target-size is left out by axe itself as long as few laws ask for WCAG 2.2
SCAN = """
(only) => axe
  .run({
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
    ...(only.length ? { runOnly: { type: "rule", values: only } } : {}),
  })
  .then(({ violations }) => violations.map(({ id, nodes }) =>
    `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 150)).join(" | ")}`))
"""
# what a page can have in one look and not in another of the same width; names, roles and their
# order are the same in all of them. Larger letters need less contrast, never more.
BY_SCHEME = ("color-contrast", "link-in-text-block")
BY_TEXT = ("meta-viewport", "scrollable-region-focusable", "target-size")
HANGS_OVER = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
# text that is cut off: a box that hides what does not fit, with words in it that do not fit
CUT_OFF = """
() => [...document.querySelectorAll(
    "main :is(a, button, label, legend, p, h1, h2, td, th, summary)")]
  .filter((e) => getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1
    && !e.closest(".visually-hidden"))
  .map((e) => e.outerHTML.slice(0, 120))
"""
UNFOLD = "() => document.querySelectorAll('details').forEach((fold) => (fold.open = true))"
# a colour on its way to another has no contrast of its own
SETTLE = """
(text) => {
  document.documentElement.style.fontSize = `${text}%`;
  document.getAnimations().forEach((one) => one.finish());
}
"""


class Look(NamedTuple):
    """One way of looking at a page."""

    width: int
    text: int
    scheme: str


# A strip is too small to hit over 24 px of a screen's height: steps of 21 px step over none.
HEIGHTS = range(560, 921, 21)
SMALL = [Look(320, 100, "light"), Look(320, 100, "dark"), Look(320, 200, "light")]
ENDS = [Look(320, 100, "light"), Look(320, 200, "dark")]
WIDE = [Look(1280, 100, "light"), Look(1280, 200, "dark")]
HEIGHT = 8000  # px: no bar covers anything, and every chart is in sight


def faults(page: Page, looks: list[Look]) -> list[str]:
    """Every fault of the page that is open, its folds unfolded, named with the look that has it."""
    page.wait_for_load_state()  # its words may be there before its styles
    page.evaluate(UNFOLD)
    page.evaluate(AXE_SCRIPT)
    found = []
    for number, look in enumerate(looks):
        rules = _rules_to_ask(look, looks[:number])
        page.set_viewport_size({"width": look.width, "height": HEIGHT})
        page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate(SETTLE, look.text)
        found += [
            f"{look.width} px, {look.text} %, {look.scheme}: {one}" for one in _seen(page, rules)
        ]
    page.evaluate(SETTLE, 100)
    return found


def half_covered(page: Page, width: int) -> list[str]:
    """What stands out of a pinned bar by so little that a thumb misses it, at any height."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)
    found = []
    for height in HEIGHTS:
        page.set_viewport_size({"width": width, "height": height + width % 21})
        found += [
            f"{width} × {height + width % 21} px: {one}"
            for one in page.evaluate(SCAN, ["target-size"])
        ]
    return found


def _rules_to_ask(look: Look, before: list[Look]) -> tuple[str, ...]:
    """All of them the first time in a width, which nothing stands for; then what may differ."""
    alike = [each for each in before if each.width == look.width]
    if not alike:
        return ()
    by_scheme = () if look.scheme in {each.scheme for each in alike} else BY_SCHEME
    by_text = () if look.text in {each.text for each in alike} else BY_TEXT
    assert by_scheme or by_text, f"{look} was looked at before"
    return by_scheme + by_text


def _seen(page: Page, rules: tuple[str, ...]) -> Iterator[str]:
    yield from page.evaluate(SCAN, list(rules))
    if over := page.evaluate(HANGS_OVER):
        yield f"hangs over the edge by {over} pixels"
    yield from (f"cut off: {words}" for words in page.evaluate(CUT_OFF))
