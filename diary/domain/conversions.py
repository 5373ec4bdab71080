"""Where a score of an imported entry came from, when the file had another one. Pure."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

# two scores, each with a word of sixty letters that JSON may write as six bytes
LONGEST_CONVERTED = 1_000


@dataclass(frozen=True, slots=True)
class Conversion:
    """One converted score: what the file said, on which scale, or as which word.

    ``scale``: "1 to 5", None where the value was only rounded. ``inverse``: the file's numbers
    rise where ours fall.
    """

    score: str
    original: str
    scale: str | None = None
    inverse: bool = False
    word: bool = False

    @property
    def words(self) -> str:
        """For the patient: ``mood from 4 on a scale of 1 to 5``."""
        if self.word:
            return f"{self.score} from the word “{self.original}”"
        if self.scale is None:
            return f"{self.score} rounded from {self.original}"
        turned = ", turned round" if self.inverse else ""
        return f"{self.score} from {self.original} on a scale of {self.scale}{turned}"

    @property
    def mark(self) -> str:
        """For a reader who may not see the patient's own words."""
        if self.word:
            return f"{self.score} from a word"
        return f"{self.score} rounded" if self.scale is None else f"{self.score} from {self.scale}"


def to_json(conversions: Iterable[Conversion]) -> str | None:
    """The conversions as they are stored; None where there are none."""
    rows = [asdict(each) for each in conversions]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def from_json(text: str | None) -> tuple[Conversion, ...]:
    """The conversions of an entry; nothing where a brought-back file says what we cannot read."""
    try:
        rows = json.loads(text or "[]")
        return tuple(Conversion(**row) for row in rows)
    except (TypeError, ValueError):
        return ()


def without_scores(text: str | None, changed: Collection[str]) -> str | None:
    """What is left when the patient gives some scores anew."""
    return to_json(each for each in from_json(text) if each.score not in changed) if text else None
