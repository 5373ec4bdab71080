"""The server keeps no more of a body than its sender may send, finished or not."""

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask
from waitress.adjustments import Adjustments

from diary.request_bodies import channel_for
from tests.serving import environment, free_port, served

MOST = 1000
HEAD = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\n"


def _asked(_method: str, _path: str, _cookies: str) -> int:
    return MOST


def _parts(body: bytes, *, chunked: bool) -> Iterator[bytes]:
    if not chunked:
        yield HEAD + b"Content-Length: %d\r\n\r\n" % len(body)
    else:
        yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    for at in range(0, len(body), 300):
        part = body[at : at + 300]
        yield b"%x\r\n%s\r\n" % (len(part), part) if chunked else part
    if chunked:
        yield b"0\r\n\r\n"


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("length", [1, MOST, MOST + 1, 50 * MOST])
def test_a_body_is_kept_whole_or_not_at_all(length: int, chunked: bool) -> None:
    parser: Any = channel_for(_asked).parser_class(Adjustments(inbuf_overflow=500))
    body, most = os.urandom(length), 0
    for part in _parts(body, chunked=chunked):
        parser.received(part)
        kept = parser.body_rcv.buf
        most = max(most, len(kept.strbuf) + (len(kept.buf) if kept.buf else 0))
    assert parser.completed
    assert most <= MOST
    assert parser.get_body_stream().read() == (body if length <= MOST else b"")
    assert parser.headers["CONTENT_LENGTH"] == str(length)  # by which the app refuses it in words
    parser.close()


FRAMING = {
    "a size that never ends": (b"1;", b"x" * 8000),
    "a trailer that never ends": (b"0\r\n", b"X: " + b"x" * 8000),
    "chunks of one letter": (b"", b"1\r\na\r\n" * 1300),
}


@pytest.mark.parametrize("kind", FRAMING)
def test_what_wraps_a_body_cannot_outgrow_it(kind: str) -> None:
    """Each new part would be joined to all that came before it: 10 MB cost 15 seconds."""
    parser: Any = channel_for(_asked).parser_class(Adjustments())
    begin, part = FRAMING[kind]
    parser.received(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    parser.received(begin)
    sent = 0
    while not parser.completed and sent < 1_000_000:
        sent += parser.received(part)
    assert parser.error is not None
    assert parser.error.code == 400
    assert sent < 50_000
    parser.close()


def _spilt(process: psutil.Process) -> int:
    """How many bytes lie in files that a process has open and that have no name."""
    total = 0
    for name in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(OSError):
            about = name.stat()
            total += about.st_size if about.st_nlink == 0 else 0
    return total


def test_requests_that_are_half_sent_hold_nothing_and_whole_ones_are_refused_in_words(
    app: Flask, tmp_path: Path
) -> None:
    port, whole = free_port(), 12_000_000
    with served(environment(app, port), tmp_path / "log") as server:
        assert server.process is not None
        workers = psutil.Process(server.process.pid).children()
        before = sum(worker.memory_info().rss for worker in workers)
        held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(6)]
        for one in held:
            one.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % whole + b"a" * (whole - 1))
        assert sum(map(_spilt, workers)) < 1_000_000
        assert sum(worker.memory_info().rss for worker in workers) - before < 10_000_000
        for one in held:
            one.sendall(b"a")
            assert one.recv(40).startswith((b"HTTP/1.1 413", b"HTTP/1.1 415"))
            one.close()
