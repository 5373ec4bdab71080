"""The blueprint, and the patient's own diary."""

from flask import Blueprint

from diary.access import opening
from diary.access.rules import OpenDiary
from diary.transactions import read_only

bp = Blueprint("privacy", __name__)


def own_diary() -> OpenDiary:
    """The diary of the patient who asks, read on its own so that no lock is taken."""
    with read_only() as session:
        return opening.own_diary(session)
