"""Where a machine lacks a browser or a compiler, one sentence says so and the rest is tested."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diary.config import ROOT
from tests import browser


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without apt, Chromium, a compiler or a network."""
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho 'libatomic.so.1: cannot open shared object' >&2\nexit 127\n")
    node.chmod(0o700)
    return {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "PLAYWRIGHT_NODEJS_PATH": str(node),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers"),
        "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:1",
        "DIARY_TEST_CHROMIUM": "",
        "COVERAGE_FILE": os.devnull,
    }


def _run(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_what_cannot_be_installed_is_said_in_a_sentence(bare: dict[str, str]) -> None:
    run = _run(bare, "tests.browser")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        "Skipping journeys in a browser and tests of a failing disk: a Chromium and what"
        " playwright starts with and a C compiler could not be found."
        " On Debian: sudo apt-get install chromium libatomic1 gcc libc6-dev\n"
    )


def test_a_download_that_cannot_be_is_tried_once(bare: dict[str, str]) -> None:
    if not browser.drives():
        pytest.skip(browser.without([need for need in browser.NEEDS if not need.is_there()]))
    del bare["PLAYWRIGHT_NODEJS_PATH"]
    run = _run(bare, "tests.browser")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0] == (
        "http://127.0.0.1:1 cannot be reached, so no browser is fetched from there."
    )
    assert "apt-get install chromium gcc" in run.stdout


def test_tests_that_need_what_is_missing_are_skipped_with_its_name(bare: dict[str, str]) -> None:
    needy = ["tests/journeys/test_passkeys.py", "tests/faults/test_failing_disk.py"]
    run = _run(bare, "pytest", "-q", "-p", "no:cacheprovider", *needy)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "passed" not in run.stdout.splitlines()[-1]
    assert "apt-get install chromium libatomic1" in run.stdout
    assert "apt-get install gcc libc6-dev" in run.stdout


def test_all_of_it_is_installed_by_one_command_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text("")
    apt.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    update, install = browser._by_apt(["chromium", "libatomic1"])
    assert update[-1] == "update"
    assert install[-3:] == ["--no-install-recommends", "chromium", "libatomic1"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert browser._by_apt(["chromium"]) == []
