"""Closed placeholder accounts for people whom an export names.

A file could claim that anybody held a visit. So its rows never refer to an account that exists on
this server, even if the id is the same.
"""

from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import User
from diary.accounts.rules import NO_PASSWORD
from diary.domain.people import Role

FROM_A_FILE = " (from a file)"


def placeholder_id(patient_id: UUID, person_id: UUID) -> UUID:
    """Return an id that is the same at each import into this diary."""
    return uuid5(patient_id, str(person_id))


def placeholder_email(patient_id: UUID, placeholder: UUID) -> str:
    """Return an address that receives no mail and shows whose file the person came from."""
    return f"{placeholder}@{patient_id}.invalid"


def add_placeholder_user(session: Session, patient_id: UUID, person_id: UUID, name: str) -> UUID:
    """Add a closed account for a person whom a file names, unless there is one already."""
    user_id = placeholder_id(patient_id, person_id)
    if session.get(User, user_id) is None:
        now = clock.now()
        session.add(
            User(
                id=user_id,
                email=placeholder_email(patient_id, user_id),
                password_hash=NO_PASSWORD,
                role=Role.DOCTOR,
                name=name.removesuffix(FROM_A_FILE)[: 200 - len(FROM_A_FILE)] + FROM_A_FILE,
                created_at_utc=now,
                disabled_at_utc=now,
            )
        )
        session.flush()
    return user_id
