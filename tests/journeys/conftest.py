"""The running diary and a real browser; a fault of the page is a fault of the test."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebSocket,
    expect,
    sync_playwright,
)
from waitress import wasyncore
from waitress.server import create_server

from diary.charts import writers
from diary.serve import SETTINGS
from tests.browser import ARGUMENTS, JOURNEYS, NEEDS, find, without
from tests.people import People, Person, browser_of

# Long enough for a busy machine; whoever waits for a condition waits no longer than it takes.
PATIENCE = 30_000  # ms
expect.set_options(timeout=PATIENCE)
PHONE, DESKTOP = (390, 844), (1280, 900)
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))
"""
Open = Callable[..., Page]
# A browser that was late is asked a second time, and the run says so. What is wrong is wrong at
# once: a number, a word, an entry lost or doubled is never tried again.
LATE = ["TimeoutError", "Locator expected to"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=LATE))


@dataclass
class Faults:
    """What a browser complained about while a test used it."""

    origin: str
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.add_init_script(TELL_VIOLATIONS)
        context.on("request", self._request)
        # no request of the kind above
        context.on("page", lambda page: page.on("websocket", self._socket))
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "blob:")):
            self.found.append(f"a request left for {request.url}")

    def _socket(self, socket: WebSocket) -> None:
        self.found.append(f"a socket was opened to {socket.url}")

    def _response(self, response: Response) -> None:
        # a page may answer 404 or 422 on purpose, also through the service worker; what it is
        # made of may not
        asked = response.request
        page = asked.is_navigation_request() or asked.headers.get("accept", "").startswith(
            "text/html"
        )
        # words to the phone: signed out, somebody else's, locked; and a PIN that was not the one
        asks = urlsplit(response.url).path.startswith(("/sync", "/lock/pin"))
        word = asks and response.status in (401, 403, 409, 423)
        if response.status >= 400 and not page and not word:
            self.found.append(f"{response.status} for {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        told_above = message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not told_above:
            self.found.append(f"console {message.type}: {message.text}")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where it is; journeys are skipped where there is none, or where nothing can drive it."""
    needs = [need for need in NEEDS if need.skipped == JOURNEYS and not need.is_there()]
    if needs:
        pytest.skip(without(needs))
    return str(find())


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for all journeys of a worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script that draws, compressed once for all journeys of a worker: it takes seconds."""
    folder = tmp_path_factory.mktemp("vendor")
    writers.load_compressed(writers.find_full_script(), "br", folder)
    return folder


@pytest.fixture
def origin(app: Flask, packed: Path) -> Iterator[str]:
    """The address of the diary, served to real requests until the test is over."""
    shutil.copytree(packed, app.extensions["settings"].instance / "vendor")
    sockets: dict[int, Any] = {}
    server: Any = create_server(app, map=sockets, host="127.0.0.1", port=0, **SETTINGS)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
    thread.join()
    server.task_dispatcher.shutdown()


@pytest.fixture
def open_page(app: Flask, browser: Browser, origin: str) -> Iterator[Open]:
    """Opens a window for a person (or nobody), in a size; fails at the end for what went wrong."""
    faults, contexts = Faults(origin), list[BrowserContext]()

    def open_for(
        person: Person | None = None, size: tuple[int, int] = PHONE, **options: object
    ) -> Page:
        phone = size[0] < 600
        context = browser.new_context(
            base_url=origin,
            viewport={"width": size[0], "height": size[1]},
            has_touch=phone,
            is_mobile=phone,
            **{"locale": "en-GB", "timezone_id": person.zone if person else "UTC", **options},  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        faults.watch(context)
        if person is not None:
            carry_sign_in(app, person, context, origin)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()
    assert not faults.found, faults.found


def carry_sign_in(app: Flask, person: Person, context: BrowserContext, origin: str) -> None:
    client = browser_of(app, person)
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    # like the real one it outlives the browser
    until = time.time() + 86_400
    kept = {"name": cookie.key, "value": cookie.value, "url": origin, "expires": until}
    context.add_cookies([kept])  # type: ignore[list-item]


@pytest.fixture
def ana_page(open_page: Open, people: People) -> Page:
    """Ana's phone."""
    return open_page(people.ana, PHONE)


@pytest.fixture
def ben_page(open_page: Open, people: People) -> Page:
    """Ben's desk."""
    return open_page(people.ben, DESKTOP)
