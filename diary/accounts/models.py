"""Tables of people: accounts, clinics, invitations, profiles, erasures to come."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from diary.accounts.rules import Language, Theme
from diary.db import (
    Base,
    Bool,
    DayText,
    EnumText,
    Id,
    SnapshotRow,
    UtcDateTime,
    at_most,
    between,
    one_of,
    table,
    withheld,
)
from diary.domain.people import Role


class Clinic(Base):
    """A practice: whose administrator may invite into it. It opens no diary."""

    __tablename__ = "clinics"
    __table_args__ = table(
        at_most("name", 200), rights="not exported: a practice, and nothing of a patient"
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(Text, unique=True)


class User(Base):
    """An account."""

    __tablename__ = "users"
    __table_args__ = table(
        one_of("role", Role),
        one_of("theme", Theme),
        one_of("language", Language),
        between("day_boundary", 0, 12),
        at_most("email", 254),
        at_most("name", 200),
        rights="exported",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(Text, unique=True)
    password_hash: Mapped[str] = mapped_column(Text, info=withheld("a secret"))
    role: Mapped[Role] = mapped_column(EnumText(Role))
    name: Mapped[str] = mapped_column(Text)
    born_on: Mapped[date | None] = mapped_column(DayText)
    zone: Mapped[str] = mapped_column(Text, default="UTC")
    day_boundary: Mapped[int] = mapped_column(Integer, default=4)
    language: Mapped[Language] = mapped_column(EnumText(Language), default=Language.BRITISH)
    theme: Mapped[Theme] = mapped_column(EnumText(Theme), default=Theme.AUTO)
    country: Mapped[str | None] = mapped_column(Text)
    clinic_id: Mapped[UUID | None] = mapped_column(Id, ForeignKey("clinics.id"))
    is_demo: Mapped[bool] = mapped_column(Bool, default=False)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Invitation(Base):
    """A single-use link that lets one person make an account."""

    __tablename__ = "invitations"
    __table_args__ = table(
        one_of("role", Role),
        at_most("email", 254),
        rights="not exported: made for a person who has no account yet",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    role: Mapped[Role] = mapped_column(EnumText(Role))
    email: Mapped[str] = mapped_column(Text)
    clinic_id: Mapped[UUID | None] = mapped_column(Id, ForeignKey("clinics.id"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProfileVersion(SnapshotRow):
    """What a profile said before it was changed."""

    __tablename__ = "profile_versions"
    __table_args__ = table(rights="exported")

    user_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )


class Erasure(Base):
    """A patient asked for everything about them to be erased. They can take it back until then."""

    __tablename__ = "erasures"
    __table_args__ = table(rights="exported only: it was asked of this server")

    patient_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    requested_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=withheld("a secret"))
