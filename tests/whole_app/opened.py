"""Diaries and ids of the planted clinic, as queries and actions take them."""

from uuid import UUID

from sqlalchemy.orm import Session

from diary.access import queries as sharing
from diary.access.rules import OpenDiary
from tests.whole_app.planting import Planted


def opened(rows: Session, planted: Planted, reader: str, patient: str) -> OpenDiary:
    found = sharing.open_diary(rows, planted.people[reader].viewer, planted.people[patient].id)
    assert found is not None
    return found


def id_of(planted: Planted, name: str) -> UUID:
    found = planted.things[name]
    assert isinstance(found, UUID)
    return found
