"""The scripts' own tests, and what the tools that check them are installed from."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from diary.config import ROOT
from tests import javascript
from tests.node import needs_node

EXACT = re.compile(r"\d+\.\d+\.\d+")


@needs_node
def test_the_scripts_pass_their_own_tests() -> None:
    node = compute_driver_executable()[0]
    answer = subprocess.run(
        [node, "--test", "--test-reporter=tap", "tests/js/**/*.test.js"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    passed = re.search(r"^# pass (\d+)$", answer.stdout, re.MULTILINE)
    assert passed is not None
    assert int(passed[1]) > 20


def test_every_tool_is_pinned_by_version_and_hash_and_by_no_address() -> None:
    tools = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert all(EXACT.fullmatch(version) for version in tools.values())
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    packages = {name: package for name, package in lock.items() if name}
    assert len(packages) > 50
    assert [name for name, package in packages.items() if "integrity" not in package] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_without_npm_one_sentence_says_what_is_skipped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_npm() -> list[str]:
        raise FileNotFoundError

    monkeypatch.setattr(javascript, "MODULES", tmp_path)
    monkeypatch.setattr(javascript, "_npm", no_npm)
    assert javascript.main() == 0
    assert javascript.SKIPPED in capsys.readouterr().out


def test_what_is_installed_is_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs: list[list[str]] = []
    monkeypatch.setattr(javascript, "MODULES", tmp_path)
    monkeypatch.setattr(javascript, "_npm", lambda: ["npm"])
    monkeypatch.setattr(javascript, "_run", runs.append)
    assert javascript.is_installed()
    assert javascript.is_installed()
    assert [run[1] for run in runs] == ["view", "ci"]


def test_nothing_is_installed_where_the_registry_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    runs: list[list[str]] = []

    def no_answer(command: list[str]) -> None:
        runs.append(command)
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(javascript, "MODULES", tmp_path)
    monkeypatch.setattr(javascript, "_npm", lambda: ["npm"])
    monkeypatch.setattr(javascript, "_run", no_answer)
    assert not javascript.is_installed()
    assert [run[1] for run in runs] == ["view"]
