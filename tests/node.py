"""The Node that playwright brings: it runs the phone's own scripts without a browser."""

import json
import os
import subprocess
from typing import Any

import pytest
from playwright._impl._driver import compute_driver_executable

from diary.config import ROOT
from tests.browser import drives

SCRIPTS = (ROOT / "static" / "js").as_uri()

needs_node = pytest.mark.skipif(not drives(), reason="playwright's Node does not start here")


def call(module: str, body: str, data: Any, time_zone: str = "UTC") -> Any:
    """Return what ``body`` of a function of ``module`` and ``data`` returns, by way of JSON."""
    script = (
        'import { readFileSync } from "node:fs";\n'
        'const data = JSON.parse(readFileSync(0, "utf8"));\n'
        f"const module = await import({f'{SCRIPTS}/{module}'!r});\n"
        f"const answer = ((module, data) => {{ {body} }})(module, data);\n"
        "process.stdout.write(JSON.stringify(answer));\n"
    )
    answer = subprocess.run(
        [compute_driver_executable()[0], "--input-type=module", "--eval", script],
        input=json.dumps(data),
        env={**os.environ, "TZ": time_zone},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return json.loads(answer.stdout)
