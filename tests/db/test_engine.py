"""How the engine is made."""

import pytest

from diary.db.engine import engine_options


@pytest.mark.parametrize(
    "url", ["sqlite:///diary.sqlite", "postgresql://diary@localhost/diary"], ids=["file", "server"]
)
def test_an_error_names_no_value_on_either_engine(url: str) -> None:
    assert engine_options(url)["hide_parameters"] is True
