"""Recording events in the transaction of the change itself, and sealing them at its end."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, event, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, sessionmaker

from diary import clock
from diary.audit import writers
from diary.audit.models import AuditEvent, AuditPlace
from diary.audit.queries import find_unsealed, hashed_fields, load_head
from diary.audit.rules import Event
from diary.audit.writers import Head
from diary.db import OfRow
from diary.db.encrypted import keys_of
from diary.transactions import ADDRESS

NOTED, SEALED = "audit noted", "audit sealed"  # what a session remembers until its end
LONGEST_ADDRESS = 100  # as it is kept; a proxy may say anything
TURN = 20261127  # PostgreSQL: one transaction at a time adds to the chain
LOG = logging.getLogger(__name__)


def record(
    session: Session,
    event: Event,
    actor_id: UUID,
    *,
    patient_id: UUID | None = None,
    object_id: UUID | None = None,
    detail: str | None = None,
) -> None:
    """Record one event. ``detail`` is a page's name or a count, never a person's words."""
    session.add(
        AuditEvent(
            at_utc=clock.now(),
            event=event.value,
            actor_id=actor_id,
            patient_id=patient_id,
            object_id=object_id,
            detail=detail,
            place_id=_place(session, actor_id),
        )
    )
    session.flush()
    session.info[NOTED] = True


def record_each(
    session: Session, event: Event, actor_id: UUID, patient_ids: Iterable[UUID], *, detail: str
) -> None:
    """Record the same event for each of these patients, in one statement."""
    at, place = clock.now(), _place(session, actor_id)
    rows = [
        {
            "at_utc": at,
            "event": event.value,
            "actor_id": actor_id,
            "patient_id": patient_id,
            "detail": detail,
            "place_id": place,
        }
        for patient_id in patient_ids
    ]
    if rows:
        session.execute(insert(AuditEvent), rows)
        session.info[NOTED] = True


def erase_addresses(session: Session, person_id: UUID) -> None:
    """Erase every address of a person. Their events stay in the chain, which still holds."""
    session.query(AuditPlace).filter_by(actor_id=person_id).delete()


def watch(sessions: "sessionmaker[Session]", heads: Path) -> None:
    """Seal at the end of every transaction of these sessions, and keep each head in a file."""
    event.listen(sessions, "before_commit", seal)
    event.listen(sessions, "after_commit", lambda session: _keep(session, heads))


def seal(session: Session) -> None:
    """Give what this transaction noted its place in the chain.

    At the end, when every other lock is held: two transactions that wait for each other's turn
    here cannot also wait for each other elsewhere. The end of a part of one is no end.
    """
    session.info.pop(SEALED, None)
    if session.in_nested_transaction():
        return
    if not session.info.pop(NOTED, False):
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(TURN)))
    key, newest = keys_of(connection.dialect).audit, load_head(session)
    events, rows = AuditEvent.__table__, []
    for row in find_unsealed(session):
        position = newest.position + 1
        newest = Head(position, writers.link_of(key, newest.link, position, hashed_fields(row)))
        rows.append({"event_id": row.id, "at": position, "made": newest.link})
    if rows:
        change = update(events).where(events.c.id == bindparam("event_id"))  # type: ignore[arg-type]
        links: dict[str, Any] = {"position": bindparam("at"), "link": bindparam("made")}
        connection.execute(change.values(links), rows)
        session.info[SEALED] = newest


def _keep(session: Session, heads: Path) -> None:
    """Write the newest head outside the database. The change itself is committed already."""
    newest = session.info.pop(SEALED, None)
    if newest is not None:
        try:
            writers.append_head(heads, newest)
        except OSError:
            LOG.exception("the audit's head could not be kept outside the database")


def _place(session: Session, actor_id: UUID) -> UUID | None:
    """The id of the address from which this comes, which is kept once."""
    address = str(session.info.get(ADDRESS) or "")[:LONGEST_ADDRESS]
    if not address:
        return None
    dialect = session.connection().dialect
    place = writers.place_id(keys_of(dialect).audit, actor_id, address)
    adding = (postgresql if dialect.name == "postgresql" else sqlite).insert(AuditPlace)
    row = {"id": place, "actor_id": actor_id, "address": OfRow(address, place)}
    session.execute(adding.values(**row).on_conflict_do_nothing())
    return place
