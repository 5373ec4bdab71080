"""A diary under fire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import make_app, migrate
from tests.fuzz.fuzzer import Fuzzer
from tests.whole_app.planting import plant
from tests.whole_app.world import World


@pytest.fixture
def fuzzer(tmp_path: Path) -> Iterator[Fuzzer]:
    url = f"sqlite:///{tmp_path / 'diary.sqlite'}"
    migrate(url, tmp_path)
    app = make_app(url, tmp_path)
    made = Fuzzer(World(app, tmp_path / "diary.sqlite", plant(app)))
    yield made
    made.world.put_back()
