"""Reading a safety plan: the patient's own, and nobody else's."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.guidance.models import SafetyContact, SafetyPlan, SafetyPlanVersion
from diary.guidance.rules.safety_plan import Contact, NotHers, Plan


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


def earlier_plans(session: Session, diary: OpenDiary) -> list[tuple[datetime, Plan]]:
    """What her plan said before each change, newest first; raises ``NotHers``."""
    if not diary.is_owner:
        raise NotHers(diary.viewer_id)
    kept = session.scalars(
        select(SafetyPlanVersion)
        .where(SafetyPlanVersion.patient_id == diary.patient_id)
        .order_by(SafetyPlanVersion.version.desc())
    )
    return [(one.replaced_at_utc, _plan(json.loads(one.snapshot))) for one in kept]


def _plan(said: dict[str, Any]) -> Plan:
    contacts = tuple(Contact(each["name"], each["phone"]) for each in said["contacts"])
    return Plan(said["words"], contacts)
