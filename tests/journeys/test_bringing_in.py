"""Ana brings in a diary that she kept elsewhere, and sees every entry of it in her charts."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import add, bring_in, cells, counts, dots, draw

FIRST = datetime.fromisoformat("2025-03-03T08:30:00+00:00")
DAYS, A_DAY = 20, 3
MADE = DAYS * A_DAY
REFUSED = ("yesterday,3,6,,", "2025-03-05T11:00:00+00:00,11,6,,", "2025-03-05T12:00:00+00:00,,,,")
SESSIONS = 2
NAMES = "recorded_at,anxiety,mood,headache,note"


@pytest.fixture
def made_file(tmp_path: Path) -> Path:
    """Three entries a day, and three lines that cannot be entries."""
    lines = [NAMES, *_entries(), *REFUSED]
    return _write(tmp_path / "diary.csv", lines)


def test_the_page_counts_what_the_file_holds_and_a_second_time_adds_nothing(
    ana_page: Page, made_file: Path
) -> None:
    bring_in(ana_page, made_file)
    assert counts(ana_page) == (MADE, 0, len(REFUSED))
    reasons = ana_page.get_by_role("region", name="Refused lines").locator("tbody tr")
    assert reasons.count() == len(REFUSED)
    assert reasons.locator("th").all_text_contents() == [str(MADE + line) for line in (2, 3, 4)]
    add(ana_page)
    expect(ana_page.locator("h1")).to_have_text(f"{MADE} entries added")
    assert counts(ana_page) == (MADE, 0, len(REFUSED))

    bring_in(ana_page, made_file)
    assert counts(ana_page) == (0, MADE, len(REFUSED))
    expect(ana_page.get_by_text("There is nothing to add")).to_be_visible()
    assert _in_history(ana_page) == MADE


def test_a_file_of_another_program_is_mapped_on_the_page(ana_page: Page, tmp_path: Path) -> None:
    names = "Wann genau;Unruhe;Lage;Kopfweh;Bemerkung;Wetter"
    lines = [names, *(line.replace(",", ";") + ";Regen" for line in _entries())]
    bring_in(ana_page, _write(tmp_path / "tagebuch.csv", lines))
    expect(ana_page.locator("h1")).to_have_text("Which column is which?")
    ana_page.locator("summary", has_text="More columns").click()
    for name, column in (
        ("Date and time", "Wann genau"), ("Anxiety", "Unruhe"), ("Mood", "Lage"),
        ("Headache", "Kopfweh"), ("Note", "Bemerkung"),
    ):  # fmt: skip
        field = ana_page.get_by_label(name, exact=True)
        option = field.locator("option", has_text=column).get_attribute("value")
        field.select_option(option)
    ana_page.get_by_role("button", name="Show what it would add").click()
    expect(ana_page.get_by_text("Columns that are left out: Wetter.")).to_be_visible()
    assert counts(ana_page) == (MADE, 0, 0)
    add(ana_page)
    assert counts(ana_page) == (MADE, 0, 0)
    ana_page.goto("/diary")
    expect(ana_page.get_by_text("Headache (mild)").first).to_be_visible()


def test_charts_show_every_entry_and_session_of_the_files(
    ana_page: Page, made_file: Path, tmp_path: Path
) -> None:
    bring_in(ana_page, made_file)
    add(ana_page)
    starts = [FIRST + timedelta(days=day, hours=2) for day in (4, 11)]
    rows = [f"{start.isoformat()},iv,ketamine,40,mg" for start in starts]
    sessions = _write(tmp_path / "sessions.csv", ["started_at,route,drug,dose,unit", *rows])
    bring_in(ana_page, sessions, "/import/treatments")
    assert counts(ana_page) == (SESSIONS, 0, 0)
    add(ana_page)
    bring_in(ana_page, sessions, "/import/treatments")
    assert counts(ana_page) == (0, SESSIONS, 0)

    draw(ana_page)
    assert dots(ana_page) == (MADE, MADE)
    reading = ana_page.locator("#chart-timeline-reading")
    expect(reading).to_contain_text(f"{MADE} entries on {DAYS} of")
    expect(reading).to_contain_text(f"{SESSIONS} sessions.")
    assert sum(map(int, cells(ana_page, "timeline", "Entries"))) == MADE
    told = cells(ana_page, "timeline", "Sessions and changes")
    assert [words for words in told if words] == [
        "Session 2: IV 40 mg",
        "Session 1: IV 40 mg",
    ]
    assert len(cells(ana_page, "by-session", "Session")) == 2 * SESSIONS


def _entries() -> list[str]:
    """One line for each entry: a headache each morning, and words on the first."""
    lines = []
    for number in range(MADE):
        at = FIRST + timedelta(days=number // A_DAY, hours=5 * (number % A_DAY))
        headache = "mild" if number % A_DAY == 0 else ""
        note = "" if number else "The first day"
        lines.append(f"{at.isoformat()},{number % 11},{10 - number % 11},{headache},{note}")
    return lines


def _in_history(page: Page) -> int:
    """Every entry on the pages of the history, from the newest to the oldest."""
    page.goto("/diary")
    found = page.locator(".day .lines > li").count()
    while page.get_by_role("link", name="Older days").count():
        page.goto(str(page.get_by_role("link", name="Older days").get_attribute("href")))
        found += page.locator(".day .lines > li").count()
    return found


def _write(file: Path, lines: list[str]) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file
