"""Reading a safety plan: the patient's own, and nobody else's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.guidance.models import SafetyContact, SafetyPlan
from diary.guidance.rules.plan import Contact, NotHers, Plan


def plan_of(session: Session, diary: OpenDiary) -> Plan:
    """Her plan, empty if she never wrote one; raises ``NotHers`` for everybody else."""
    if not diary.is_owner:
        raise NotHers(diary.viewer_id)
    words = session.scalar(
        select(SafetyPlan.words).where(SafetyPlan.patient_id == diary.patient_id)
    )
    contacts = session.execute(
        select(SafetyContact.name, SafetyContact.phone)
        .where(SafetyContact.patient_id == diary.patient_id)
        .order_by(SafetyContact.position)
    )
    return Plan(words, tuple(Contact(name, phone) for name, phone in contacts))
