"""What is the patient's alone is refused to a doctor who may read all of it, action by action.

The routes refuse him before; here their guards are not in the way.
"""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.guidance import actions as guidance_actions
from diary.guidance import queries as guidance
from diary.guidance.rules.safety_plan import PlanContent
from diary.privacy import actions as privacy
from diary.privacy.queries import collect_export
from diary.privacy.rules.archive import Archive
from diary.reminders import queries as reminded
from diary.treatments.actions.imports import import_treatments
from tests.whole_app.opened import opened
from tests.whole_app.planting import Planted

Act = Callable[[Session, OpenDiary], object]
EMPTY = Archive(uuid4(), {}, {})

HERS: dict[str, Act] = {
    "reads when she is reminded": reminded.preferences,
    "reads the safety plan": guidance.load_plan,
    "reads what the plan said before": guidance.list_plan_versions,
    "writes the safety plan": lambda rows, diary: guidance_actions.save_plan(
        rows, diary, PlanContent("Run.")
    ),
    "agrees": lambda rows, diary: privacy.give_consent(rows, diary, ""),
    "takes an agreement back": lambda rows, diary: privacy.withdraw_consent(rows, diary, "diary"),
    "has it erased": lambda rows, diary: privacy.request_erasure(rows, diary, 14),
    "takes an erasure back": privacy.cancel_erasure,
    "notes an export": lambda rows, diary: privacy.record_export(rows, diary, diary.viewer_id),
    "brings in a file of sessions": lambda rows, diary: import_treatments(rows, diary, []),
    "takes it along": collect_export,
    "brings one back": lambda rows, diary: privacy.restore_archive(
        rows, diary, EMPTY, diary.viewer_id
    ),
}


@pytest.mark.parametrize("what", HERS)
def test_a_doctor_with_every_scope_does_not_do_it(
    what: str, rows: Session, planted: Planted
) -> None:
    with pytest.raises(PermissionError):
        HERS[what](rows, opened(rows, planted, "ben", "ana"))
