"""Reading a safety plan. Only the patient may."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.db import list_versions
from diary.guidance.models import SafetyContact, SafetyPlan, SafetyPlanVersion
from diary.guidance.rules.safety_plan import Contact, PlanContent, SafetyPlanNotShared


def load_plan(session: Session, diary: OpenDiary) -> PlanContent:
    """Load the plan, empty if there is none. Raises ``SafetyPlanNotShared`` for everybody else."""
    if not diary.is_owner:
        raise SafetyPlanNotShared(diary.viewer_id)
    words = session.scalar(
        select(SafetyPlan.words).where(SafetyPlan.patient_id == diary.patient_id)
    )
    contacts = session.execute(
        select(SafetyContact.name, SafetyContact.phone)
        .where(SafetyContact.patient_id == diary.patient_id)
        .order_by(SafetyContact.position)
    )
    return PlanContent(words, tuple(Contact(name, phone) for name, phone in contacts))


def list_plan_versions(session: Session, diary: OpenDiary) -> list[tuple[datetime, PlanContent]]:
    """List the plan's earlier versions, newest first. Raises ``SafetyPlanNotShared``."""
    if not diary.is_owner:
        raise SafetyPlanNotShared(diary.viewer_id)
    hers = SafetyPlanVersion.patient_id == diary.patient_id
    versions = list_versions(session, SafetyPlanVersion, hers)
    return [(version.replaced_at_utc, _plan(version.values)) for version in versions]


def _plan(snapshot: dict[str, Any]) -> PlanContent:
    contacts = tuple(Contact(each["name"], each["phone"]) for each in snapshot["contacts"])
    return PlanContent(snapshot["words"], contacts)
