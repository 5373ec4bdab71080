"""A release after this one, so that moving from version to version can be tried with rows."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Flask

from diary.config import ROOT
from diary.extensions import alembic

FOLDER = Path(__file__).parent / "second_step"
VERSIONS = str(ROOT / "diary" / "migrations" / "versions")
NEWEST = str(ScriptDirectory(VERSIONS, version_locations=[VERSIONS]).get_current_head())
LATER = "tried"


def add_later_step(app: Flask) -> None:
    """Let this app know the step of tests/db/second_step; its tables stay as they are."""
    app.config["ALEMBIC"]["version_locations"].append(str(FOLDER))
    cache = alembic._cache[app]  # it remembers where it looked before
    cache.config = cache.script = cache.env = None
