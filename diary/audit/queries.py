"""Reading audit events and verifying their chain."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from diary.audit.models import AuditEvent, AuditPlace
from diary.audit.rules import Event
from diary.audit.writers import FIRST, Head, link_of, place_id

AT_ONCE = 1000
HASHED_COLUMNS = (
    AuditEvent.id,
    AuditEvent.at_utc,
    AuditEvent.event,
    AuditEvent.actor_id,
    AuditEvent.patient_id,
    AuditEvent.object_id,
    AuditEvent.detail,
    AuditEvent.place_id,
)


def find_views(session: Session, patient_id: UUID, newest: int = 200) -> list[AuditEvent]:
    """Every view of this patient's diary by somebody else, newest first."""
    events = session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.patient_id == patient_id,
            AuditEvent.event == Event.ACCESS_VIEW.value,
            AuditEvent.actor_id != patient_id,
        )
        .order_by(AuditEvent.at_utc.desc(), AuditEvent.id.desc())
        .limit(newest)
    )
    return list(events)


def find_last_view(
    session: Session, actor_id: UUID, patient_id: UUID, page: str, before: datetime
) -> datetime | None:
    """When somebody last viewed a page of a diary before an instant."""
    return session.scalar(
        select(func.max(AuditEvent.at_utc)).where(
            AuditEvent.patient_id == patient_id,
            AuditEvent.event == Event.ACCESS_VIEW.value,
            AuditEvent.actor_id == actor_id,
            AuditEvent.detail == page,
            AuditEvent.at_utc < before,
        )
    )


def find_objects(
    session: Session,
    patient_id: UUID,
    events: Collection[Event],
    since: datetime,
    but_by: UUID | None = None,
) -> frozenset[UUID]:
    """What these events of a diary were about, after an instant."""
    object_ids = select(AuditEvent.object_id).where(
        AuditEvent.patient_id == patient_id,
        AuditEvent.event.in_([event.value for event in events]),
        AuditEvent.at_utc > since,
        AuditEvent.object_id.is_not(None),
    )
    if but_by is not None:
        object_ids = object_ids.where(AuditEvent.actor_id != but_by)
    return frozenset(
        object_id for object_id in session.scalars(object_ids) if object_id is not None
    )


def select_objects_by(actor_id: UUID, event: Event) -> Select[UUID | None]:
    """Select what somebody did this to, for use inside another statement."""
    return select(AuditEvent.object_id).where(
        AuditEvent.actor_id == actor_id,
        AuditEvent.event == event.value,
        AuditEvent.object_id.is_not(None),
    )


def find_person_events(
    session: Session, person_id: UUID, newest: int, before: int | None
) -> list[AuditEvent]:
    """What a person did and what happened to their diary, newest first, before an event's id."""
    concerns = or_(AuditEvent.patient_id == person_id, AuditEvent.actor_id == person_id)
    newest_events = select(AuditEvent).where(concerns).order_by(AuditEvent.id.desc()).limit(newest)
    if before is not None:
        newest_events = newest_events.where(AuditEvent.id < before)
    return list(session.scalars(newest_events))


def find_addresses(session: Session, places: set[UUID]) -> dict[UUID, str]:
    """What stands behind these places, where it was not erased."""
    rows = session.execute(
        select(AuditPlace.id, AuditPlace.address).where(AuditPlace.id.in_(places))
    )
    return {row.id: row.address for row in rows}


def load_head(session: Session) -> Head:
    """The newest link of the chain."""
    row = session.execute(
        select(AuditEvent.position, AuditEvent.link)
        .where(AuditEvent.position.is_not(None))
        .order_by(AuditEvent.position.desc())
        .limit(1)
    ).first()
    return Head(row.position, row.link) if row else Head(0, FIRST)


def find_unsealed(session: Session) -> Sequence[Any]:
    """What was noted and has no place in the chain yet, in order."""
    loose_events = (
        select(*HASHED_COLUMNS).where(AuditEvent.position.is_(None)).order_by(AuditEvent.id)
    )
    return session.execute(loose_events).all()


def hashed_fields(row: Any) -> tuple[object, ...]:
    """What a link vouches for."""
    number, at, *rest = row[: len(HASHED_COLUMNS)]
    return (number, at.isoformat(), *rest)


def find_faults(session: Session, key: str, heads: Mapping[int, str]) -> Iterator[str]:
    """What is wrong with the chain, the first broken link first. Nothing when it holds."""
    newest = Head(0, FIRST)
    for row in _sealed(session):
        here = newest.position + 1
        if row.position != here:
            yield f"link {here} is missing: link {row.position} follows link {newest.position}"
            return
        if row.link != link_of(key, newest.link, here, hashed_fields(row)):
            yield f"link {here} is broken: event {row.id} of {row.at_utc.isoformat()} was altered"
            return
        if heads.get(here, row.link) != row.link:
            yield f"link {here} is not the one that was kept elsewhere: the chain was made anew"
            return
        newest = Head(here, row.link)
    if cut := [at for at in heads if at > newest.position]:
        yield f"link {newest.position + 1} is missing: the chain once went on to link {max(cut)}"
        return
    yield from _loose(session, key)


def is_own_key(session: Session, key: str) -> bool:
    """Return whether the chain was made with this key, or is still empty.

    The first link or the newest has to hold: a chain that was altered at one of them is no sign of
    another key. ``find_faults`` finds what was altered.
    """
    newest = load_head(session)
    ends = list(_ends(session, newest.position))
    return not ends or any(
        bool(key) and row.link == link_of(key, before, row.position, hashed_fields(row))
        for before, row in ends
    )


def _ends(session: Session, newest: int) -> Iterator[tuple[str, Any]]:
    """The first and the newest link, each with the link before it."""
    links = select(*HASHED_COLUMNS, AuditEvent.position, AuditEvent.link)
    for position in {1, newest}:
        before = select(AuditEvent.link).where(AuditEvent.position == position - 1)
        row = session.execute(links.where(AuditEvent.position == position)).first()
        if row is not None:
            yield session.scalar(before) or FIRST, row


def _sealed(session: Session) -> Iterator[Any]:
    """The chain in its order, some at a time."""
    links = select(*HASHED_COLUMNS, AuditEvent.position, AuditEvent.link).order_by(
        AuditEvent.position
    )
    last: int | None = -1
    while last is not None:
        some = session.execute(links.where(AuditEvent.position > last).limit(AT_ONCE)).all()
        yield from some
        last = some[-1].position if some else None


def _loose(session: Session, key: str) -> Iterator[str]:
    """What stands beside the chain: events without a link, addresses that are not their own."""
    for row in find_unsealed(session):
        yield f"event {row.id} of {row.at_utc.isoformat()} is in no link"
    for place in session.scalars(select(AuditPlace)):
        if place.id != place_id(key, place.actor_id, place.address):
            yield f"the address {place.id} was altered"
