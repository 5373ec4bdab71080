"""Reading a file that waits."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.imports.models import Upload
from diary.imports.rules import KEPT_FOR, FileKind, ImportOutcome


@dataclass(frozen=True, slots=True)
class WaitingUpload:
    """A file that has not been added yet."""

    id: UUID
    content: bytes


@dataclass(frozen=True, slots=True)
class FinishedUpload:
    """A file that has been added, and what became of its lines."""

    id: UUID
    outcome: ImportOutcome


def find_upload(
    session: Session, diary: OpenDiary, upload_id: UUID, kind: FileKind
) -> WaitingUpload | FinishedUpload | None:
    """The patient's own file. Nothing once it is older than a day."""
    row = session.scalar(
        select(Upload).where(
            Upload.id == upload_id,
            Upload.patient_id == diary.patient_id,
            Upload.kind == kind,
            Upload.created_at_utc > clock.now() - KEPT_FOR,
        )
    )
    if row is None:
        return None
    if row.content is not None:
        return WaitingUpload(row.id, row.content)
    counts = (row.added or 0, row.already or 0, row.differing or 0, row.refused or 0)
    return FinishedUpload(row.id, ImportOutcome(*counts))
