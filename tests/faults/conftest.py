"""Long forms take as long as they take."""

import pytest

from tests.faults.sizes import LONG


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if LONG:
        for item in items:
            if "/faults/" in str(item.path):
                item.add_marker(pytest.mark.timeout(3600))
