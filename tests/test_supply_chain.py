"""The audit never takes "could not look" for "nothing found"."""

import json

import pytest

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
