"""Tables of audit events: ids only, no words and no scores. Addresses stand apart."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, EncryptedText, Id, UtcDateTime, at_most, table


class AuditEvent(Base):
    """One thing that somebody did.

    The ids are no foreign keys: what happened stays true when an account is gone. ``position`` and
    ``link`` are set once, when the transaction is committed. Triggers refuse any other change.
    """

    __tablename__ = "audit_events"
    __table_args__ = table(
        at_most("event", 60),
        at_most("detail", 200),
        Index(None, "patient_id", "at_utc"),
        Index(None, "actor_id", "at_utc"),
        Index(None, "position", unique=True),
        rights="exported only: what happened on this server",
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID] = mapped_column(Id)
    patient_id: Mapped[UUID | None] = mapped_column(Id)
    object_id: Mapped[UUID | None] = mapped_column(Id)
    detail: Mapped[str | None] = mapped_column(Text)
    place_id: Mapped[UUID | None] = mapped_column(Id)
    position: Mapped[int | None] = mapped_column(Integer)
    link: Mapped[str | None] = mapped_column(Text)


class AuditPlace(Base):
    """An address from which somebody did something. Nothing in the chain is lost with it.

    The id is made of both by the audit's key. To erase a person, delete their rows here: the events
    keep an id that leads nowhere, and the chain holds.
    """

    __tablename__ = "audit_places"
    __table_args__ = table(
        Index(None, "actor_id"),
        rights="not exported: their own addresses, which they read on the page of what happened",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(Id)
    address: Mapped[str] = mapped_column(EncryptedText("audit_places.address", 100))
