"""The server: its workers are replaced, end with it, and leave the port free."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psutil
from flask import Flask

from diary.config import ROOT
from diary.transactions import early_commit
from tests.people import People
from tests.serving import PATIENCE, Client, Server, command, environment, free_port, served

ONE_GONE = """
import socket, subprocess
from diary.serve import Workers
gone = subprocess.Popen(["true"])
gone.wait()
workers = Workers(None, socket.socket(), 1)
workers._born[gone.pid] = 0.0
workers._end()
"""


def _eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


def _workers(server: Server) -> list[psutil.Process]:
    assert server.process is not None
    return psutil.Process(server.process.pid).children()


def _answers(server: Server) -> bool:
    client = Client(server.port)
    try:
        return client.get("/learn") == 200
    finally:
        client.close()


def test_a_worker_that_dies_is_replaced(app: Flask, tmp_path: Path) -> None:
    with served(environment(app, free_port()), tmp_path / "log") as server:
        first = {worker.pid for worker in _workers(server)}
        for worker in first:
            os.kill(worker, signal.SIGKILL)
        assert _eventually(lambda: len({w.pid for w in _workers(server)} - first) == 2)
        assert _answers(server)


def test_killed_it_leaves_no_worker_and_a_free_port(app: Flask, tmp_path: Path) -> None:
    env = environment(app, free_port())
    server = Server(env, tmp_path / "log")
    server.start()
    workers = _workers(server)
    assert server.process is not None
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait()
    assert _eventually(lambda: not any(worker.is_running() for worker in workers))
    with served(env, tmp_path / "log") as again:
        assert _answers(again)
        _assert_refused(env)


def test_stopped_with_its_workers_it_ends_in_peace() -> None:
    """A service manager signals all of them at once: one may be gone before it is asked to go."""
    ended = subprocess.run(
        [sys.executable, "-c", ONE_GONE], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")


def _assert_refused(env: dict[str, str]) -> None:
    """A second server on a port that is taken does not start, and says why."""
    second = subprocess.run(
        command(), cwd=ROOT, env={**os.environ, **env}, capture_output=True, timeout=60, check=False
    )
    assert second.returncode != 0
    assert b"Address already in use" in second.stderr


def test_it_trusts_no_proxy_itself_and_drops_nothing_and_stops_in_peace(
    app: Flask, tmp_path: Path
) -> None:
    """DIARY_PROXIES decides which of a proxy's headers count."""
    env = {
        **environment(app, free_port()),
        "DIARY_MODE": "production",
        "DIARY_BASE_URL": "https://diary.example.org",
        "DIARY_TRUSTED_HOSTS": "diary.example.org,127.0.0.1",
        "DIARY_PROXIES": "1",
    }
    with served(env, tmp_path / "log") as server:
        process = server.process
        assert _asked_for(server.port, "diary.example.org") == 200
        assert _asked_for(server.port, "elsewhere.example.org") == 400
    assert process is not None
    assert process.returncode == 0
    assert server.words() == ""


def _asked_for(port: int, host: str) -> int:
    """The status of a page for which a proxy was asked under this name."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/learn", headers={"X-Forwarded-Host": host})
    status = connection.getresponse().status
    connection.close()
    return status


def test_an_answer_that_is_under_way_is_sent_before_it_stops(
    app: Flask, people: People, tmp_path: Path
) -> None:
    """A sign-in waits for the database's lock while an operator stops the server."""
    server = Server({**environment(app, free_port()), "DIARY_WORKERS": "1"}, tmp_path / "log")
    server.start()
    process = server.process
    assert process is not None
    with app.app_context(), closing(_signing_in(server.port)) as asked:
        with early_commit():
            asked.endheaders(WRONG.encode() + asked.token)
            # the one worker reads what came first before it answers what came later
            assert _answers(server)
            process.terminate()
            assert _eventually(lambda: not _is_open(server.port))
        answer = asked.getresponse()
        assert (answer.status, answer.read()[-8:].strip()) == (422, b"</html>")
    assert process.wait(PATIENCE) == 0
    assert "Traceback" not in server.words()


def test_a_request_that_has_arrived_is_answered_before_it_stops(
    app: Flask, people: People, tmp_path: Path
) -> None:
    """It waits unread, behind one on the same connection that is being answered."""
    server = Server({**environment(app, free_port()), "DIARY_WORKERS": "1"}, tmp_path / "log")
    server.start()
    process = server.process
    assert process is not None
    with app.app_context(), closing(_signing_in(server.port)) as asked:
        with early_commit():
            asked.endheaders(WRONG.encode() + asked.token)
            assert _answers(server)
            asked.sock.sendall(b"GET /learn HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            process.terminate()
            assert _eventually(lambda: not _is_open(server.port))
        # both may lie in one packet, of which an HTTPResponse would read more than its own
        answers = b"".join(iter(lambda: asked.sock.recv(65536), b""))
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"422", b"200"]
    assert (answers.count(b"</html>"), answers[-8:].strip()) == (2, b"</html>")
    assert process.wait(PATIENCE) == 0


class _SigningIn(HTTPConnection):
    token = b""


WRONG = "email=ana%40example.org&password=twelve+letters&csrf_token="


def _signing_in(port: int) -> _SigningIn:
    """A sign-in that lacks only its body."""
    asking = _SigningIn("127.0.0.1", port, timeout=PATIENCE)
    asking.request("GET", "/sign-in")
    answer = asking.getresponse()
    cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
    found = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', answer.read())
    assert found
    asking.token = found[1]
    asking.putrequest("POST", "/sign-in")
    asking.putheader("Content-Type", "application/x-www-form-urlencoded")
    asking.putheader("Content-Length", str(len(WRONG) + len(asking.token)))
    asking.putheader("Cookie", cookie)
    return asking


def _is_open(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex(("127.0.0.1", port)) == 0
