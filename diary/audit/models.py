"""The table of what happened. It keeps ids only: no address, no words, no score."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Id, UtcDateTime, at_most, table


class AuditEvent(Base):
    """One thing that somebody did.

    The ids are no foreign keys: what happened stays true when an account is gone.
    """

    __tablename__ = "audit_events"
    __table_args__ = table(
        at_most("event", 60),
        at_most("detail", 200),
        Index(None, "patient_id", "at_utc"),
        rights="exported only: what happened on this server",
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID] = mapped_column(Id)
    patient_id: Mapped[UUID | None] = mapped_column(Id)
    object_id: Mapped[UUID | None] = mapped_column(Id)
    detail: Mapped[str | None] = mapped_column(Text)
