"""A Chromium of its own that can be killed without a word, and started again on its profile."""

import os
import signal
import subprocess
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, BrowserType, Error, Page

from tests.browser import ARGUMENTS
from tests.serving import free_port


class Killable:
    """The browser and its first page."""

    def __init__(self, kind: BrowserType, path: str, profile: Path, origin: str) -> None:
        self._kind, self._path, self._profile, self._origin = kind, path, profile, origin
        self._process: subprocess.Popen[bytes] | None = None
        self.browser: Browser
        self.page: Page

    @property
    def context(self) -> BrowserContext:
        return self.browser.contexts[0]

    def start(self) -> None:
        port = free_port()
        self._process = subprocess.Popen(
            [
                self._path,
                *ARGUMENTS,
                "--headless=new",
                f"--user-data-dir={self._profile}",
                f"--remote-debugging-port={port}",
                "--window-size=390,844",
                "--touch-events=enabled",
                "about:blank",
            ],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.browser = self._connect(port)
        self.page = _Based(self.context.new_page(), self._origin).page

    def _connect(self, port: int) -> Browser:
        until = time.monotonic() + 60
        while True:
            try:
                return self._kind.connect_over_cdp(f"http://127.0.0.1:{port}")
            except Error:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL to all of it."""
        if self._process is None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


class _Based:
    """A page of a browser that was started elsewhere knows no base address: give it ours."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        go = page.goto

        def goto(address: str, **more: object) -> object:
            return go(origin + address if address.startswith("/") else address, **more)  # type: ignore[arg-type]

        page.goto = goto  # type: ignore[method-assign,assignment]
        page.set_viewport_size({"width": 390, "height": 844})
