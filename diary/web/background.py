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


class BackgroundWork:
    """Some threads of one process, and what they still have to do.

    What waits for a mail server has threads of its own: a silent one holds up no note.
    """

    def __init__(self) -> None:
        self.pool, self.mails = ThreadPoolExecutor(2, "later"), ThreadPoolExecutor(2, "mails")
        self.waiting: set[Future[None]] = set()
        self.at_once = Event()  # while somebody waits for it after all

    def begin(self, app: Flask, work: Work, *, mails: bool) -> None:
        """Do it after a short pause."""
        begun = (self.mails if mails else self.pool).submit(self._do, app, work)
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
    workers = app.extensions["later"] = BackgroundWork()
    inner = app.wsgi_app

    def outer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        work_left: list[tuple[Work, bool]] = environ.setdefault(HELD, [])

        def begin() -> None:
            while work_left:
                work, mails = work_left.pop(0)
                workers.begin(app, work, mails=mails)

        return ClosingIterator(inner(environ, start_response), begin)

    app.wsgi_app = outer  # type: ignore[method-assign]


def later(work: Work, *, mails: bool = False) -> bool:
    """Do this once the answer has left, in the app's context. What goes wrong is logged.

    ``mails`` says that it may wait for a mail server. Return false where too much waits already:
    then it is not done.
    """
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    workers: BackgroundWork = app.extensions["later"]
    if len(workers.waiting) >= MOST:
        app.logger.error("too much waits to be done beside the pages: one thing was dropped")
        return False
    if has_request_context() and HELD in request.environ:
        request.environ[HELD].append((work, mails))
    else:
        workers.begin(app, work, mails=mails)
    return True


def mailed_within(seconds: float, work: Callable[[], bool]) -> bool:
    """Begin this now and return whether it succeeded in so short a time. Else it goes on."""
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    workers: BackgroundWork = app.extensions["later"]
    if len(workers.waiting) >= MOST:
        return False
    sent, done = [False], Event()

    def send() -> None:
        try:
            sent[0] = work()
        finally:
            done.set()

    workers.begin(app, send, mails=True)
    done.wait(seconds)
    return sent[0]


def finish(app: Flask, seconds: float) -> None:
    """Wait for what was begun, but no longer than this. The process ends after it."""
    workers: BackgroundWork = app.extensions["later"]
    workers.at_once.set()
    wait(list(workers.waiting), max(0.0, seconds))


def settle(app: Flask) -> None:
    """Wait until all of it is done, and spare it the pause."""
    workers: BackgroundWork = app.extensions["later"]
    workers.at_once.set()
    wait(list(workers.waiting))
    workers.at_once.clear()
