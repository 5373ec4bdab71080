"""Care links and the invitations that lead to them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, Bool, DayText, Id, UtcDateTime, table, withheld


class CareLink(Base):
    """A patient's consent that a doctor reads their diary."""

    __tablename__ = "care_links"
    __table_args__ = table(
        Index(None, "patient_id"),
        Index(None, "doctor_id"),
        rights="exported only: a consent counts on the server where it was given",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    doctor_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    notes: Mapped[bool] = mapped_column(Bool, default=False)
    costs: Mapped[bool] = mapped_column(Bool, default=False)
    started_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_on: Mapped[date | None] = mapped_column(DayText)
    ends_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CareInvitation(Base):
    """A code that lets one doctor, once, read one diary in a scope that the patient chose."""

    __tablename__ = "care_invitations"
    __table_args__ = table(
        Index(None, "patient_id"),
        rights="exported only: a code opens a diary on the server where it was made",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    code_hash: Mapped[str] = mapped_column(Text, unique=True, info=withheld("a secret"))
    notes: Mapped[bool] = mapped_column(Bool, default=False)
    costs: Mapped[bool] = mapped_column(Bool, default=False)
    ends_on: Mapped[date | None] = mapped_column(DayText)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
