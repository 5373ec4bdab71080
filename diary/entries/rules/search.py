"""Finding words in what somebody wrote, whatever the case and the accents. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from uuid import UUID

LONGEST_SEARCH = 100
_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")  # where accents are, once they are signs of their own
BEFORE, AFTER = 60, 160  # characters of a text shown around its first match


@dataclass(frozen=True, slots=True)
class SearchedText:
    """One text of an entry or a treatment session: what it is, and its words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text as it is shown. A match is marked."""

    words: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Where in a text the words were found."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """An entry or a treatment session with the words. ``day`` is the diary's."""

    id: UUID
    is_entry: bool
    wall: datetime
    day: date
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class MatchDay:
    """What was found on one day. ``has_entry`` where the diary shows that day."""

    day: date
    matches: tuple[Match, ...]

    @property
    def has_entry(self) -> bool:
        """Whether one of them is an entry."""
        return any(match.is_entry for match in self.matches)


def fold(text: str) -> str:
    """The text without case and accents: "Übel" and "übel" are "ubel", "Straße" is "strasse"."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text).casefold()
    return _BEYOND_LATIN.sub(_without_accent, unicodedata.normalize("NFKD", spread))


def _without_accent(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


_fold_sign = lru_cache(4096)(fold)


def terms_of(words: str) -> tuple[str, ...]:
    """The words to look for. Each must be found."""
    return tuple(dict.fromkeys(fold(words).split()))


def excerpts(texts: Sequence[SearchedText], terms: Sequence[str]) -> tuple[Excerpt, ...]:
    """The texts in which a word is found, marked. None unless all words are found in some text."""
    folded = [fold(text.words) for text in texts]
    if not all(any(term in words for words in folded) for term in terms):
        return ()
    return tuple(
        Excerpt(text.label, _pieces(text.words, terms))
        for text, words in zip(texts, folded, strict=True)
        if any(term in words for term in terms)
    )


def _pieces(text: str, terms: Sequence[str]) -> tuple[Piece, ...]:
    """The text around its first match, cut into what matches and what does not."""
    spans = _spans(text, terms)
    start = _cut(text, spans[0][0] - BEFORE)
    end = min(len(text), spans[0][1] + AFTER)
    pieces: list[Piece] = []
    at = start
    for first, last in spans:
        if first >= end:
            break
        pieces += [Piece(text[at:first], False), Piece(text[first : min(last, end)], True)]
        at = min(last, end)
    pieces.append(Piece(text[at:end], False))
    before, after = "…" * (start > 0), "…" * (end < len(text))
    parts = [Piece(before, False), *pieces, Piece(after, False)]
    return tuple(piece for piece in parts if piece.words)


def _cut(text: str, at: int) -> int:
    """A place to begin: after the first blank from here, if one is near."""
    if at <= 0:
        return 0
    blank = text.find(" ", at, at + BEFORE // 2)
    return at if blank < 0 else blank + 1


def _spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in the text as it was written, in order, joined where they overlap."""
    folded, places = [], []
    for place, sign in enumerate(text):
        for each in _fold_sign(sign):
            folded.append(each)
            places.append(place)
    words = "".join(folded)
    spans = []
    for term in terms:
        at = words.find(term)
        while at >= 0:
            spans.append((places[at], _end(text, places[at + len(term) - 1] + 1)))
            at = words.find(term, at + len(term))
    return _joined(sorted(spans))


def _end(text: str, at: int) -> int:
    """The end of a match with the accents that belong to its last letter."""
    while at < len(text) and unicodedata.combining(text[at]):
        at += 1
    return at


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def by_day(matches: Iterable[Match]) -> tuple[MatchDay, ...]:
    """Matches gathered by day, in the order given."""
    days = groupby(matches, key=lambda match: match.day)
    return tuple(MatchDay(day, tuple(each)) for day, each in days)
