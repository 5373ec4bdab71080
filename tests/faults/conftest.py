"""Long forms take as long as they take; short ones start many servers, on a busy machine slowly."""

import pytest

from tests.faults.sizes import LONG


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/faults/" in str(item.path):
            item.add_marker(pytest.mark.timeout(7200 if LONG else 900))
