"""Time zones come from the newer of two releases: the pinned one, or the system's."""

import zoneinfo
from pathlib import Path

import pytest
from tzdata import IANA_VERSION  # type: ignore[import-untyped]

from diary.domain.time_zones import search_path, version_of


@pytest.mark.parametrize(
    ("system", "wins"),
    [("2026g", True), ("2027a", True), ("2026f", False), ("2025b", False), ("no version", False)],
)
def test_the_newer_release_of_the_time_zones_wins(tmp_path: Path, system: str, wins: bool) -> None:
    (tmp_path / "tzdata.zi").write_text(f"# version {system}\n# redo posix_only\n")
    folders = (str(tmp_path / "nothing here"), str(tmp_path))
    assert search_path("2026f", folders) == (folders if wins else ())


def test_without_zones_of_the_system_the_pinned_ones_are_read(tmp_path: Path) -> None:
    assert search_path("2026f", (str(tmp_path / "none"),)) == ()


def test_this_process_reads_the_newer_one() -> None:
    """Where it reads the system's at all, they are newer than the pinned ones."""
    there = [folder for folder in zoneinfo.TZPATH if Path(folder).is_dir()]
    assert not zoneinfo.TZPATH or version_of(Path(there[0])) > IANA_VERSION
