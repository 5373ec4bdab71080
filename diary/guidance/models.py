"""Tables of the safety plan. Only the patient reads them: see ``queries``."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import Base, EncryptedText, Id, SnapshotRow, UtcDateTime, between, table
from diary.guidance.rules.safety_plan import (
    LONGEST_NAME,
    LONGEST_PHONE,
    LONGEST_WORDS,
    MOST_CONTACTS,
)


class SafetyPlan(Base):
    """What helps a patient and what to do first, in their words. Each has one plan."""

    __tablename__ = "safety_plans"
    __table_args__ = table(rights="exported")

    patient_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    words: Mapped[str | None] = mapped_column(EncryptedText("safety_plans.words", LONGEST_WORDS))
    updated_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class SafetyContact(Base):
    """A person whom a patient wants to call. The first has position 1."""

    __tablename__ = "safety_contacts"
    __table_args__ = table(
        between("position", 1, MOST_CONTACTS),
        UniqueConstraint("patient_id", "position"),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(EncryptedText("safety_contacts.name", LONGEST_NAME))
    phone: Mapped[str] = mapped_column(EncryptedText("safety_contacts.phone", LONGEST_PHONE))


class SafetyPlanVersion(SnapshotRow):
    """What a plan said before it was changed."""

    __tablename__ = "safety_plan_versions"
    __table_args__ = table(rights="exported")

    patient_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
