"""The table of what phones have sent: a thing that is sent twice is found here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, EnumText, Id, UtcDateTime, one_of, table
from diary.sync.rules import SyncOutcome


class SyncReceipt(Base):
    """One thing that a phone sent and that the diary took. Its id was made by the phone."""

    __tablename__ = "sync_receipts"
    __table_args__ = table(one_of("outcome", SyncOutcome), rights="exported")

    id: Mapped[UUID] = mapped_column(Id, primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    object_id: Mapped[UUID] = mapped_column(Id)
    outcome: Mapped[SyncOutcome] = mapped_column(EnumText(SyncOutcome))
    received_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
