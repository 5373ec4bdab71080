"""Erasures that are asked for, and the receipts of those that are done."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Id, UtcDateTime, table, withheld


class Erasure(Base):
    """A patient asked that everything about her be erased; until then she can take it back."""

    __tablename__ = "erasures"
    __table_args__ = table(rights="exported only: it was asked of this server")

    patient_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    asked_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=withheld("a secret"))


class ErasureReceipt(Base):
    """What was erased and when, and of nobody: ``counts`` is JSON of rows by table.

    ``scrubbed_at_utc`` is when no freed page of the file held any of it any more.
    """

    __tablename__ = "erasure_receipts"
    __table_args__ = table(rights="not exported: it outlives a patient, and names nobody")

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    asked_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    scrubbed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[str] = mapped_column(Text)
