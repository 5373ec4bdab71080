"""kill -9 of the whole server while patients write: every acknowledged entry is there, once."""

import random
import sys
import time
from pathlib import Path

from flask import Flask

from tests.faults.honest import stored
from tests.faults.load import Load, lost_and_doubled
from tests.faults.sizes import size, tell
from tests.people import People
from tests.serving import Server, environment, free_port

KILLS, CONTROL_KILLS = size(3, 200), 10  # a control ends at the first one that does harm
FAULTY = [sys.executable, "-m", "tests.faults.faulty"]


def _killed(
    app: Flask, people: People, log: Path, kills: int, words: list[str] | None = None
) -> tuple[Load, int, int]:
    """Writers while the server is killed again and again; what was lost and doubled."""
    when = random.Random(2026)
    port = free_port()
    lost = doubled = 0
    server, load = Server(environment(app, port), log, words), Load(app, people, port)
    try:
        server.start()
        load.start()
        for _ in range(kills):
            load.await_one()
            time.sleep(when.uniform(0.0, 0.4))
            server.kill()
            acknowledged = list(load.acknowledged)
            lost, doubled = lost_and_doubled(acknowledged, stored(app))
            if lost or doubled:
                break
            server.start()
        if server.process is None:
            server.start()
        load.stop()
    finally:
        server.kill()
    if not lost:
        lost, doubled = lost_and_doubled(load.acknowledged, stored(app))
    return load, lost, doubled


def test_no_acknowledged_entry_is_lost_or_doubled_by_kills(
    app: Flask, people: People, tmp_path: Path
) -> None:
    load, lost, doubled = _killed(app, people, tmp_path / "log", KILLS)
    tell(
        f"kill -9: {KILLS} kills, {len(load.acknowledged)} entries acknowledged, "
        f"{load.unanswered} sent again, {lost} lost, {doubled} doubled"
    )
    assert load.unanswered > 0, "no kill met a writer"
    assert (lost, doubled) == (0, 0)


def test_control_a_server_that_answers_before_it_commits_loses(
    app: Flask, people: People, tmp_path: Path
) -> None:
    _, lost, _ = _killed(app, people, tmp_path / "log", CONTROL_KILLS, [*FAULTY, "hasty"])
    tell(f"kill -9, control that answers before it commits: {lost} lost")
    assert lost > 0


def test_control_a_server_that_forgets_ids_doubles(
    app: Flask, people: People, tmp_path: Path
) -> None:
    _, _, doubled = _killed(app, people, tmp_path / "log", CONTROL_KILLS, [*FAULTY, "forgetful"])
    tell(f"kill -9, control that forgets ids: {doubled} doubled")
    assert doubled > 0
