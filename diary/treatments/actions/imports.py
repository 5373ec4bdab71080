"""Adding the sessions of a file, all of them or none."""

from collections.abc import Callable, Collection
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.accounts.actions import lock_user
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.treatments.actions.duplicates import merge_duplicate
from diary.treatments.actions.treatments import build_row
from diary.treatments.queries.imports import Lines, build_import_plan
from diary.treatments.rules.import_plan import TreatmentImportPlan


def import_treatments(
    session: Session,
    diary: OpenDiary,
    lines: Lines,
    *,
    actor_id: UUID | None = None,
    same: Collection[int] = (),
    on_added: Callable[[int], None] = lambda _count: None,
) -> TreatmentImportPlan:
    """Add what is not there yet and say what was done. ``on_added`` hears how many at a time.

    ``same``: lines of ``TreatmentImportPlan.alike`` that are the session they look like. They are
    merged into it.
    Raises ``PermissionError`` for anybody but the patient. Where ``actor_id`` is not given, the
    one who opened the diary did it.
    """
    if not diary.may_write:
        raise PermissionError("a file of sessions is brought in by the patient")
    # two imports at once would each miss what the other adds
    lock_user(session, diary.patient_id)
    plan = build_import_plan(session, diary, lines)
    ids: dict[int, UUID] = {}
    for row in plan.to_add:
        ids[row.line] = uuid4()
        session.add(build_row(diary, ids[row.line], row.details))
        on_added(1)
    session.flush()
    for each in plan.alike:
        if each.file_treatment.line in same:
            merge_duplicate(session, diary, each.other.id, ids[each.file_treatment.line])
    record(
        session,
        Event.TREATMENT_IMPORT,
        actor_id or diary.viewer_id,
        patient_id=diary.patient_id,
        detail=str(len(plan.to_add)),
    )
    return plan
