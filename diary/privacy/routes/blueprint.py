"""The blueprint, and the patient's own diary."""

from flask import Blueprint

from diary.access import opening
from diary.access.rules import OpenDiary
from diary.transactions import read_only

bp = Blueprint("privacy", __name__)


def own_diary() -> OpenDiary:
    """Open the diary of the signed-in patient in a separate read, so that no lock is taken."""
    with read_only() as session:
        return opening.own_diary(session)
