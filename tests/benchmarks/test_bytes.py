"""Bytes over the wire; they are printed and never decide whether a test passes."""

from playwright.sync_api import Browser

from tests.benchmarks.conftest import Bench
from tests.benchmarks.timing import table
from tests.benchmarks.traffic import KINDS, Visit, data_share, two_visits

PAGES = {
    "logging page": "/",
    "charts, 90 days": "/charts",
    "charts, two years": "/charts?days=all",
}


def test_print_the_bytes_of_logging_and_of_charts(bench: Bench, browser: Browser) -> None:
    ana = bench.written.ana
    cookie, client = bench.cookie(ana), bench.client(ana)
    seen: dict[str, list[Visit]] = {}
    for words, address in PAGES.items():
        seen[words] = two_visits(browser, bench.origin, cookie, address)
        assert client.get(address, plain=True) == 200
        share = data_share(bench.app, client.body.decode())
        for visit in seen[words]:
            visit.bytes["chart data"] = share
            visit.bytes["HTML"] -= share
    print(_bytes(seen))
    print(_aims(seen))


def _bytes(seen: dict[str, list[Visit]]) -> str:
    rows = [
        [f"{words}, {which}", *(_kb(visit.bytes[kind]) for kind in KINDS), _kb(visit.own)]
        for words, visits in seen.items()
        for which, visit in zip(("first", "repeat"), visits, strict=True)
    ]
    return table(
        "KB over the wire, packed, with the headers of answers (Chromium, 390 px)",
        ["page, visit", *KINDS, "all but Plotly"],
        rows,
    )


def _aims(seen: dict[str, list[Visit]]) -> str:
    logging, charts = seen["logging page"][0], seen["charts, two years"][0]
    own = charts.bytes["our JavaScript"] + charts.bytes["chart data"]
    rows = [
        _aim("logging page, first visit", logging.own, 60),
        _aim("its JavaScript", logging.bytes["our JavaScript"], 15),
        _aim("JavaScript and data of two years' charts", own, 80),
    ]
    waits = [f"{words} {visits[0].wait:.0f} ms" for words, visits in seen.items() if visits[0].wait]
    return (
        table("KB beside their aims", ["what", "KB", "at most", ""], rows)
        + f"\nPlotly was asked for after the page was readable: {', '.join(waits)}"
    )


def _aim(words: str, size: int, most: int) -> list[str]:
    return [words, _kb(size), str(most), _met(size, most)]


def _met(size: int, most: int) -> str:
    return "met" if size <= 1000 * most else "missed"


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"
