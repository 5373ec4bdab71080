"""Hundreds of connections that never finish a request: patients keep logging."""

import sys
from collections import Counter
from pathlib import Path
from statistics import median

from flask import Flask

from tests.faults.honest import Patient, stored
from tests.faults.sizes import size, tell
from tests.faults.slow import SlowOnes
from tests.people import People
from tests.serving import environment, free_port, served

SLOW, HONEST, CONTROL = size(150, 600), size(12, 200), size(1, 3)
PATIENCE, IN_VAIN = 30.0, 3.0  # seconds; those who dawdle would hold a place for much longer
NAIVE = [sys.executable, "-m", "waitress", "--host=127.0.0.1"]


def _log_among(
    app: Flask,
    people: People,
    log: Path,
    times: int,
    patience: float,
    words: list[str] | None = None,
) -> Patient:
    port = free_port()
    ana = Patient.signed_in(app, people.ana, port)
    command = [*words, f"--port={port}", "wsgi:app"] if words else None
    with served(environment(app, port), log, command), SlowOnes(port, SLOW).dawdling():
        for _ in range(times):
            ana.log(patience)
    return ana


def test_patients_log_while_hundreds_of_connections_dawdle(
    app: Flask, people: People, tmp_path: Path
) -> None:
    ana = _log_among(app, people, tmp_path / "log", HONEST, PATIENCE)
    assert stored(app) == Counter(ana.acknowledged)
    tell(
        f"slow connections: {SLOW} open, {len(ana.acknowledged)} of {HONEST} entries "
        f"answered, median {1000 * median(ana.seconds):.1f} ms"
    )
    assert len(ana.acknowledged) == HONEST


def test_control_the_same_server_with_its_own_defaults_leaves_patients_waiting(
    app: Flask, people: People, tmp_path: Path
) -> None:
    ana = _log_among(app, people, tmp_path / "log", CONTROL, IN_VAIN, NAIVE)
    tell(f"slow connections, control: {len(ana.acknowledged)} of {CONTROL} answered")
    assert len(ana.acknowledged) < CONTROL
