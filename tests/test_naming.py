"""The measure of names sees what it is there to find."""

from pathlib import Path

from tests.naming import VAGUE_PERCENT_LIMIT, find_faults, measure


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_planted_vague_name_is_counted(tmp_path: Path) -> None:
    _write(tmp_path, {"entries/rules.py": "def find(found: int) -> int:\n    _kept = found\n"})

    measures = measure(tmp_path)

    assert measures.vague_places == ["entries/rules.py:1 found", "entries/rules.py:2 _kept"]
    assert measures.vague_percent() == 100 > VAGUE_PERCENT_LIMIT
    assert len(find_faults(measures)) == 1


def test_a_class_name_that_is_planted_twice_is_caught(tmp_path: Path) -> None:
    text = "class PlantedTwice:\n    class Meta:\n        pass\n"
    _write(tmp_path, {"entries/rules.py": text, "charts/rules.py": text})

    assert find_faults(measure(tmp_path)) == [
        "Class PlantedTwice is defined more than once: charts/rules.py, entries/rules.py."
    ]


def test_plain_names_and_migrations_are_let_through(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {"entries/rules.py": "entry = foundation = 1\n", "migrations/0001.py": "found = 1\n"},
    )

    measures = measure(tmp_path)

    assert find_faults(measures) == []
    assert measures.names.total() == 2, "the control: names were read"
