"""People whom a file names: a closed account stands in for each, and for nobody who is here.

A file could say of anybody that he held a visit. So what it brings is never put down to an account
that exists on this server, even where the id is the same.
"""

from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.models import User
from diary.accounts.rules import NO_PASSWORD
from diary.domain.people import Role

FROM_A_FILE = " (from a file)"


def stand_in_id(patient_id: UUID, person_id: UUID) -> UUID:
    """The same at each import into this diary."""
    return uuid5(patient_id, str(person_id))


def address_of(patient_id: UUID, stand_in: UUID) -> str:
    """No mail can reach it, and it tells whose file it came from."""
    return f"{stand_in}@{patient_id}.invalid"


def stand_in(session: Session, patient_id: UUID, person_id: UUID, name: str) -> UUID:
    """The closed account that stands in for somebody whom a file names."""
    found = stand_in_id(patient_id, person_id)
    if session.get(User, found) is None:
        now = clock.now()
        session.add(
            User(
                id=found,
                email=address_of(patient_id, found),
                password_hash=NO_PASSWORD,
                role=Role.DOCTOR.value,
                name=name.removesuffix(FROM_A_FILE)[: 200 - len(FROM_A_FILE)] + FROM_A_FILE,
                created_at_utc=now,
                disabled_at_utc=now,
            )
        )
        session.flush()
    return found
