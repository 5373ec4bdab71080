"""What is installed is what was chosen: an exact version and the hash of every file of it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CHOSEN = sorted([*ROOT.glob("*.in"), *(ROOT / "tests").glob("*.in")])
EXACT = re.compile(r"([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^\s;]+)(?: ; [^\\]+)?$", re.IGNORECASE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}$")
Pins = dict[str, str]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _read(text: str) -> tuple[Pins, list[str]]:
    """The versions that a file pins, and its lines that pin nothing or carry no hash."""
    pins: Pins = {}
    faults: list[str] = []
    for line in re.sub(r"(?m)^\s*#.*\n", "", text).replace("\\\n", "").splitlines():
        requirement, *hashes = re.split(r"\s+(?=--hash)", line)
        exact = EXACT.match(requirement.strip())
        if exact and hashes and all(HASH.match(one.strip()) for one in hashes):
            pins[_normal(exact[1])] = exact[2]
        elif line.strip():
            faults.append(line.strip())
    return pins, faults


def _chosen(path: Path) -> Pins:
    lines = re.sub(r"#.*", "", path.read_text(encoding="utf-8")).split("\n")
    wanted = [line.strip() for line in lines if line.strip() and not line.startswith("-r ")]
    found = {line: EXACT.match(line) for line in wanted}
    assert [line for line, exact in found.items() if exact is None] == []
    return {_normal(exact[1]): exact[2] for exact in found.values() if exact}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("path", CHOSEN, ids=_name)
def test_what_is_pinned_is_what_was_chosen_with_its_hashes(path: Path) -> None:
    pins, faults = _read(path.with_suffix(".txt").read_text(encoding="utf-8"))
    chosen = _chosen(path)
    assert faults == []
    assert chosen
    assert {name: pins.get(name) for name in chosen} == chosen, "run: make pins"


def test_the_tests_run_on_the_versions_that_patients_get() -> None:
    ours, _ = _read((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    theirs, _ = _read((ROOT / "tests" / "requirements.txt").read_text(encoding="utf-8"))
    assert {name: theirs.get(name) for name in ours} == ours, "run: make pins"


def test_no_list_says_where_to_fetch_from() -> None:
    lists = [*CHOSEN, *(path.with_suffix(".txt") for path in CHOSEN)]
    assert [_name(path) for path in lists if "://" in path.read_text(encoding="utf-8")] == []
    assert [_name(path) for path in lists if "index-url" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    "line",
    ["flask==3.1.3", "flask>=3", "flask==3.1.3 --hash=md5:00", "flask==3.1.3 --hash=sha256:0"],
)
def test_a_line_without_a_version_or_a_hash_is_found(line: str) -> None:
    assert _read(f"{line}\n") == ({}, [line])
