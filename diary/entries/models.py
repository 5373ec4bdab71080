"""Tables of entries: the entry, its side effects, and what it said before an edit."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from diary.db import (
    Base,
    Bool,
    EncryptedText,
    EnumText,
    Id,
    SnapshotRow,
    Thousandths,
    UtcDateTime,
    at_most,
    between,
    one_of,
    table,
)
from diary.domain.conversions import LONGEST_CONVERTED
from diary.domain.entries import LONGEST_NOTE, CheckIn, EntrySource, MedicationStatus
from diary.domain.side_effects import Severity, SideEffect
from diary.domain.vital_signs import VITAL_SIGN_LIMITS

if TYPE_CHECKING:
    from diary.treatments.models import TreatmentRow


class EntryRow(Base):
    """What a patient says of one moment. ``effective_wall`` is ISO text, naive, as typed.

    Every value may be missing, the scores too: None means that nothing was said, never 0.
    """

    __tablename__ = "entries"
    __table_args__ = table(
        between("anxiety", 0, 10),
        between("mood", 0, 10),
        between("sleep_hours", 0, 24_000),
        *(between(name, *bounds) for name, bounds in VITAL_SIGN_LIMITS.items()),
        CheckConstraint(
            "systolic IS NULL OR diastolic IS NULL OR systolic > diastolic", "pressure"
        ),
        one_of("source", EntrySource),
        one_of("medication", MedicationStatus),
        at_most("effective_zone", 64),
        Index(None, "patient_id", "effective_at_utc"),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    effective_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_zone: Mapped[str] = mapped_column(Text)
    effective_wall: Mapped[str] = mapped_column(Text)
    recorded_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    anxiety: Mapped[int | None] = mapped_column(Integer)
    mood: Mapped[int | None] = mapped_column(Integer)
    none_reported: Mapped[bool] = mapped_column(Bool, default=False)
    note: Mapped[str | None] = mapped_column(EncryptedText("entries.note", LONGEST_NOTE))
    sleep_hours: Mapped[Decimal | None] = mapped_column(Thousandths)
    systolic: Mapped[int | None] = mapped_column(Integer)
    diastolic: Mapped[int | None] = mapped_column(Integer)
    pulse: Mapped[int | None] = mapped_column(Integer)
    spo2: Mapped[int | None] = mapped_column(Integer)
    medication: Mapped[MedicationStatus | None] = mapped_column(EnumText(MedicationStatus))
    medication_note: Mapped[str | None] = mapped_column(
        EncryptedText("entries.medication_note", 200)
    )
    # of an imported entry: scores that the file had on another scale, as JSON
    converted: Mapped[str | None] = mapped_column(
        EncryptedText("entries.converted", LONGEST_CONVERTED)
    )
    source: Mapped[EntrySource] = mapped_column(EnumText(EntrySource), default=EntrySource.TYPED)
    version: Mapped[int] = mapped_column(Integer, default=1)
    deleted_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)

    side_effects: Mapped[list["EntrySideEffect"]] = relationship(
        cascade="all, delete-orphan", order_by="EntrySideEffect.code", lazy="selectin"
    )
    # read by the pages that show them, and by no other
    answers: Mapped["EntryCheckIn | None"] = relationship(cascade="all, delete-orphan")
    arrival: Mapped["EntryArrival | None"] = relationship(cascade="all, delete-orphan")

    @property
    def wall(self) -> datetime:
        """The naive time on the patient's wall."""
        return datetime.fromisoformat(self.effective_wall)


class EntrySideEffect(Base):
    """One side effect that an entry reports. No row means: not reported."""

    __tablename__ = "entry_side_effects"
    __table_args__ = table(
        one_of("code", SideEffect),
        one_of("severity", Severity),
        rights="exported",
    )

    entry_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[SideEffect] = mapped_column(EnumText(SideEffect), primary_key=True)
    severity: Mapped[Severity] = mapped_column(EnumText(Severity))
    other_name: Mapped[str | None] = mapped_column(
        EncryptedText("entry_side_effects.other_name", 100)
    )


class EntryVersion(SnapshotRow):
    """What an entry said before an edit."""

    __tablename__ = "entry_versions"
    __table_args__ = table(rights="exported")

    entry_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    replaced_by: Mapped[UUID] = mapped_column(Id, sort_order=3)


class EntryCheckIn(Base):
    """The check-in of a session that an entry answers."""

    __tablename__ = "entry_check_ins"
    __table_args__ = table(
        one_of("check_in", CheckIn), Index(None, "treatment_id"), rights="exported"
    )

    entry_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    treatment_id: Mapped[UUID] = mapped_column(Id, ForeignKey("treatments.id", ondelete="CASCADE"))
    check_in: Mapped[CheckIn] = mapped_column(EnumText(CheckIn))

    treatment: Mapped["TreatmentRow"] = relationship(viewonly=True)


class EntryArrival(Base):
    """How an entry came that was saved on a phone and reached the diary much later.

    ``clock_off_seconds``: by how much the phone's clock was ahead, where that was worth noting.
    The entry's own times are corrected by it.
    """

    __tablename__ = "entry_arrivals"
    __table_args__ = table(rights="exported")

    entry_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True
    )
    received_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    clock_off_seconds: Mapped[int | None] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite")
    )
