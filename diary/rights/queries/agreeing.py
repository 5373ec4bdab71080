"""Reading what a patient agreed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.rights.models import Agreement
from diary.rights.rules.agreements import Text, current


@dataclass(frozen=True)
class Standing:
    """One text as it stands for a patient: since when she agrees, if she does."""

    text: Text
    agreed_at: datetime | None


def standing(session: Session, patient_id: UUID) -> list[Standing]:
    """Every current text, and whether she agrees to this version of it, word by word."""
    agreed = {
        (row.name, row.version, row.checksum): row.agreed_at_utc
        for row in session.scalars(
            select(Agreement).where(
                Agreement.patient_id == patient_id, Agreement.withdrawn_at_utc.is_(None)
            )
        )
    }
    return [Standing(t, agreed.get((t.name, t.version, t.checksum))) for t in current()]


def history(session: Session, patient_id: UUID) -> list[Agreement]:
    """Everything that she ever agreed to, newest first."""
    rows = select(Agreement).where(Agreement.patient_id == patient_id)
    return list(session.scalars(rows.order_by(Agreement.agreed_at_utc.desc(), Agreement.name)))


def is_asked(session: Session, patient_id: UUID) -> bool:
    """Whether a text waits that she never answered in this version."""
    answered = {(row.name, row.version, row.checksum) for row in history(session, patient_id)}
    return any((t.name, t.version, t.checksum) not in answered for t in current())
