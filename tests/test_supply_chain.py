"""The audit never takes "could not look" for "nothing found"."""

import ast
import json
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from diary.config import ROOT
from tests.supply_chain import flagged

FOUND = {"name": "flask", "version": "2.2.2", "vulns": [{"id": "PYSEC-2023-62"}]}
CLEAN = {"name": "werkzeug", "version": "2.2.2", "vulns": []}
SKIPPED = {"name": "werkzeug", "skip_reason": "Dependency not found and could not be audited"}


def test_an_audit_that_names_what_is_known_has_looked() -> None:
    assert flagged(json.dumps({"dependencies": [FOUND, FOUND], "fixes": []}))


@pytest.mark.parametrize(
    "report",
    [
        "",
        "No known vulnerabilities found",
        "{}",
        "[]",
        '{"dependencies": []}',
        json.dumps({"dependencies": [CLEAN]}),
        json.dumps({"dependencies": [SKIPPED]}),
        json.dumps({"dependencies": [FOUND, SKIPPED]}),
    ],
)
def test_an_audit_that_misses_a_known_fault_could_not_look(report: str) -> None:
    assert not flagged(report)


def _imported() -> set[str]:
    """What the diary's own code imports that is not of Python itself."""
    found = set()
    for path in [*(ROOT / "diary").rglob("*.py"), ROOT / "wsgi.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"diary", "_typeshed"}  # stubs are for mypy alone


def _plain(name: str) -> str:
    """A project's name as packages compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_library_that_is_imported_is_named_with_its_version() -> None:
    """What comes only because another library needs it may be gone with its next release."""
    wanted = (ROOT / "requirements.in").read_text(encoding="utf-8")
    named = {_plain(name) for name in re.findall(r"^([\w.-]+)(?:\[\w+\])?==", wanted, re.MULTILINE)}
    projects = packages_distributions()
    missing = {
        module for module in _imported() if not named & {_plain(one) for one in projects[module]}
    }
    assert missing == set()
    assert len(named) > 20, "the control: the file was read"
