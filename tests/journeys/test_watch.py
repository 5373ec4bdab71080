"""The controls of the watch: what leaves a page, and what runs on one, is told.

Without them a watch that sees nothing would be taken for a page that does nothing.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from diary.web.headers import policy
from tests.journeys.conftest import Faults
from tests.journeys.test_words_as_typed import LINK, PICTURE, PLACE, SCRIPT

AWAY = "https://elsewhere.example"
# each way in which a page may reach another site, and where it is told from
LEAVING = {
    "a picture": f"<img src='{AWAY}/x.png' alt=''>",
    "a script": f"<script src='{AWAY}/x.js'></script>",
    "a style": f"<link rel='stylesheet' href='{AWAY}/x.css'>",
    "a frame": f"<iframe src='{AWAY}/'></iframe>",
    "a fetch": f"<script>fetch('{AWAY}/x').catch(() => {{}})</script>",
    "a beacon": f"<script>navigator.sendBeacon('{AWAY}/x', 'words')</script>",
    "a socket": "<script>new WebSocket('wss://elsewhere.example/')</script>",
}
SHUT = "<!doctype html><title>Shut</title><link rel='icon' href='data:,'><p>Words</p>"


class Watched:
    """A page of the diary's own address, made of this HTML, under the same watch as a journey."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.faults = Faults(origin)
        self.context = browser.new_context(base_url=origin)
        self.faults.watch(self.context)
        self.page: Page = self.context.new_page()
        self.context.route(f"{AWAY}/**", lambda route: route.abort())

    def show(self, html: str, *, shut: bool) -> None:
        """With the diary's policy or without any."""
        headers = {"Content-Security-Policy": policy()} if shut else {}

        def answer(route: Route) -> None:
            route.fulfill(body=SHUT + html, content_type="text/html", headers=headers)

        self.context.route("**/planted", answer)
        self.page.goto("/planted")

    def hears(self, *beginnings: str) -> bool:
        """Whether the watch tells of it, within half a minute."""
        for _ in range(600):
            if any(one.startswith(beginnings) for one in self.faults.found):
                return True
            self.page.wait_for_timeout(50)
        return False


@pytest.fixture
def watched(browser: Browser, origin: str) -> Iterator[Watched]:
    made = Watched(browser, origin)
    yield made
    made.context.close()


def test_a_page_that_asks_nobody_is_told_of_nothing(watched: Watched) -> None:
    watched.show("<p>Nothing more</p>", shut=True)
    assert watched.faults.found == []


@pytest.mark.parametrize("way", LEAVING)
def test_a_page_that_asks_another_site_is_told(watched: Watched, way: str) -> None:
    watched.show(LEAVING[way], shut=False)
    left = (f"a request left for {AWAY}", "a socket was opened to wss://elsewhere.example")
    assert watched.hears(*left), watched.faults.found


@pytest.mark.parametrize("way", LEAVING)
def test_the_policy_keeps_it_in_and_that_is_told_too(watched: Watched, way: str) -> None:
    watched.show(LEAVING[way], shut=True)
    assert watched.hears("console error: policy violation"), watched.faults.found


@pytest.mark.parametrize("words", [SCRIPT, PICTURE, PLACE], ids=["script", "picture", "drawing"])
def test_the_planted_words_run_where_nothing_holds_them(watched: Watched, words: str) -> None:
    """As typed they are harmless on every page; here they are markup, and no policy is sent."""
    watched.show(words, shut=False)
    watched.page.wait_for_function("() => document.title === 'ran'")


@pytest.mark.parametrize("words", [SCRIPT, PICTURE, PLACE], ids=["script", "picture", "drawing"])
def test_the_policy_holds_them_where_escaping_would_not(watched: Watched, words: str) -> None:
    watched.show(words + LINK, shut=True)
    assert watched.hears("console error: policy violation"), watched.faults.found
    assert watched.page.title() == "Shut"
