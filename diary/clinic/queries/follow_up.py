"""Everything that a follow-up shows of one diary. Each table is read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.charts.rules.ranges import LEAD
from diary.clinic.rules import DateRange
from diary.domain.entries import Entry, EntryScores
from diary.domain.treatments import Treatment, TreatmentStatus
from diary.entries.queries import between_days, list_scores
from diary.treatments.queries import list_treatments

HAPPENING = (TreatmentStatus.PLANNED, TreatmentStatus.DONE)


@dataclass(frozen=True)
class FollowUpRecords:
    """Every treatment that took place or is planned, oldest first, and every score.

    ``entries`` begin some days before the dates, because charts show the scores before a treatment.
    They end a day after the dates, because the last treatment may need that day.
    """

    treatments: Sequence[Treatment]
    entries: Sequence[Entry]
    scores: Sequence[EntryScores]


def load_records(session: Session, diary: OpenDiary, span: DateRange) -> FollowUpRecords:
    """Load what this viewer may read of the diary for these dates."""
    return FollowUpRecords(
        list_treatments(session, diary, statuses=HAPPENING),
        between_days(session, diary, span.since - LEAD, span.until + timedelta(days=1)),
        list_scores(session, diary),
    )
