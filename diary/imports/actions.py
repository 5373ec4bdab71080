"""Keeping a file until it is added, and letting go of it."""

from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from diary import clock
from diary.access.rules import OpenDiary
from diary.audit.actions import record
from diary.audit.rules import Event
from diary.imports.models import Upload
from diary.imports.rules import KEPT_FOR, FileKind, ImportOutcome


def store_upload(session: Session, diary: OpenDiary, kind: FileKind, content: bytes) -> UUID:
    """Keep a file for a day at most. The patient's earlier ones of this kind are let go."""
    delete_old_uploads(session)
    session.execute(
        delete(Upload).where(
            Upload.patient_id == diary.patient_id,
            Upload.kind == kind,
            Upload.text.is_not(None),
        )
    )
    row = Upload(
        id=uuid4(),
        patient_id=diary.patient_id,
        kind=kind,
        created_at_utc=clock.now(),
        text=content.decode("latin-1"),
    )
    session.add(row)
    session.flush()
    record(
        session,
        Event.ENTRY_DRAFT,
        diary.viewer_id,
        patient_id=diary.patient_id,
        object_id=row.id,
        detail=kind.value,
    )
    return row.id


def delete_old_uploads(session: Session) -> None:
    """Let go of everybody's files that are older than a day."""
    session.execute(delete(Upload).where(Upload.created_at_utc <= clock.now() - KEPT_FOR))


def claim_upload(session: Session, diary: OpenDiary, upload_id: UUID) -> bool:
    """Hold the file until this write is done. False when it is gone or was added already."""
    claimed_id = session.scalar(
        select(Upload.id)
        .where(
            Upload.id == upload_id,
            Upload.patient_id == diary.patient_id,
            Upload.text.is_not(None),
        )
        .with_for_update()
    )
    return claimed_id is not None


def finish_upload(
    session: Session, diary: OpenDiary, upload_id: UUID, outcome: ImportOutcome
) -> None:
    """Drop the words of the file and keep the counts for the result page."""
    session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.patient_id == diary.patient_id)
        .values(
            text=None,
            finished_at_utc=clock.now(),
            added=outcome.added,
            already=outcome.already,
            differing=outcome.differing,
            refused=outcome.refused,
        )
    )
