"""What Lighthouse says of the form and of the charts, where Node and Lighthouse are at hand.

npm install --prefix /some/folder lighthouse@13.5.0
DIARY_LIGHTHOUSE=/some/folder/node_modules/.bin/lighthouse make bench
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.benchmarks.conftest import Bench
from tests.benchmarks.timing import table
from tests.browser import ARGUMENTS

PATIENCE = 240  # seconds for one page
GOALS = ("performance", "accessibility", "best-practices")
PAGES = {"logging page": ("/", 100), "charts of 90 days": ("/charts", 95)}


def test_print_what_lighthouse_says(bench: Bench, chromium: str, tmp_path: Path) -> None:
    lighthouse = os.environ.get("DIARY_LIGHTHOUSE") or shutil.which("lighthouse")
    if not lighthouse or not shutil.which("node"):
        print("\nLighthouse was not asked: it is not at hand.")
        return
    rows, faults = [], []
    for words, (address, goal) in PAGES.items():
        told = _ask([lighthouse, chromium], bench, address, tmp_path)
        scores = {name: round(100 * told["categories"][name]["score"]) for name in GOALS}
        met = "met" if min(scores.values()) >= goal else "missed"
        rows.append([words, *scores.values(), goal, met])
        faults += [f"  {words}: {one}" for one in _lost(told)]
    print(table("Lighthouse, a phone on slow 4G", ["page", *GOALS, "goal", ""], rows))
    print("\n".join(["What took points:", *faults]))


def _ask(programs: list[str], bench: Bench, address: str, folder: Path) -> dict[str, Any]:
    """Signed in by a cookie that goes with each request."""
    headers, answer = folder / "headers.json", folder / "answer.json"
    headers.write_text(json.dumps({"Cookie": "=".join(bench.cookie(bench.written.ana))}))
    subprocess.run(
        [
            programs[0],
            f"{bench.origin}{address}",
            "--quiet",
            f"--only-categories={','.join(GOALS)}",
            "--output=json",
            f"--output-path={answer}",
            f"--extra-headers={headers}",
            f"--chrome-flags={' '.join(['--headless', *ARGUMENTS])}",
        ],
        env={**os.environ, "CHROME_PATH": programs[1]},
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    told: dict[str, Any] = json.loads(answer.read_text())
    return told


def _lost(told: dict[str, Any]) -> list[str]:
    """Each audit that weighs something and is not whole."""
    parts = [one for name in GOALS for one in told["categories"][name]["auditRefs"]]
    weighing = {one["id"] for one in parts if one["weight"]}
    audits = (told["audits"][name] for name in sorted(weighing))
    return [
        f"{audit['title']} ({audit['score']:.2f}) {audit.get('displayValue', '')}"
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]
