"""Writing a safety plan."""

from dataclasses import asdict

from sqlalchemy import delete
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.db import add_snapshot
from diary.guidance.models import SafetyContact, SafetyPlan, SafetyPlanVersion
from diary.guidance.queries import load_plan
from diary.guidance.rules.safety_plan import PlanContent


def save_plan(session: Session, diary: OpenDiary, plan: PlanContent) -> None:
    """Replace the safety plan and keep the earlier version. An empty plan removes it.

    Raises ``SafetyPlanNotShared`` for everybody else, as reading it does.
    """
    lock_user(session, diary.patient_id)
    before = load_plan(session, diary)
    if before == plan:
        return
    if not before.empty:
        add_snapshot(session, SafetyPlanVersion, diary.patient_id, asdict(before), clock.now())
    for table in (SafetyPlan, SafetyContact):
        session.execute(delete(table).where(table.patient_id == diary.patient_id))
    if not plan.empty:
        _add(session, diary, plan)
    session.flush()
    record(session, Event.GUIDANCE_PLAN, diary.viewer_id, patient_id=diary.patient_id)


def _add(session: Session, diary: OpenDiary, plan: PlanContent) -> None:
    session.add(
        SafetyPlan(patient_id=diary.patient_id, words=plan.words, updated_at_utc=clock.now())
    )
    session.add_all(
        SafetyContact(
            patient_id=diary.patient_id, position=position, name=each.name, phone=each.phone
        )
        for position, each in enumerate(plan.contacts, start=1)
    )
