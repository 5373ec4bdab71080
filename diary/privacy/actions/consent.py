"""Giving consent to a text, and withdrawing it."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from diary import clock
from diary.access import actions as access
from diary.access.queries import list_linked_clinicians, list_open_invitations
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.privacy.models import Consent
from diary.privacy.queries.consent import ConsentStatus, load_consent_statuses
from diary.privacy.rules.consent_texts import NAMES, SHARING


def give_consent(session: Session, diary: OpenDiary, shown_checksums: str) -> bool:
    """Agree to the texts that were shown. False if one of them is no longer current.

    Texts that were not shown are not agreed to. A withdrawn consent stays withdrawn while the
    patient is asked about another text.
    """
    _require_owner(session, diary)
    statuses = load_consent_statuses(session, diary.patient_id)
    read = set(shown_checksums.split())
    if not read or not read <= {each.text.checksum for each in statuses}:
        return False
    for each in statuses:
        if each.agreed_at is None and each.text.checksum in read:
            text = each.text
            row = Consent(
                patient_id=diary.patient_id,
                name=text.name,
                version=text.version,
                checksum=text.checksum,
                agreed_at_utc=clock.now(),
            )
            session.add(row)
            session.flush()
            _record(session, Event.PRIVACY_CONSENT_GIVE, diary, f"{text.name} {text.version}")
    return True


def withdraw_consent(session: Session, diary: OpenDiary, name: str) -> bool:
    """Withdraw a consent. Withdrawing the one for sharing ends every link and code at once."""
    _require_owner(session, diary)
    of_hers = (
        Consent.patient_id == diary.patient_id,
        Consent.name == name,
        Consent.withdrawn_at_utc.is_(None),
    )
    if name not in NAMES or session.scalar(select(Consent.id).where(*of_hers)) is None:
        return False
    session.execute(update(Consent).where(*of_hers).values(withdrawn_at_utc=clock.now()))
    if name == SHARING:
        end_sharing(session, diary)
    _record(session, Event.PRIVACY_CONSENT_WITHDRAW, diary, name)
    return True


def join_checksums(statuses: Iterable[ConsentStatus]) -> str:
    """Join the checksums for the form, so that nobody agrees to words that they did not see."""
    return " ".join(each.text.checksum for each in statuses)


def end_sharing(session: Session, diary: OpenDiary) -> None:
    """End every link and every unused code. Each is recorded in the audit log."""
    for reader in list_linked_clinicians(session, diary):
        if not reader.ended:
            access.revoke_care_link(session, diary, reader.link_id)
    for waiting in list_open_invitations(session, diary):
        access.withdraw_invitation(session, diary, waiting.id)


def _require_owner(session: Session, diary: OpenDiary) -> None:
    if not diary.is_owner:
        raise PermissionError("a patient agrees for herself")
    lock_user(session, diary.patient_id)


def _record(session: Session, event: Event, diary: OpenDiary, detail: str) -> None:
    record(session, event, diary.viewer_id, patient_id=diary.patient_id, detail=detail)
