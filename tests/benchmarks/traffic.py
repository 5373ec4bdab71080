"""What a real browser fetches for a page, counted on the wire, headers and all."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from diary.extensions import compress
from tests.serving import ENCODINGS

PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60_000  # ms
KINDS = ("HTML", "chart data", "our CSS", "our JavaScript", "pictures", "Plotly")
DATA = re.compile(r'(<script type="application/json">)(.*?)(</script>)', re.DOTALL)


@dataclass
class Visit:
    """Bytes of one visit by kind; ``wait`` is how long after the page was readable, in ms,
    Plotly was asked for.
    """

    bytes: Counter[str] = field(default_factory=Counter)
    wait: float | None = None

    @property
    def own(self) -> int:
        """Everything but Plotly."""
        return self.bytes.total() - self.bytes["Plotly"]


class Wire:
    """Adds up what the browser's network says of each request."""

    def __init__(self, page: Page, origin: str) -> None:
        self.addresses: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.readable = self.asked = 0.0
        self._origin = origin
        self._watch = page.context.new_cdp_session(page)
        self._watch.on("Network.requestWillBeSent", self._sent)
        self._watch.on("Network.loadingFinished", self._loaded)
        self._watch.on("Page.domContentEventFired", self._ready)
        for domain in ("Network", "Page"):
            self._watch.send(f"{domain}.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        if address.startswith(self._origin):
            self.addresses[event["requestId"]] = address
            if kind(address) == "Plotly":
                self.asked = event["timestamp"]

    def _loaded(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def _ready(self, event: dict[str, Any]) -> None:
        self.readable = event["timestamp"]

    def visit(self) -> Visit:
        found = Visit()
        for request, size in self.sizes.items():
            found.bytes[kind(self.addresses[request])] += size
        if self.asked:
            found.wait = 1000 * (self.asked - self.readable)
        return found


def kind(address: str) -> str:
    """What an address holds, by its end."""
    path = address.partition("?")[0]
    if "/vendor/plotly" in path:
        return "Plotly"
    ends = {".css": "our CSS", ".js": "our JavaScript", ".svg": "pictures"}
    return next((words for end, words in ends.items() if path.endswith(end)), "HTML")


def two_visits(browser: Browser, origin: str, cookie: tuple[str, str], address: str) -> list[Visit]:
    """The same page twice in a browser that has never been here."""
    # what a service worker fetches, no page is told of: `test_phone` counts it on a wire of its own
    context = browser.new_context(
        base_url=origin, viewport=PHONE, is_mobile=True, has_touch=True, service_workers="block"
    )
    context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": origin}])
    try:
        return [_visit(context, origin, address) for _ in range(2)]
    finally:
        context.close()


def _visit(context: BrowserContext, origin: str, address: str) -> Visit:
    page = context.new_page()
    wire = Wire(page, origin)
    page.goto(address, wait_until="load")
    # every chart is scrolled to and pointed at, as a reader would
    figures = page.locator("figure[data-plotly]")
    for at in range(figures.count()):
        figures.nth(at).locator(".chart__plot").hover()
        drawn = page.locator("figure[data-plotly][data-state=drawn]")
        drawn.nth(at).wait_for(state="attached", timeout=PATIENCE)
    page.wait_for_load_state("networkidle")
    page.close()
    return wire.visit()


def data_share(app: Flask, html: str) -> int:
    """How many bytes the figures add to a page as it is sent: with them, less without."""
    return _packed(app, html) - _packed(app, DATA.sub(r"\1\3", html))


def _packed(app: Flask, html: str) -> int:
    """As the server's own compressor does it for a browser that takes everything."""
    with app.test_request_context(headers={"Accept-Encoding": ENCODINGS}):
        return len(compress.after_request(Response(html, mimetype="text/html")).get_data())
