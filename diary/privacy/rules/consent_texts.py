"""What a patient is asked to agree to: texts in files, each with a version and a checksum. Pure."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "agreements"
SHARING = "sharing"
NAMES = ("diary", SHARING)


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of a text; its first line is the title."""

    name: str
    version: int
    title: str
    paragraphs: tuple[str, ...]
    checksum: str


@cache
def current() -> tuple[ConsentText, ...]:
    """The newest version of each text. A published file is never changed: a new one is added."""
    return tuple(max(_versions(name), key=lambda text: text.version) for name in NAMES)


@dataclass(frozen=True, slots=True)
class TextChanges:
    """What another version says that the one before did not, and what it says no longer."""

    new: tuple[str, ...]
    gone: tuple[str, ...]


def compare_texts(before: ConsentText, now: ConsentText) -> TextChanges:
    """The paragraphs that came, and those that went; one that was mended is in both."""
    return TextChanges(
        tuple(words for words in now.paragraphs if words not in before.paragraphs),
        tuple(words for words in before.paragraphs if words not in now.paragraphs),
    )


def published(name: str, version: int) -> ConsentText | None:
    """A version as it was published; nothing where there is none."""
    return next((text for text in _versions(name) if text.version == version), None)


def _versions(name: str) -> list[ConsentText]:
    return [read(path) for path in sorted(FOLDER.glob(f"{name}-*.txt"))]


def read(path: Path) -> ConsentText:
    """A text file: "diary-1.txt" is version 1 of the text "diary"."""
    name, _, version = path.stem.rpartition("-")
    content = path.read_bytes()
    title, *paragraphs = content.decode("utf-8").strip().split("\n\n")
    checksum = hashlib.sha256(content).hexdigest()
    return ConsentText(name, int(version), title, tuple(paragraphs), checksum)
