"""Tables of treatment sessions: the session, its vitals, and what it said before an edit."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Text, false
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
from diary.domain.treatments import (
    LONGEST_DRUG,
    LONGEST_PLACE,
    LONGEST_WORDS,
    MINUTES,
    MOST_IN_SERIES,
    WEIGHT_KG,
    DoseUnit,
    Drug,
    Route,
    TreatmentStatus,
)
from diary.domain.vital_signs import VITAL_SIGN_LIMITS, MeasurementPhase
from diary.treatments.rules.money import MOST

AMOUNTS = ("billed", "insurer_share", "paid", "reimbursed")


class TreatmentRow(Base):
    """One session. ``starts_wall`` is ISO text to the minute, naive. Money is in minor units.

    ``is_separate``: somebody said that it is not the same as another one near it.
    """

    __tablename__ = "treatments"
    __table_args__ = table(
        one_of("status", TreatmentStatus),
        one_of("route", Route),
        one_of("drug", Drug),
        one_of("dose_unit", DoseUnit),
        between("length_minutes", *MINUTES),
        between("dose", 1, 2_000_000),
        between("weight_kg", WEIGHT_KG[0] * 1000, WEIGHT_KG[1] * 1000),
        between("series_number", 1, MOST_IN_SERIES),
        between("series_length", 1, MOST_IN_SERIES),
        *(between(name, 0, MOST) for name in AMOUNTS),
        CheckConstraint("(dose IS NULL) = (dose_unit IS NULL)", "dose_has_unit"),
        CheckConstraint(
            "currency IS NOT NULL OR (billed IS NULL AND insurer_share IS NULL"
            " AND paid IS NULL AND reimbursed IS NULL)",
            "cost_has_currency",
        ),
        CheckConstraint("length(currency) = 3", "currency_length"),
        CheckConstraint("series_number <= series_length", "series_order"),
        at_most("starts_zone", 64),
        Index(None, "patient_id", "starts_at_utc"),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    recorded_by: Mapped[UUID] = mapped_column(Id)
    status: Mapped[TreatmentStatus] = mapped_column(EnumText(TreatmentStatus))
    starts_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    starts_zone: Mapped[str] = mapped_column(Text)
    starts_wall: Mapped[str] = mapped_column(Text)
    length_minutes: Mapped[int | None] = mapped_column(Integer)
    route: Mapped[Route] = mapped_column(EnumText(Route))
    drug: Mapped[Drug] = mapped_column(EnumText(Drug))
    drug_other: Mapped[str | None] = mapped_column(
        EncryptedText("treatments.drug_other", LONGEST_DRUG)
    )
    dose: Mapped[Decimal | None] = mapped_column(Thousandths)
    dose_unit: Mapped[DoseUnit | None] = mapped_column(EnumText(DoseUnit))
    weight_kg: Mapped[Decimal | None] = mapped_column(Thousandths)
    place: Mapped[str | None] = mapped_column(EncryptedText("treatments.place", LONGEST_PLACE))
    companion: Mapped[str | None] = mapped_column(
        EncryptedText("treatments.companion", LONGEST_PLACE)
    )
    words: Mapped[str | None] = mapped_column(EncryptedText("treatments.words", LONGEST_WORDS))
    series_number: Mapped[int | None] = mapped_column(Integer)
    series_length: Mapped[int | None] = mapped_column(Integer)
    currency: Mapped[str | None] = mapped_column(Text)
    billed: Mapped[int | None] = mapped_column(Integer)
    insurer_share: Mapped[int | None] = mapped_column(Integer)
    paid: Mapped[int | None] = mapped_column(Integer)
    reimbursed: Mapped[int | None] = mapped_column(Integer)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer, default=1)
    # the session of the same diary that this record is one with; no foreign key, so that a file
    # brings both back in any order
    merged_into_id: Mapped[UUID | None] = mapped_column(Id)
    is_separate: Mapped[bool] = mapped_column(Bool, default=False, server_default=false())

    vitals: Mapped[list["TreatmentVitals"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )


class TreatmentVitals(Base):
    """One reading around a session. Its time may be unknown."""

    __tablename__ = "treatment_vital_signs"
    __table_args__ = table(
        one_of("phase", MeasurementPhase),
        *(between(name, *bounds) for name, bounds in VITAL_SIGN_LIMITS.items()),
        CheckConstraint("systolic > diastolic", "pressure"),
        CheckConstraint("(systolic IS NULL) = (diastolic IS NULL)", "both_pressures"),
        CheckConstraint(
            "systolic IS NOT NULL OR pulse IS NOT NULL OR spo2 IS NOT NULL", "some_value"
        ),
        CheckConstraint("(measured_at_utc IS NULL) = (measured_wall IS NULL)", "both_times"),
        Index(None, "treatment_id"),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    treatment_id: Mapped[UUID] = mapped_column(Id, ForeignKey("treatments.id", ondelete="CASCADE"))
    phase: Mapped[MeasurementPhase] = mapped_column(EnumText(MeasurementPhase))
    measured_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    measured_wall: Mapped[str | None] = mapped_column(Text)
    systolic: Mapped[int | None] = mapped_column(Integer)
    diastolic: Mapped[int | None] = mapped_column(Integer)
    pulse: Mapped[int | None] = mapped_column(Integer)
    spo2: Mapped[int | None] = mapped_column(Integer)


class TreatmentVersion(SnapshotRow):
    """What a session said before an edit."""

    __tablename__ = "treatment_versions"
    __table_args__ = table(rights="exported")

    treatment_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("treatments.id", ondelete="CASCADE"), primary_key=True
    )
    replaced_by: Mapped[UUID] = mapped_column(Id, sort_order=3)
