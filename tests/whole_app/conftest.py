"""A planted clinic, and a session that looks into it without any page."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from diary.transactions import early_commit
from tests.whole_app.planting import NOW, Planted, plant


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app)


@pytest.fixture
def rows(app: Flask, planted: Planted) -> Iterator[Session]:
    with time_machine.travel(NOW, tick=False), app.app_context(), early_commit() as session:
        yield session
