"""The server: ``python -m diary.serve``. Workers that a slow or silent connection cannot hold up.

One process opens the port and keeps the workers going; each of them reads its requests whole, many
at a time, before a thread is asked for. A worker that dies is replaced; when the first process
dies, however it dies, its workers end too.
"""

import gc
import logging
import os
import resource
import signal
import socket
import time
from contextlib import suppress
from functools import partial
from threading import Event, Thread
from typing import Any, NoReturn

from flask import Flask
from waitress.server import create_server

from diary.app import create_app, start_erasures, start_reminders
from diary.config import InsecureSettings, Settings
from diary.guidance.rules.crisis_lines import BadLines
from diary.request_bodies import channel_for
from diary.startup import NotReady, assert_ready, words_of
from diary.web.background import finish
from diary.web.body_limits import most_bytes

MEGABYTE = 1024 * 1024
SETTINGS: dict[str, Any] = {
    "threads": 8,
    # open connections cost a little memory; what has said nothing for so many seconds is closed
    "connection_limit": 2000,
    "channel_timeout": 20,
    "cleanup_interval": 5,
    "backlog": 2048,
    "asyncore_use_poll": True,  # select() ends at 1,024 files
    # the app itself answers what is over its limits, in words; this only bounds what is read, and
    # has to let the largest in: an export of 16 MB that is brought back, and the form around it.
    # How much of it is kept, ``most_bytes`` says for each request.
    "max_request_body_size": 20 * MEGABYTE,
    "max_request_header_size": 64 * 1024,
    # a person's page never overflows into a file
    "outbuf_overflow": 16 * MEGABYTE,
    "clear_untrusted_proxy_headers": False,  # DIARY_PROXIES says which of them count
    "ident": None,
}
FILES = 2 * SETTINGS["connection_limit"] + 200
STOPS = (signal.SIGTERM, signal.SIGINT)
PORT = "Port {port} of {listen} cannot be used: {reason}. Choose another with PORT."
LOG = logging.getLogger(__name__)
GRACE = 8.0  # seconds for answers that are under way, and for what follows them
MARGIN = 1.0  # the first process waits so much longer than its workers do
REST = 1.0  # before a worker that died at once is replaced


def main() -> None:
    """Serve until told to stop."""
    try:
        settings = Settings.from_env(os.environ)
        listening = _listen(settings)
        app = create_app(settings)
        assert_ready(app)  # else no request could succeed
    except (InsecureSettings, BadLines, NotReady) as error:
        raise SystemExit(str(error)) from None
    except OSError as error:
        raise SystemExit(words_of(error)) from None
    _allow_files()
    with listening:
        # What is loaded now stays for good, shared by the workers: searching it for garbage took a
        # third of a large page's time.
        gc.collect()
        gc.freeze()
        Workers(app, listening, settings.workers).run()


def _listen(settings: Settings) -> socket.socket:
    """Open the port, or raise ``NotReady`` where it cannot be had."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.listen else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.listen, settings.port))
    except OSError as error:
        listening.close()
        raise NotReady(
            PORT.format(listen=settings.listen, port=settings.port, reason=error.strerror)
        ) from error
    listening.listen(SETTINGS["backlog"])
    return listening


def _allow_files() -> None:
    """Each connection is an open file: ask for as many as the system lets us have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < limit:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))


class Workers:
    """The processes that answer, all on one listening socket."""

    def __init__(self, app: Flask, listening: socket.socket, number: int) -> None:
        self._app, self._listening, self._number = app, listening, number
        self._born: dict[int, float] = {}
        # nobody writes to it: a worker that reads its end learns that the first process is gone
        self._life, self._held = os.pipe()

    def run(self) -> None:
        """Keep the number of workers until a signal to stop."""
        for stop in STOPS:
            signal.signal(stop, _leave)
        try:
            while True:
                while len(self._born) < self._number:
                    self._start()
                gone, _ = os.wait()
                lived = time.monotonic() - self._born.pop(gone, 0.0)
                LOG.error("a worker of the server ended; another begins")
                if lived < REST:
                    time.sleep(REST)
        finally:
            self._end()

    def _start(self) -> None:
        # a signal in the midst of this would leave a worker that nobody knows of
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        worker = os.fork()
        if worker == 0:
            os.close(self._held)
            _work(self._app, self._listening, self._life)
        self._born[worker] = time.monotonic()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def _end(self) -> None:
        for stop in STOPS:
            signal.signal(stop, signal.SIG_IGN)
        self._listening.close()  # whoever comes now is refused at once, and may try again
        for how in (signal.SIGTERM, signal.SIGKILL):
            for worker in self._born:
                with suppress(ProcessLookupError):  # gone already: all were told to stop at once
                    os.kill(worker, how)
            until = time.monotonic() + GRACE + MARGIN
            while self._born and time.monotonic() < until:
                try:
                    gone, _ = os.waitpid(-1, os.WNOHANG)
                except ChildProcessError:  # none is left
                    return
                self._born.pop(gone, None)
                time.sleep(0.02)


def _work(app: Flask, listening: socket.socket, life: int) -> NoReturn:
    """One worker, until it is told to stop or its first process is gone."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides, also at Ctrl+C
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short wait is no news
        server: Any = create_server(app, sockets=[listening], **SETTINGS)
        server.channel_class = channel_for(partial(most_bytes, app))
        stopping = Event()

        def stop(_signal: int, _frame: object) -> None:
            stopping.set()
            server.pull_trigger()  # the loop sleeps until something happens

        signal.signal(signal.SIGTERM, stop)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
        Thread(target=_end_with_the_first, args=(life,), daemon=True).start()
        start_reminders(app)
        start_erasures(app)
        while not stopping.is_set():
            _turn(server)
        _finish(app, server, time.monotonic() + GRACE)
    except Exception:
        LOG.exception("a worker of the server failed")
    finally:
        os._exit(0)  # whatever happened, it must not go on as if it were the first process


def _turn(server: Any) -> None:
    """Let the server read and write what is there, or wait a moment for something."""
    server.asyncore.loop(timeout=1, map=server._map, use_poll=True, count=1)  # noqa: SLF001


def _finish(app: Flask, server: Any, until: float) -> None:
    """Take no more requests, send the answers that are under way, then do what they left to do."""
    server.del_channel()  # of the listening socket, which every worker has
    server.socket.close()
    busy = True
    while busy and time.monotonic() < until:
        # one look more when all is answered: a request may have arrived that nobody has read yet
        busy = _is_busy(server)
        wait = 0.1 if busy else 0
        server.asyncore.loop(timeout=wait, map=server._map, use_poll=True, count=1)  # noqa: SLF001
        busy = busy or _is_busy(server)
    finish(app, until - time.monotonic())


def _is_busy(server: Any) -> bool:
    """Whether somebody whose request was read whole has not got all of the answer."""
    return any(
        channel.requests or channel.total_outbufs_len
        for channel in list(server.active_channels.values())
    )


def _end_with_the_first(life: int) -> None:
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(_signal: int, _frame: object) -> NoReturn:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
