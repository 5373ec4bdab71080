"""Tables of reminders: a patient's choices, devices and calendar, and what was sent."""

from datetime import datetime, time
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.db import (
    Base,
    Bool,
    EncryptedText,
    EnumText,
    Id,
    TimeText,
    UtcDateTime,
    at_most,
    one_of,
    table,
    withheld,
)
from diary.reminders.rules.outbox import State
from diary.reminders.rules.slots import Preferences


class ReminderSettings(Base):
    """What a patient chose. Times are local times."""

    __tablename__ = "reminder_settings"
    __table_args__ = table(
        at_most("daily_at", 5),
        at_most("quiet_from", 5),
        at_most("quiet_until", 5),
        rights="exported",
    )

    patient_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    daily_at: Mapped[time | None] = mapped_column(TimeText)
    check_ins: Mapped[bool] = mapped_column(Bool)
    quiet_from: Mapped[time] = mapped_column(TimeText)
    quiet_until: Mapped[time] = mapped_column(TimeText)
    by_mail: Mapped[bool] = mapped_column(Bool)
    updated_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def preferences(self) -> Preferences:
        """The choices as the rules read them."""
        return Preferences(
            daily_at=self.daily_at,
            check_ins=self.check_ins,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            by_mail=self.by_mail,
        )


class ReminderDevice(Base):
    """A browser that shows reminders until its owner signs out there or takes it off the list."""

    __tablename__ = "reminder_devices"
    __table_args__ = table(
        at_most("name", 100),
        Index(None, "patient_id"),
        rights="exported only: a browser is told by one server",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    sign_in_id: Mapped[UUID] = mapped_column(Id, ForeignKey("sign_ins.id", ondelete="CASCADE"))
    endpoint: Mapped[str] = mapped_column(
        EncryptedText("reminder_devices.endpoint", 2000), info=withheld("a secret address")
    )
    # a hash without a key is enough, as the address contains a long secret
    endpoint_hash: Mapped[str] = mapped_column(Text, unique=True, info=withheld("a secret address"))
    public_key: Mapped[str] = mapped_column(
        EncryptedText("reminder_devices.public_key"), info=withheld("a browser's key")
    )
    secret: Mapped[str] = mapped_column(
        EncryptedText("reminder_devices.secret"), info=withheld("a secret")
    )
    name: Mapped[str] = mapped_column(Text)
    added_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class ReminderCalendar(Base):
    """The private link of a patient's calendar. The table stores only its hash."""

    __tablename__ = "reminder_calendars"
    __table_args__ = table(rights="exported only: its address opens on this server alone")

    patient_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=withheld("a secret"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class ReminderMessage(Base):
    """One reminder over one channel, never twice. ``channel`` is "mail" or a device's id."""

    __tablename__ = "reminder_messages"
    __table_args__ = table(
        one_of("state", State),
        at_most("slot", 100),
        at_most("channel", 40),
        UniqueConstraint("patient_id", "slot", "channel"),
        Index(None, "expires_at_utc"),
        rights="exported only: what this server sent",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    patient_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    slot: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(EnumText(State))
    tries: Mapped[int] = mapped_column(Integer)
    next_attempt_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class ReminderLease(Base):
    """Which worker has the turn to send, and until when."""

    __tablename__ = "reminder_leases"
    __table_args__ = table(rights="not exported: which worker sends, and nothing of a patient")

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    worker: Mapped[UUID] = mapped_column(Id)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
