"""Ana keeps a diary, Ben is her doctor, Cleo is a stranger who keeps a diary of her own."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts.actions import NewPerson, add_account
from diary.auth import actions
from diary.auth.rules import hash_password
from diary.domain.people import Role, Viewer
from diary.privacy.models import Consent
from diary.privacy.rules.consent_texts import current
from diary.transactions import early_commit
from tests.client import DiaryClient

PASSWORD = "correct horse battery"


@cache
def password_hash() -> str:
    """Once is enough."""
    return hash_password(PASSWORD)


@dataclass(frozen=True)
class Person:
    """One of the three, as far as a test needs to know."""

    id: UUID
    name: str
    email: str
    role: Role
    zone: str

    @property
    def viewer(self) -> Viewer:
        """As the app sees her, for tests of queries and actions."""
        return Viewer(
            user_id=self.id, role=self.role, name=self.name, email=self.email, zone=self.zone
        )


@dataclass(frozen=True)
class People:
    """The people of a test."""

    ana: Person
    ben: Person
    cleo: Person


def move_in(session: Session) -> People:
    """Make the three accounts."""
    return People(
        ana=add(session, "Ana", Role.PATIENT, "Europe/Lisbon"),
        ben=add(session, "Ben", Role.DOCTOR, "Europe/London"),
        cleo=add(session, "Cleo", Role.PATIENT, "America/New_York"),
    )


def add(session: Session, name: str, role: Role, zone: str = "UTC", **more: UUID | None) -> Person:
    """Make one account by the app's own action."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    person = NewPerson(
        email=email,
        password_hash=password_hash(),
        role=role,
        name=name,
        zone=zone,
        clinic_id=more.get("clinic_id"),
    )
    user = add_account(session, person)
    return Person(id=user.id, name=name, email=email, role=role, zone=zone)


def has_agreed(session: Session, person: Person) -> None:
    """She has agreed to every text, so that nothing is asked on the way in."""
    for text in current():
        session.add(
            Consent(
                patient_id=person.id,
                name=text.name,
                version=text.version,
                checksum=text.checksum,
                agreed_at_utc=clock.now(),
            )
        )


def browser_of(app: Flask, person: Person | None) -> DiaryClient:
    """A browser in which this person is signed in, or nobody is."""
    client = app.test_client()
    assert isinstance(client, DiaryClient)
    if person is not None:
        with app.app_context(), early_commit() as session:
            token = actions.start_sign_in(session, person.id, person.role)
        client.sign_in(token)
    return client
