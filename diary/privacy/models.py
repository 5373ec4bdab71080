"""Tables of erasure receipts and consents."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Id, UtcDateTime, table


class ErasureReceipt(Base):
    """What was erased and when, naming nobody. ``counts`` is JSON of rows by table.

    From ``scrubbed_at_utc`` on, no freed page of the database file holds any of it.
    """

    __tablename__ = "erasure_receipts"
    __table_args__ = table(rights="not exported: it outlives a patient, and names nobody")

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    requested_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    scrubbed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counts: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """A patient agreed to one version of a text. ``withdrawn_at_utc`` is when they took it back."""

    __tablename__ = "consents"
    __table_args__ = table(
        Index(None, "patient_id"),
        rights="exported only: an agreement counts on the server where it was given",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(Integer)
    checksum: Mapped[str] = mapped_column(Text)
    agreed_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
