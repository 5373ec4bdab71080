"""What the documents name is there: every test and every file of hazards.md and security.md."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:tests|diary|templates|static|docs)/[\w./-]+?)(?:::(\w+))?`")
LINKS = re.compile(r"\]\((?!https?:)([^)#]+)")
DOCUMENTS = ["hazards.md", "security.md"]


def missing(text: str) -> list[str]:
    """What is named and not there; a test by its file and its name."""
    found = [
        f"{file}::{test}" if test else file
        for file, test in NAMED.findall(text)
        if not (ROOT / file).exists() or (test and test not in _tests(file))
    ]
    return found + [link for link in LINKS.findall(text) if not (ROOT / "docs" / link).exists()]


def _tests(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_test_and_file_that_a_document_names_is_there(name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 20
    assert missing(text) == []


def test_what_is_not_there_is_found() -> None:
    here = "tests/hazards/test_documents.py"
    text = f"`{here}::test_nothing` `tests/no/such.py` `{here}` [x](no.md)"
    assert missing(text) == [f"{here}::test_nothing", "tests/no/such.py", "no.md"]


def test_each_of_the_twenty_hazards_stands_there_once_with_a_test() -> None:
    text = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (H\d+) \|.*\| ([^|]+) \|$", text, re.MULTILINE))
    assert list(rows) == [f"H{number}" for number in range(1, 21)]
    assert {name for name, tests in rows.items() if "tests/" not in tests} == {"H14"}


def test_each_requirement_stands_once_with_one_of_the_known_answers() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d[\d.*, ]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    asked = [number for row in rows for number in row[0].replace("*", "").split(", ")]
    assert len(asked) == len(set(asked)) > 90
    answers = {"met", "met in part", "not met", "not applicable", "the operator's"}
    assert {state for _, state, _ in rows} <= answers
    assert all(why.strip() for _, _, why in rows)
