"""The blueprint, and the patient's own diary."""

from flask import Blueprint, abort

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.transactions import reading
from diary.web.guards import viewer

bp = Blueprint("privacy", __name__)


def own_diary() -> OpenDiary:
    """The diary of the patient who asks, read on its own so that no lock is taken."""
    with reading() as own:
        diary = open_diary(own, viewer(), viewer().user_id)
    if diary is None:
        abort(404)
    return diary
