"""Everything that the list of patients shows, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from diary.access.queries import SharedDiary
from diary.clinic.rules import EntrySummary
from diary.domain.treatments import Treatment
from diary.entries.queries.across_diaries import list_recent_entries
from diary.treatments.queries.across_diaries import list_recent_treatments

RECENT = timedelta(days=32)  # a sparkline and the edges of its days
FLAGGED = timedelta(days=8)


def load_recent_entries(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, list[EntrySummary]]:
    """Load each patient's entries of the last month, oldest first, or else their last entry."""
    diaries = [each.diary for each in shared]
    return list_recent_entries(session, diaries, now - RECENT, now - FLAGGED)


def load_recent_treatments(
    session: Session, shared: Sequence[SharedDiary], now: datetime
) -> dict[UUID, list[Treatment]]:
    """Load each patient's treatments of the last month, their last one, and those planned."""
    return list_recent_treatments(session, [each.diary for each in shared], now - RECENT)
