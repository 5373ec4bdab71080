"""Work that nobody waits for: begun when the answer has left, so that its time tells nothing."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, has_request_context, request
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MOST = 100  # that wait; beyond it something is wrong, and nobody should wait for more
# The server sends an answer when the app has closed it: work that began at once would be in its way
PAUSE = 0.05  # seconds
HELD = "diary.later"  # where a request keeps what it leaves to be done
Work = Callable[[], object]


class Beside:
    """Two threads of one process, and what they still have to do."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(2, "later")
        self.waiting: set[Future[None]] = set()
        self.at_once = Event()  # while somebody waits for it after all

    def begin(self, app: Flask, work: Work) -> None:
        """Do it after a short pause."""
        begun = self.pool.submit(self._do, app, work)
        self.waiting.add(begun)
        begun.add_done_callback(self.waiting.discard)

    def _do(self, app: Flask, work: Work) -> None:
        self.at_once.wait(PAUSE)
        with app.app_context():
            try:
                work()
            except Exception:
                app.logger.exception("something beside the pages failed")


def install(app: Flask) -> None:
    """Make the place, whose threads start when they are first needed, and look when answers end."""
    beside = app.extensions["later"] = Beside()
    inner = app.wsgi_app

    def outer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        held: list[Work] = environ.setdefault(HELD, [])

        def begin() -> None:
            while held:
                beside.begin(app, held.pop(0))

        return ClosingIterator(inner(environ, start_response), begin)

    app.wsgi_app = outer  # type: ignore[method-assign]


def later(work: Work) -> bool:
    """Do this once the answer has left, in the app's context; what goes wrong is logged.

    Gives false where too much waits already: it is not done then.
    """
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    beside: Beside = app.extensions["later"]
    if len(beside.waiting) >= MOST:
        app.logger.error("too much waits to be done beside the pages: one thing was dropped")
        return False
    if has_request_context() and HELD in request.environ:
        request.environ[HELD].append(work)
    else:
        beside.begin(app, work)
    return True


def finish(app: Flask, seconds: float) -> None:
    """Wait for what was begun, but no longer than this; the process ends after it."""
    beside: Beside = app.extensions["later"]
    beside.at_once.set()
    wait(list(beside.waiting), max(0.0, seconds))


def settle(app: Flask) -> None:
    """Wait until all of it is done, and spare it the pause."""
    beside: Beside = app.extensions["later"]
    beside.at_once.set()
    wait(list(beside.waiting))
    beside.at_once.clear()
