"""Fetching the small script from the shell, with and without npm."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from diary.charts import writers


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of our own, without npm."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def npm(tools: Path, script: str) -> None:
    """A stand-in for the npm client, which would go out to the network."""
    file = tools / "npm"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def fetch(app: Flask) -> str:
    answer = app.test_cli_runner().invoke(args=["charts", "fetch-bundle"])
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_the_package_of_the_right_version_is_unpacked(
    app: Flask, tools: Path, tmp_path: Path
) -> None:
    npm(
        tools,
        f'echo "$@" | grep -q "plotly.js-basic-dist-min@{writers.VERSION}$" || exit 1\n'
        "mkdir package && echo 'var Plotly' > package/plotly-basic.min.js\n"
        "tar czf it.tgz package",
    )
    assert "is in place" in fetch(app)
    folder = tmp_path / "vendor"
    assert (folder / writers.BASIC_NAME).read_text() == "var Plotly\n"
    assert writers.find_script([folder]).name == writers.BASIC_NAME
    assert fetch(app) == ""  # the second time nothing is left to do


@pytest.mark.parametrize(
    "script",
    ["exit 1", "true", "echo no archive > it.tgz", "tar czf it.tgz --files-from /dev/null"],
)
def test_whatever_npm_does_wrong_the_larger_script_stays(
    app: Flask, tools: Path, tmp_path: Path, script: str
) -> None:
    npm(tools, script)
    assert "the larger one is used" in fetch(app)
    assert writers.find_script([tmp_path / "vendor"]) == writers.find_full_script()


def test_a_registry_that_does_not_answer_is_asked_once(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the real npm and the real pip, each sent to a server that breaks off at every request."""
    with breaking_off() as (address, asked):
        monkeypatch.setenv("npm_config_registry", address)
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
        if shutil.which("npm"):
            assert "the larger one is used" in fetch(app)
            assert len(asked) == 1
        asked.clear()
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_INDEX_URL", address)
        assert "the larger one is used" in fetch(app)
        assert len(asked) == 1


@contextmanager
def breaking_off() -> Iterator[tuple[str, list[str]]]:
    """A server that closes each connection without an answer, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.close_connection = True

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/", asked
        finally:
            server.shutdown()
            thread.join()


def test_without_npm_and_without_a_network_the_larger_script_stays(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")  # as if the registry could not be reached
    assert "the larger one is used" in fetch(app)
    assert writers.find_script([tmp_path / "vendor"]) == writers.find_full_script()
