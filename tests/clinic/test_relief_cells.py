"""Single changes in the doctor's tables: quiet where they may be usual ups and downs."""

import pytest

from diary.clinic.pages.relief_cells import Cell, change_cell
from diary.relief.windows import NEXT_DAY, WindowChange, WindowStatus


def changed(by: float) -> WindowChange:
    return WindowChange(NEXT_DAY, WindowStatus.MEASURED, 5.0, by, 2)


@pytest.mark.parametrize(
    ("by", "usual", "quiet"),
    [
        (-2.5, 3.0, True),
        (-3.0, 3.0, False),
        (2.9, 3.0, True),
        (-3.9, None, True),
        (-4.0, None, False),
    ],
)
def test_a_change_within_the_usual_is_quiet(by: float, usual: float | None, quiet: bool) -> None:
    cell = change_cell(changed(by), usual)
    assert (cell.usual, cell.quiet, cell.entries) == (quiet, quiet, 2)


def test_what_was_not_measured_is_quiet_and_not_called_usual() -> None:
    cell = change_cell(WindowChange(NEXT_DAY, WindowStatus.NOT_YET), 3.0)
    assert cell == Cell("not yet")
    assert (cell.quiet, cell.usual) == (True, False)
