"""The short form of `make mutants`: three guards taken away, and one that is none."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants.__main__ import KILLED, copied, without
from tests.mutants.guards import Kind, Mutant, places
from tests.mutants.kinds import GATES, KINDS
from tests.mutants.sampling import by_kind, mutants, sample

QUICK = "tests/whole_app/test_own_rows.py::test_"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("mutants") / "copy")


def _first(file: str, word: str) -> Mutant:
    every = (one for kind in KINDS for one in places(kind))
    return next(one for one in every if one.file == file and word in one.before)


def test_every_kind_is_found_somewhere() -> None:
    for kind in KINDS:
        assert list(places(kind)), kind.pattern


def test_every_guard_that_stands_alone_is_where_it_was() -> None:
    assert len(mutants()) > 250


def test_a_sample_is_spread_over_all_kinds() -> None:
    chosen = sample(60)
    assert len(set(chosen)) == 60
    assert all(set(kind) & set(chosen) for kind in by_kind())


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("file", "word", "tests"),
    [
        ("diary/clinic/queries/visits.py", "Visit.doctor_id", f"{QUICK}visits"),
        ("diary/imports/queries.py", "Upload.patient_id", f"{QUICK}files_that_wait"),
        ("diary/clinic/routes/visits.py", "@only", GATES[0]),
    ],
)
def test_a_guard_that_is_away_is_noticed(copy: Path, file: str, word: str, tests: str) -> None:
    assert without(copy, replace(_first(file, word), tests=(tests,))) == KILLED


def test_what_is_no_guard_is_not_said_to_be_noticed(copy: Path) -> None:
    """The control: a change that guards nothing survives."""
    words = Kind(
        "diary/clinic/routes/visits.py", "Store a visit", "Keep a visit", (f"{QUICK}visits",)
    )
    assert without(copy, next(places(words))) == "survived"
