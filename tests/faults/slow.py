"""Many connections that say little: headers and bodies that come a few bytes at a time."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

HEADER = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail="
)
EVERY = 2.0  # seconds between two bytes of a connection


class SlowOnes:
    """Open while the block lasts; one that the server closes is opened again."""

    def __init__(self, port: int, number: int) -> None:
        self._port, self._number = port, number
        self._open: list[socket.socket] = []
        self._over = Event()
        self._thread = Thread(target=self._drip, daemon=True)

    @contextmanager
    def dawdling(self) -> Iterator[None]:
        self._open = [self._begin(at) for at in range(self._number)]
        self._thread.start()
        try:
            yield
        finally:
            self._over.set()
            self._thread.join()
            for one in self._open:
                one.close()

    def _begin(self, at: int) -> socket.socket:
        one = socket.create_connection(("127.0.0.1", self._port), timeout=5)
        one.sendall(HEADER if at % 2 else BODY)
        return one

    def _drip(self) -> None:
        while not self._over.wait(EVERY):
            for at, one in enumerate(self._open):
                if self._over.is_set():
                    return
                try:
                    one.sendall(b"a")
                except OSError:
                    one.close()
                    with suppress(OSError):
                        self._open[at] = self._begin(at)
