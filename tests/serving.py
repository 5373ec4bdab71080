"""The diary served as ``make run`` serves it, and a client that keeps its connection."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, RemoteDisconnected
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from diary.config import ROOT, Settings

FIELD_KEYS = "k0:YSBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGVzISE="  # those of tests/conftest.py
PATIENCE = 30.0  # seconds
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
PORTS = count(11_000 + 500 * (os.getppid() % 5 * 8 + WORKER % 8))  # a run's, then a worker's
ENCODINGS = "gzip, deflate, br, zstd"  # what a current browser asks for


def free_port() -> int:
    """A port that is free and stays so: the system hands out none of these by itself.

    Each worker has some hundred of its own, so that no other is told the same one.
    """
    for port in PORTS:
        with socket.socket() as free:
            if free.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise OSError("no port is free")


def command() -> list[str]:
    """The server's command line, read from the Makefile, so that it is always the same."""
    found = re.search(r"exec \$\(PY\) -m (.+)\n", (ROOT / "Makefile").read_text())
    assert found, "the Makefile does not start a server any more: tell the tests how"
    return [sys.executable, "-m", *shlex.split(found[1])]


def environment(app: Flask, port: int) -> dict[str, str]:
    """The settings of an app of this process, for a server with the same diary."""
    settings: Settings = app.extensions["settings"]
    return {
        "PORT": str(port),
        "DIARY_INSTANCE": str(settings.instance),
        "DIARY_SECRET_KEY": settings.secret_key,
        "DIARY_PUSH_KEY": settings.push_key,
        "DIARY_FIELD_KEYS": FIELD_KEYS,
        "DIARY_DATABASE_KEY": getattr(settings.keys, "database", ""),
        "DIARY_AUDIT_KEY": settings.keys.audit,
        "DIARY_STAFF_FACTOR": settings.staff_factor,
        "DATABASE_URL": settings.database_url,
    }


class Server:
    """A server of its own, which can be stopped, or killed without a word."""

    def __init__(self, env: Mapping[str, str], log: Path, words: list[str] | None = None) -> None:
        self.port, self._env, self._log = int(env["PORT"]), env, log
        self._command = words or command()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the first page was answered."""
        with self._log.open("ab") as told:
            self.process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env={**os.environ, **self._env},
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        self._await()

    def stop(self) -> None:
        """As an operator stops it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def kill(self) -> None:
        """SIGKILL to the whole of it at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            self.process = None

    def words(self) -> str:
        return self._log.read_text()

    def _await(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process is not None
            assert self.process.poll() is None, self.words()
            client = Client(self.port)
            try:
                assert client.get("/learn") == 200
            except OSError:
                time.sleep(0.02)
            else:
                return
            finally:
                client.close()
        raise TimeoutError(self.words())


@contextmanager
def served(env: Mapping[str, str], log: Path, words: list[str] | None = None) -> Iterator[Server]:
    """A server on the port of the settings, until the block is left."""
    server = Server(env, log, words)
    try:
        server.start()
        yield server
    finally:
        server.stop()


class Client:
    """One warm connection, signed in or not; answers are read to the end."""

    def __init__(self, port: int, cookie: str = "", patience: float = PATIENCE) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=patience)
        self._headers = {"Accept-Encoding": ENCODINGS, "Cookie": cookie}
        self._cookies = SimpleCookie(cookie)
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

    def send(self, address: str, data: object) -> int:
        """As a phone's script sends it."""
        headers = {**self._headers, "Accept-Encoding": "identity"}
        headers["Content-Type"] = "application/json"
        return self._ask("POST", address, json.dumps(data).encode(), headers)

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> int:
        try:
            self._connection.request(method, address, body, headers)
            answer = self._connection.getresponse()
        except (RemoteDisconnected, BrokenPipeError):
            # the server ends a connection that has rested for a while; warming up finds out
            self._connection.close()
            self._connection.request(method, address, body, headers)
            answer = self._connection.getresponse()
        self.body = answer.read()
        for kept in answer.msg.get_all("Set-Cookie", []):
            self._cookies.load(kept)
        pairs = (f"{name}={one.coded_value}" for name, one in self._cookies.items())
        self._headers["Cookie"] = "; ".join(pairs)
        return answer.status
