"""Tables of visits, of their earlier versions, and of questions for the next visit."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from diary.clinic.rules import LONGEST_QUESTION, LONGEST_WORDS
from diary.db import (
    Base,
    DayText,
    EncryptedText,
    Id,
    UtcDateTime,
    VersionRow,
    at_most,
    table,
    withheld,
)

_NOTE = withheld("the doctor's own note, which the diary shows to him alone", unless_by_clinic=True)


class Visit(Base):
    """One follow-up visit. Only its doctor reads the note. The patient reads the plan."""

    __tablename__ = "visits"
    __table_args__ = table(
        at_most("held_on", 10),
        at_most("next_meeting", 10),
        Index(None, "patient_id", "held_on"),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    doctor_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id"))
    held_on: Mapped[date] = mapped_column(DayText)
    next_meeting: Mapped[date | None] = mapped_column(DayText)
    note: Mapped[str | None] = mapped_column(
        EncryptedText("visits.note", LONGEST_WORDS), info=_NOTE
    )
    plan: Mapped[str | None] = mapped_column(EncryptedText("visits.plan", LONGEST_WORDS))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VisitVersion(VersionRow):
    """What a visit said before an edit."""

    __tablename__ = "visit_versions"
    __table_args__ = table(rights="exported")

    visit_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True
    )
    held_on: Mapped[date] = mapped_column(DayText)
    next_meeting: Mapped[date | None] = mapped_column(DayText)
    note: Mapped[str | None] = mapped_column(
        EncryptedText("visit_versions.note", LONGEST_WORDS), info=_NOTE
    )
    plan: Mapped[str | None] = mapped_column(EncryptedText("visit_versions.plan", LONGEST_WORDS))


class Question(Base):
    """What a patient wants to ask at the next visit. It is settled once it was answered."""

    __tablename__ = "visit_questions"
    __table_args__ = table(
        Index(None, "patient_id", "created_at_utc"),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(EncryptedText("visit_questions.words", LONGEST_QUESTION))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
