"""The diary of one real person, 239 days long: in by the page and by the command, and charted.

Kossakowski et al. 2017. The file is not part of this repository; without it this is skipped.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from diary.access import actions as access
from diary.transactions import early_commit
from tests.journeys.conftest import DESKTOP, PHONE, Open
from tests.journeys.steps import add, bring_in, cells, counts, dots, draw
from tests.people import People, Person

FILE = Path(__file__).parents[3] / "shared" / "data" / "kossakowski2017" / "diary.csv"
PHASES = ("2012-09-10", "2012-09-24", "2012-11-19", "2013-01-15")
FIRST, LAST = "2012-08-13", "2013-04-08"

pytestmark = [
    pytest.mark.skipif(not FILE.is_file(), reason="the real diary is not beside this folder"),
    pytest.mark.timeout(900),
]


@pytest.fixture(scope="module")
def rows() -> Sequence[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def phases(tmp_path: Path) -> Path:
    """The dates on which a phase of the real treatment began."""
    file = tmp_path / "phases.csv"
    starts = "".join(f"{day}T10:00:00+02:00,other,,,\n" for day in PHASES)
    file.write_text(f"started_at,route,drug,dose,unit\n{starts}", encoding="utf-8")
    return file


def test_by_the_page_every_entry_is_in_and_drawn_for_ana_on_her_phone(
    ana_page: Page, rows: Sequence[dict[str, str]], phases: Path
) -> None:
    bring_in(ana_page, FILE)
    assert counts(ana_page) == (len(rows), 0, 0)
    add(ana_page)
    assert counts(ana_page) == (len(rows), 0, 0)
    bring_in(ana_page, FILE)
    assert counts(ana_page) == (0, len(rows), 0)
    bring_in(ana_page, phases, "/import/treatments")
    assert counts(ana_page) == (len(PHASES), 0, 0)
    add(ana_page)

    draw(ana_page)
    _counts_are_those_of(rows, ana_page)
    _fits(ana_page, PHONE[0])


def test_by_the_command_every_entry_is_in_and_drawn_for_ben_on_his_desk(
    app: Flask,
    people: People,
    open_page: Open,
    rows: Sequence[dict[str, str]],
    phases: Path,
) -> None:
    told = _command(app, "entries", people.ana, FILE)
    assert f"Added: {len(rows):,}" in told
    assert "Refused: 0" in told
    assert "Added: 0" in _command(app, "entries", people.ana, FILE)
    assert f"Added: {len(PHASES)}" in _command(app, "treatments", people.ana, phases)
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None
        )

    page = open_page(people.ben, DESKTOP)
    draw(page, f"/patients/{people.ana.id}?since={FIRST}&until={LAST}")
    _counts_are_those_of(rows, page)
    expect(page.locator(".reading")).to_contain_text(f"logged {len(rows):,} entries")
    expect(page.locator("section[aria-labelledby=sessions] tbody tr")).to_have_count(len(PHASES))
    _fits(page, DESKTOP[0])


def _counts_are_those_of(rows: Sequence[dict[str, str]], page: Page) -> None:
    days = {row["recorded_at"][:10] for row in rows}
    assert dots(page) == (len(rows), len(rows))
    assert sum(map(int, cells(page, "timeline", "Entries"))) == len(rows)
    told = cells(page, "timeline", "Sessions and changes")
    assert len([words for words in told if "Session" in words]) == len(PHASES)
    assert len(cells(page, "by-session", "Session")) == 2 * len(PHASES)
    expect(page.locator("#chart-timeline-reading")).to_contain_text(f"{len(rows):,} entries on")
    assert page.locator("figure[data-state=failed]").count() == 0
    assert len(days) <= 240


def _command(app: Flask, things: str, person: Person, file: Path) -> str:
    result = app.test_cli_runner().invoke(
        args=[things, "import", "--patient", person.email, str(file)]
    )
    assert result.exit_code == 0, result.output
    return str(result.output)


def _fits(page: Page, width: int) -> None:
    """No chart is wider than the screen, and neither is the page."""
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    for plot in page.locator(".chart__plot .main-svg").all():
        box = plot.bounding_box()
        assert box is None or box["x"] + box["width"] <= width + 1
