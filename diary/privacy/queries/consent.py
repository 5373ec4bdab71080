"""Reading a patient's consents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.privacy.models import Consent
from diary.privacy.rules.consent_texts import (
    ConsentText,
    TextChanges,
    compare_texts,
    current,
    published,
)


@dataclass(frozen=True)
class ConsentStatus:
    """One text for one patient, with the time since when they agree, if they do.

    ``waits`` is true if they never answered this version. ``changed`` says how it differs from the
    version that they answered before, if they did.
    """

    text: ConsentText
    agreed_at: datetime | None
    waits: bool
    changed: TextChanges | None


def load_consent_statuses(session: Session, patient_id: UUID) -> list[ConsentStatus]:
    """Load every current text, and whether the patient agrees to exactly these words."""
    rows = list_consents(session, patient_id)
    return [_status_of(text, [row for row in rows if row.name == text.name]) for text in current()]


def _status_of(text: ConsentText, rows: list[Consent]) -> ConsentStatus:
    answered = [row for row in rows if (row.version, row.checksum) == (text.version, text.checksum)]
    agreed = [row.agreed_at_utc for row in answered if row.withdrawn_at_utc is None]
    earlier = max((row.version for row in rows if row.version < text.version), default=None)
    before = published(text.name, earlier) if earlier is not None else None
    return ConsentStatus(
        text,
        agreed_at=agreed[0] if agreed else None,
        waits=not answered,
        changed=compare_texts(before, text) if before and not answered else None,
    )


def list_consents(session: Session, patient_id: UUID) -> list[Consent]:
    """Return every consent that a patient ever gave, newest first."""
    rows = select(Consent).where(Consent.patient_id == patient_id)
    return list(session.scalars(rows.order_by(Consent.agreed_at_utc.desc(), Consent.name)))


def has_unanswered_text(session: Session, patient_id: UUID) -> bool:
    """Whether there is a text whose current version the patient never answered."""
    return any(each.waits for each in load_consent_statuses(session, patient_id))
