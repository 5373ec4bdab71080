"""Lines of a file that may be sessions the diary holds already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from diary.domain.treatments import Treatment
from diary.imports.pages.kinds import Importer, Plan
from diary.treatments.rules.import_plan import TreatmentImportPlan as TreatmentPlan

SHOWN_ALIKE = 50


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """One line in words, beside the session that it may be and who recorded that."""

    line: int
    wall: datetime
    cells: str
    other: Treatment
    recorded_by: str


def recorders(plan: Plan) -> set[UUID]:
    """Return the people whose names the rows need."""
    if not isinstance(plan, TreatmentPlan):
        return set()
    return {each.other.recorded_by for each in plan.alike}


def alike_rows(
    importer: Importer, plan: Plan, zone: str, names: Mapping[UUID, str]
) -> tuple[AlikeRow, ...]:
    """The first lines to ask about. The others are asked about on the sessions' own pages."""
    if not isinstance(plan, TreatmentPlan):
        return ()
    return tuple(
        AlikeRow(
            each.file_treatment.line,
            each.file_treatment.details.wall,
            ", ".join(
                cell for cell in importer.preview_row(each.file_treatment, zone).cells if cell
            ),
            each.other,
            names.get(each.other.recorded_by, "somebody"),
        )
        for each in plan.alike[:SHOWN_ALIKE]
    )
