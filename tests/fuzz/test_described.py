"""schemathesis draws from ``docs/openapi.json``: what fits it, and what nearly does."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import time_machine
from flask import jsonify
from flask.typing import ResponseReturnValue
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from werkzeug.test import TestResponse

from tests.fuzz.fuzzer import Fuzzer
from tests.whole_app.planting import NOW

TOLD = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text(encoding="utf-8"))
FOUND = schemathesis.openapi.from_dict(TOLD).get_all_operations()
OPERATIONS = [one.ok() for one in FOUND if isinstance(one, Ok)]
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = 400 if "FUZZ_SECONDS" in os.environ else 8


def test_every_operation_could_be_read() -> None:
    assert len(OPERATIONS) == len(TOLD["paths"])


def _fire(fuzzer: Fuzzer, visitors: tuple[str, ...] = ("ana", "ben", "nobody")) -> None:
    for operation in OPERATIONS:
        drawn = st.one_of(*(operation.as_strategy(mode) for mode in GenerationMode))

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(drawn, st.sampled_from(visitors))
        def one(case: schemathesis.Case[Any], visitor: str) -> None:
            case.validate_response(_send(fuzzer, case, visitor), checks=CHECKS)

        one()


def _send(fuzzer: Fuzzer, case: schemathesis.Case[Any], visitor: str) -> TestResponse:
    browser = fuzzer.world.browser(visitor)
    browser.inspects = False
    body = {} if case.method == "GET" else {"data": json.dumps(_plain(case.body))}
    headers = {"X-CSRFToken": browser.token()}
    with time_machine.travel(NOW, tick=False):
        return browser.open(
            case.formatted_path,
            method=case.method,
            headers=headers,
            content_type="application/json",
            **body,
        )


def _plain(body: object) -> object:
    """The body, or nothing where none was drawn; bytes as the words they stand for."""
    return json.loads(json.dumps(body, default=str))


@pytest.mark.timeout(0)
def test_whatever_is_sent_is_answered_as_described(fuzzer: Fuzzer) -> None:
    _fire(fuzzer)


def test_an_answer_that_is_not_as_described_is_found(fuzzer: Fuzzer) -> None:
    def other() -> ResponseReturnValue:
        return jsonify(person=1)

    other.__dict__["admitted"] = None
    fuzzer.world.app.view_functions["sync.state"] = other
    with pytest.raises(FailureGroup):
        _fire(fuzzer, ("ana",))
