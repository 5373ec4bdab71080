"""Opening a diary for a page: by its doctor with a note of it, or by whoever it belongs to."""

from uuid import UUID

from flask import abort

from diary.access.actions import note_look
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.transactions import session, writing
from diary.web.guards import viewer


def look(patient_id: UUID, page: str) -> OpenDiary:
    """Open a diary and note the look, for good, before anything is read.

    Whoever may not read it, or where the look cannot be noted, sees nothing.
    """
    with writing() as own:
        diary = open_diary(own, viewer(), patient_id)
        if diary is not None:
            note_look(own, diary, page)
    if diary is None:
        abort(404)
    return diary


def opened(patient_id: UUID) -> OpenDiary:
    """Open a diary within this request's own transaction."""
    diary = open_diary(session(), viewer(), patient_id)
    if diary is None:
        abort(404)
    return diary
