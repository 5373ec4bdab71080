"""Searching in the patient's own words, newest first, within bounds.

The words are sealed in the store, so they are opened row by row and compared here. One search reads
at most ``MOST_ROWS`` entries and treatment sessions that hold any words, ``MOST_CHARACTERS`` of
text, and stops at ``MOST_MATCHES``. It says where it stopped, and the next one goes on from there.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.entries.models import EntryRow, EntrySideEffect
from diary.entries.queries.entries import select_entries
from diary.entries.rules.search import Excerpt, Match, SearchedText, excerpts
from diary.treatments.queries import search as treatments

MOST_ROWS, MOST_MATCHES, MOST_CHARACTERS = 2_000, 50, 1_000_000
CHUNK = 100


class SearchRow(NamedTuple):
    """An entry or a treatment session with words, by its place in the order of a search."""

    wall: str
    id: UUID
    is_entry: bool = True

    @property
    def place(self) -> tuple[str, UUID]:
        """Where a search goes on after it."""
        return self.wall, self.id


@dataclass(frozen=True)
class SearchResult:
    """What one search found, and how far it came.

    ``rows`` were read, the last of them of the day ``oldest``. ``stopped_at`` is set where older
    ones were not read.
    """

    matches: tuple[Match, ...]
    rows: int
    oldest: date | None
    stopped_at: tuple[str, UUID] | None


def search(
    session: Session,
    diary: OpenDiary,
    terms: Sequence[str],
    before: tuple[str, UUID] | None = None,
) -> SearchResult:
    """Entries and treatment sessions with all these words, newest first."""
    if not diary.is_owner:
        raise PermissionError("only the patient searches in their notes")
    rows = _rows_with_words(session, diary, before)
    matches: list[Match] = []
    read, characters = 0, 0
    for row, texts in _opened(session, diary, rows[:MOST_ROWS]):
        read += 1
        characters += sum(len(text.words) for text in texts)
        if matched := excerpts(texts, terms):
            matches.append(_match(row, diary, matched))
        if len(matches) >= MOST_MATCHES or characters >= MOST_CHARACTERS:
            break
    last = rows[read - 1] if read else None
    return SearchResult(
        tuple(matches),
        read,
        _day(last, diary) if last else None,
        last.place if last and read < len(rows) else None,
    )


def _match(row: SearchRow, diary: OpenDiary, matched: tuple[Excerpt, ...]) -> Match:
    wall = datetime.fromisoformat(row.wall)
    return Match(row.id, row.is_entry, wall, _day(row, diary), matched)


def _day(row: SearchRow, diary: OpenDiary) -> date:
    return diary.day_of(datetime.fromisoformat(row.wall))


def _rows_with_words(
    session: Session, diary: OpenDiary, before: tuple[str, UUID] | None
) -> list[SearchRow]:
    """The newest of both kinds, one more than a search reads."""
    entries = [SearchRow(*key) for key in _entry_keys(session, diary, before)]
    sessions = treatments.list_keys_with_words(session, diary, before, MOST_ROWS + 1)
    by_id = sorted(
        [*entries, *(SearchRow(*key, False) for key in sessions)], key=lambda row: row.id
    )
    return sorted(by_id, key=lambda row: row.wall, reverse=True)[: MOST_ROWS + 1]


def _entry_keys(
    session: Session, diary: OpenDiary, before: tuple[str, UUID] | None
) -> list[tuple[str, UUID]]:
    named = select(EntrySideEffect.entry_id).where(EntrySideEffect.other_name.is_not(None))
    query = select_entries(diary).where(
        or_(
            EntryRow.note.is_not(None),
            EntryRow.medication_note.is_not(None),
            EntryRow.id.in_(named),
        )
    )
    wall = EntryRow.effective_wall
    if before is not None:
        at, last = before
        query = query.where(or_(wall < at, and_(wall == at, EntryRow.id > last)))
    newest = query.order_by(wall.desc(), EntryRow.id).limit(MOST_ROWS + 1)
    rows = session.execute(newest.with_only_columns(wall, EntryRow.id))
    return [(at, entry_id) for at, entry_id in rows]


def _opened(
    session: Session, diary: OpenDiary, rows: Sequence[SearchRow]
) -> Iterator[tuple[SearchRow, list[SearchedText]]]:
    """Each row with its words, opened a few at a time, so that a search may stop early."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        entries = _entry_texts(session, diary, [row.id for row in chunk if row.is_entry])
        sessions = _session_texts(session, diary, [row.id for row in chunk if not row.is_entry])
        for row in chunk:
            yield row, (entries if row.is_entry else sessions).get(row.id, [])


def _session_texts(
    session: Session, diary: OpenDiary, ids: Collection[UUID]
) -> dict[UUID, list[SearchedText]]:
    texts = treatments.load_words(session, diary, ids)
    return {key: [SearchedText(*pair) for pair in pairs] for key, pairs in texts.items()}


def _entry_texts(
    session: Session, diary: OpenDiary, ids: Collection[UUID]
) -> dict[UUID, list[SearchedText]]:
    notes = select_entries(diary).where(EntryRow.id.in_(ids))
    rows = session.execute(
        notes.with_only_columns(EntryRow.id, EntryRow.note, EntryRow.medication_note)
    )
    texts = {
        entry_id: [
            SearchedText(label, words)
            for label, words in (("Note", note), ("Medication", medication))
            if words
        ]
        for entry_id, note, medication in rows
    }
    effects = session.execute(
        select(EntrySideEffect.entry_id, EntrySideEffect.code, EntrySideEffect.other_name).where(
            EntrySideEffect.entry_id.in_(texts), EntrySideEffect.other_name.is_not(None)
        )
    )
    for entry_id, _code, words in effects:
        texts[entry_id].append(SearchedText("Side effect", words or ""))
    return texts
