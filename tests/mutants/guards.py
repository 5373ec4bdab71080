"""What a guard is, and what is left when it is taken away.

A pattern finds every guard of its kind, also one that is added later; a guard that stands alone
is named by its file and its text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Mutant:
    """One guard that is taken away, and the tests that must notice."""

    file: str
    start: int
    before: str
    after: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        line = _text(self.file).count("\n", 0, self.start) + 1
        return f"{self.file}:{line}  {' '.join(self.before.split())}"

    def applied(self, text: str) -> str:
        end = self.start + len(self.before)
        assert text[self.start : end] == self.before, f"not where it was: {self.name}"
        return text[: self.start] + self.after + text[end:]


@dataclass(frozen=True)
class Kind:
    """Every guard of one kind: where it may stand, how it reads, what it reads without it."""

    files: str
    pattern: str
    without: str
    tests: tuple[str, ...]
    but: tuple[str, ...] = ()  # files in which the text is no guard


@dataclass(frozen=True)
class Single:
    """A guard that stands alone; its text is found once in its file."""

    file: str
    text: str
    without: str
    tests: tuple[str, ...]


def places(kind: Kind) -> Iterator[Mutant]:
    for path in sorted(ROOT.glob(kind.files)):
        file = path.relative_to(ROOT).as_posix()
        if not file.startswith(("diary/migrations", *kind.but)):
            for found in re.finditer(kind.pattern, _text(file), re.MULTILINE):
                yield Mutant(file, found.start(), found[0], found.expand(kind.without), kind.tests)


def alone(guard: Single) -> Mutant:
    text = _text(guard.file)
    count = text.count(guard.text)
    if count != 1:
        raise LookupError(f"{guard.file} holds {count} times {guard.text!r}")
    return Mutant(guard.file, text.index(guard.text), guard.text, guard.without, guard.tests)


def _text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
