"""Reading what a patient agreed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.privacy.models import Agreement
from diary.privacy.rules.consent_texts import Changed, Text, changed, current, published


@dataclass(frozen=True)
class Standing:
    """One text as it stands for a patient: since when she agrees, if she does.

    ``waits``: she never answered this version; ``changed``: what of it is other than in the one
    that she answered before, if she did.
    """

    text: Text
    agreed_at: datetime | None
    waits: bool
    changed: Changed | None


def standing(session: Session, patient_id: UUID) -> list[Standing]:
    """Every current text, and whether she agrees to this version of it, word by word."""
    rows = history(session, patient_id)
    return [_stands(text, [row for row in rows if row.name == text.name]) for text in current()]


def _stands(text: Text, rows: list[Agreement]) -> Standing:
    answered = [row for row in rows if (row.version, row.checksum) == (text.version, text.checksum)]
    agreed = [row.agreed_at_utc for row in answered if row.withdrawn_at_utc is None]
    earlier = max((row.version for row in rows if row.version < text.version), default=None)
    before = published(text.name, earlier) if earlier is not None else None
    return Standing(
        text,
        agreed_at=agreed[0] if agreed else None,
        waits=not answered,
        changed=changed(before, text) if before and not answered else None,
    )


def history(session: Session, patient_id: UUID) -> list[Agreement]:
    """Everything that she ever agreed to, newest first."""
    rows = select(Agreement).where(Agreement.patient_id == patient_id)
    return list(session.scalars(rows.order_by(Agreement.agreed_at_utc.desc(), Agreement.name)))


def is_asked(session: Session, patient_id: UUID) -> bool:
    """Whether a text waits that she never answered in this version."""
    return any(each.waits for each in standing(session, patient_id))
