"""Whether a text waits for the answer of who is signed in: the app says who knows (``app.py``)."""

from collections.abc import Callable
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from diary.domain.people import Role, Viewer
from diary.transactions import transaction

ASK = "is_consent_awaited"


def awaits_consent(person: Viewer) -> bool:
    """Whether this patient has a text to answer. Nobody invented is asked."""
    if person.role is not Role.PATIENT or person.is_demo:
        return False
    is_awaited: Callable[[Session, UUID], bool] = current_app.extensions[ASK]
    return is_awaited(transaction(), person.user_id)
