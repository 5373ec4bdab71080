"""The texts that a patient is asked to agree to, each with a version and a checksum. Pure."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "agreements"
SHARING = "sharing"
NAMES = ("diary", SHARING)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of a text. Its first line is the title."""

    name: str
    version: int
    title: str
    paragraphs: tuple[str, ...]
    checksum: str


@cache
def current() -> tuple[ConsentText, ...]:
    """Read the newest version of each text. A published file never changes."""
    return tuple(max(_versions(name), key=lambda text: text.version) for name in NAMES)


@dataclass(frozen=True, slots=True)
class TextChanges:
    """The paragraphs that are new in a version, and those that are gone."""

    new: tuple[str, ...]
    gone: tuple[str, ...]


def compare_texts(before: ConsentText, now: ConsentText) -> TextChanges:
    """Find new and removed paragraphs. A corrected paragraph is in both."""
    return TextChanges(
        tuple(words for words in now.paragraphs if words not in before.paragraphs),
        tuple(words for words in before.paragraphs if words not in now.paragraphs),
    )


def published(name: str, version: int) -> ConsentText | None:
    """Read a published version. None if there is no such version."""
    return next((text for text in _versions(name) if text.version == version), None)


def _versions(name: str) -> list[ConsentText]:
    return [read(path) for path in sorted(FOLDER.glob(f"{name}-*.txt"))]


def read(path: Path) -> ConsentText:
    """Read a text file. "diary-1.txt" is version 1 of the text "diary"."""
    name, _, version = path.stem.rpartition("-")
    content = path.read_bytes()
    title, *paragraphs = content.decode("utf-8").strip().split("\n\n")
    checksum = hashlib.sha256(content).hexdigest()
    return ConsentText(name, int(version), title, tuple(paragraphs), checksum)
