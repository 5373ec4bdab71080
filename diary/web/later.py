"""Work that nobody waits for: done beside the answer, so that its time tells nothing."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import cast

from flask import Flask, current_app

MOST = 100  # that wait; beyond it something is wrong, and nobody should wait for more


class Beside:
    """Two threads of one process, and what they still have to do."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2, "later")
        self.waiting: set[Future[None]] = set()


def install(app: Flask) -> None:
    """Make the place; its threads start when they are first needed."""
    app.extensions["later"] = Beside()


def later(work: Callable[[], object]) -> None:
    """Do this in a moment, in the app's context; what goes wrong is logged."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    beside: Beside = app.extensions["later"]
    if len(beside.waiting) >= MOST:
        app.logger.error("too much waits to be done beside the pages: one thing was dropped")
        return
    begun = beside.pool.submit(_do, app, work)
    beside.waiting.add(begun)
    begun.add_done_callback(beside.waiting.discard)


def _do(app: Flask, work: Callable[[], object]) -> None:
    with app.app_context():
        try:
            work()
        except Exception:
            app.logger.exception("something beside the pages failed")


def settle(app: Flask) -> None:
    """Wait until all of it is done."""
    beside: Beside = app.extensions["later"]
    wait(list(beside.waiting))
