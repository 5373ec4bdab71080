"""An old phone on slow 4G: how soon the form can be read and tapped, how soon a chart is there, and
how soon it says what lies under a finger.

As it is, with the full script of Plotly, and without a service worker; printed, decides nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from diary.charts.writers import BASIC_NAME, find_full_script, load_compressed
from tests.benchmarks.conftest import Bench
from tests.benchmarks.relay import Relay, slow
from tests.benchmarks.timing import table
from tests.benchmarks.traffic import PHONE

RUNS, SLOWER = 3, 4
PATIENCE = 120_000  # ms
KEPT = "navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active))"
# when the page says that its form is ready, and when the first chart is painted; a tap
# on it is answered by Plotly
MARK = """
new MutationObserver(() => {
  if (!window.tapped && document.querySelector(".log-form[data-ready][data-open]"))
    window.tapped = performance.now();
  if (!window.drawn && document.querySelector("figure[data-state]")) {
    window.drawn = 1;
    requestAnimationFrame(() => setTimeout(() => (window.drawn = performance.now())));
  }
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
ANSWERED = "document.querySelector('.hoverlayer .hovertext') ? performance.now() : 0"
READ = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True)
class Visit:
    """Milliseconds since the visit began; KB that came down until then, and in the end, when the
    phone has also laid in what it opens without a network.
    """

    readable: float
    ready: float
    kb: float
    in_all: float
    answered: float = 0.0  # from a tap on the first chart to what lies there


@dataclass(frozen=True)
class Way:
    """One of the three ways that are compared."""

    name: str
    basic: bool = True
    worker: bool = True


WAYS = (
    Way("as it is"),
    Way("full Plotly", basic=False),
    Way("no service worker", worker=False),
)
GOALS = {
    "logging, first": ("/", 1500, 2000, 60),
    "logging, repeat": ("/", 500, 500, 5),
    "charts of two years, first": ("/charts?days=all", None, None, None),
    "charts of two years, repeat": ("/charts?days=all", None, 2500, None),
}


def test_print_how_soon_an_old_phone_is_there(bench: Bench, browser: Browser) -> None:
    found: dict[tuple[str, str], list[Visit]] = {}
    load_compressed(
        find_full_script(), "br", bench.file.parent / "vendor"
    )  # not while a phone waits
    with slow(bench.port) as relay:
        for _ in range(RUNS):
            for way in WAYS:
                with _bundle(bench.file.parent / "vendor", way):
                    for what, visit in _visits(bench, browser, relay, way):
                        found.setdefault((what, way.name), []).append(visit)
    print(_told(found))


@contextmanager
def _bundle(folder: Path, way: Way) -> Iterator[None]:
    """The small script out of the way, where the full one is to be sent."""
    small, aside = folder / BASIC_NAME, folder / "aside"
    moved = small.is_file() and not way.basic
    if moved:
        small.rename(aside)
    yield
    if moved:
        aside.rename(small)


def _visits(bench: Bench, browser: Browser, relay: Relay, way: Way) -> Iterator[tuple[str, Visit]]:
    """A phone that has never been here opens each page twice."""
    origin = f"http://127.0.0.1:{relay.port}"
    for words in ("logging", "charts of two years"):
        context = browser.new_context(
            base_url=origin,
            viewport=PHONE,
            is_mobile=True,
            has_touch=True,
            service_workers="allow" if way.worker else "block",
        )
        name, value = bench.cookie(bench.written.ana)
        context.add_cookies([{"name": name, "value": value, "url": origin}])
        context.set_default_timeout(PATIENCE)
        context.add_init_script(MARK)
        for which in ("first", "repeat"):
            what = f"{words}, {which}"
            yield what, _visit(context, relay, GOALS[what][0], worker=way.worker)
        context.close()


def _visit(context: BrowserContext, relay: Relay, address: str, *, worker: bool) -> Visit:
    page = context.new_page()
    watch = context.new_cdp_session(page)
    watch.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    before = relay.down.bytes
    page.goto(address, wait_until="load")
    mark = "drawn" if "charts" in address else "tapped"
    _await(page, f"window.{mark} > 1")
    readable, ready = page.evaluate(READ), page.evaluate(f"window.{mark}")
    kb = (relay.down.bytes - before) / 1000
    watch.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    page.wait_for_load_state("networkidle")
    answered = _tap(page, watch) if mark == "drawn" else 0.0
    if worker:
        _await(page, KEPT)  # what the phone keeps is on it before the next visit
        page.wait_for_load_state("networkidle")
    page.close()
    return Visit(readable, ready, kb, (relay.down.bytes - before) / 1000, answered)


def _tap(page: Page, watch: CDPSession) -> float:
    """On the first chart, once what the phone wanted to lay in is there."""
    watch.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began: float = page.evaluate("performance.now()")
    page.locator("#chart-timeline .chart__plot").tap(position={"x": 200, "y": 100})
    _await(page, ANSWERED)
    ended: float = page.evaluate("performance.now()")
    watch.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return ended - began


def _await(page: Page, expression: str) -> None:
    """Ask now and then; the page's own policy forbids playwright's way of waiting."""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < until, expression
        page.wait_for_timeout(200)


def _told(found: dict[tuple[str, str], list[Visit]]) -> str:
    columns = ["", *(way.name for way in WAYS), "goal", ""]
    rows = []
    for what, (_, readable, ready, size) in GOALS.items():
        last = "first chart painted" if "charts" in what else "ready to tap"
        measures: list[tuple[str, int | None]]
        measures = [("readable, ms", readable), (f"{last}, ms", ready), ("KB until then", size)]
        measures += [("KB in all", None)]
        if "charts" in what:
            measures += [("a tap is answered, ms", None)]
        for at, (words, goal) in enumerate(measures):
            middles = [median(_numbers(one)[at] for one in found[what, way.name]) for way in WAYS]
            met = "" if goal is None else "met" if middles[0] <= goal else "missed"
            shown = [_beside(middle, middles[0]) for middle in middles]
            rows.append([f"{what}: {words}", *shown, goal or "", met])
    title = (
        f"A phone on slow 4G (150 ms, 1.6 Mbit/s down, 0.75 up; a relay), CPU {SLOWER} times "
        f"slower: medians of {RUNS} visits, and how many times that of the app as it is"
    )
    return table(title, columns, rows)


def _numbers(visit: Visit) -> tuple[float, ...]:
    return visit.readable, visit.ready, visit.kb, visit.in_all, visit.answered


def _beside(middle: float, base: float) -> str:
    return f"{middle:.0f} ({middle / base:.1f})" if base else f"{middle:.0f}"
