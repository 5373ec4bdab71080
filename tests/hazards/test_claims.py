"""The words of the diary are its purpose: no page and no text claims more than a diary does."""

import re
from pathlib import Path

import pytest

from tests.guidance.test_routes import claims, words_of

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TEXTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
# What the texts for operators say of machines, and the names of tests.
OF_MACHINES = re.compile(r"`[^`]*`|\bdetect\w* (of|by) (a )?(checksum|hash)")


def _words(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = re.sub(r"(?s)\{#.*?#\}|\{%.*?%\}", " ", text)
        return words_of(re.sub(r"(?s)\{\{|\}\}", " ", text))
    return OF_MACHINES.sub(" ", text)


def test_there_is_something_to_read() -> None:
    assert len(TEMPLATES) > 80
    assert all(path.exists() for path in TEXTS)


@pytest.mark.parametrize("path", [*TEMPLATES, *TEXTS], ids=lambda path: path.name)
def test_no_page_and_no_text_claims_what_a_diary_must_not(path: Path) -> None:
    assert claims(_words(path)) == []


def test_a_claim_in_a_template_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>{{ name }} is monitored in real time.</p>")
    assert claims(_words(page))
