"""The diary served as ``make run`` serves it, and a client that keeps its connection."""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode

from diary.config import ROOT

PATIENCE = 30.0  # seconds
ENCODINGS = "gzip, deflate, br, zstd"  # what a current browser asks for


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def command(port: int) -> list[str]:
    """The server's command line, read from the Makefile, so that it is always the same."""
    found = re.search(
        r"exec \$\(PY\) -m (gunicorn .*?[^\\])\n", (ROOT / "Makefile").read_text(), re.DOTALL
    )
    assert found, "the Makefile does not start gunicorn any more: tell the benchmark how"
    return shlex.split(found[1].replace("\\\n", " ").replace("$(PORT)", str(port)))


@contextmanager
def served(env: Mapping[str, str], log: Path) -> Iterator[None]:
    """Two workers on the port of the settings, until the block is left."""
    port = int(env["PORT"])
    with log.open("wb") as words:
        server = subprocess.Popen(
            [sys.executable, "-m", *command(port)],
            cwd=ROOT,
            env={**os.environ, **env},
            stdout=words,
            stderr=words,
        )
        try:
            _await(port, server, log)
            yield
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _await(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        client = Client(port)
        try:
            assert client.get("/learn") == 200
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            client.close()
    raise TimeoutError(log.read_text())


class Client:
    """One warm connection, signed in or not; answers are read to the end."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Accept-Encoding": ENCODINGS, "Cookie": cookie}
        self.body = b""

    def close(self) -> None:
        self._connection.close()

    def get(self, address: str, *, plain: bool = False) -> int:
        """The status; the body is kept, as it came over the wire unless ``plain``."""
        headers = {**self._headers, "Accept-Encoding": "identity"} if plain else self._headers
        return self._ask("GET", address, None, headers)

    def post(self, address: str, fields: Mapping[str, str]) -> int:
        headers = {**self._headers, "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", address, urlencode(fields).encode(), headers)

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> int:
        try:
            self._connection.request(method, address, body, headers)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError):
            # the server ends a connection that has rested for two seconds; warming up finds out
            self._connection.close()
            self._connection.request(method, address, body, headers)
            answer = self._connection.getresponse()
        self.body = answer.read()
        if kept := answer.getheader("Set-Cookie"):
            self._headers["Cookie"] = kept.partition(";")[0]
        return answer.status
