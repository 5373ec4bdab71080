"""Tables of signing in: sign-ins, second factors, rate limits, single-use links."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diary.auth.rules import PasskeyFor, is_locked
from diary.db import (
    Base,
    EncryptedText,
    EnumText,
    Id,
    UtcDateTime,
    between,
    one_of,
    table,
    withheld,
)
from diary.domain.people import PinLock


class SignIn(Base):
    """One browser that is signed in. The browser holds the token and the table its hash."""

    __tablename__ = "sign_ins"
    __table_args__ = table(
        Index(None, "user_id"), rights="exported only: a browser is signed in on this server alone"
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(Text, unique=True, info=withheld("a secret"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # when the person last proved their identity
    reauthenticated_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # noted at most every few minutes; nothing: not since it began
    last_used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # the kind of browser in our words, never what it says of itself
    device_name: Mapped[str] = mapped_column(Text, default="A browser", server_default="A browser")


class Pin(Base):
    """What opens one sign-in that was locked: a PIN of this browser alone, kept as a hash."""

    __tablename__ = "pins"
    __table_args__ = table(
        between("minutes", 0, 60),
        between("wrong", 0, 5),
        rights="exported only: a PIN belongs to one browser that is signed in on this server",
    )

    sign_in_id: Mapped[UUID] = mapped_column(
        Id, ForeignKey("sign_ins.id", ondelete="CASCADE"), primary_key=True
    )
    pin_hash: Mapped[str] = mapped_column(Text, info=withheld("a secret"))
    minutes: Mapped[int] = mapped_column(Integer)
    wrong: Mapped[int] = mapped_column(Integer, default=0)
    opened: Mapped[int] = mapped_column(Integer, default=0)
    used_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    locked_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def standing(self, now: datetime) -> PinLock:
        """The lock as pages know it."""
        return PinLock(
            minutes=self.minutes,
            opened=self.opened,
            used_at=self.used_at_utc,
            locked=is_locked(self.locked_at_utc, self.used_at_utc, self.minutes, now),
        )


class KnownDevice(Base):
    """A browser in which somebody signed in before. It holds the token and the table its hash."""

    __tablename__ = "known_devices"
    __table_args__ = table(
        UniqueConstraint("user_id", "token_hash"),
        rights="not exported: a browser is known to this server alone",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(Text)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class RateLimitRow(Base):
    """How many tries something has had lately, as the time until which they fill it."""

    __tablename__ = "rate_limits"
    __table_args__ = table(
        Index(None, "full_until_utc"), rights="not exported: names nobody and is over within a day"
    )

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    full_until_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class AuthenticatorApp(Base):
    """The key of an app's codes. Until one code has shown that the app has it, it opens nothing.

    ``last_step`` is the half minute of the newest code that was used: each works once.
    """

    __tablename__ = "authenticator_apps"
    __table_args__ = table(
        Index(None, "user_id"), rights="not exported: a secret, and it opens this server alone"
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(EncryptedText("authenticator_apps.key"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(Integer, default=0)


class RecoveryCode(Base):
    """One recovery code: its first letters, to find it by, and a hash of the rest."""

    __tablename__ = "recovery_codes"
    __table_args__ = table(
        UniqueConstraint("user_id", "head"),
        rights="not exported: secrets, and they open this server alone",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    head: Mapped[str] = mapped_column(Text)
    code_hash: Mapped[str] = mapped_column(Text)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PendingSignIn(Base):
    """A browser in which the password was right and the second step is still to come."""

    __tablename__ = "pending_sign_ins"
    __table_args__ = table(Index(None, "user_id"), rights="not exported: over within ten minutes")

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A passkey: its public half, which opens nothing. ``sign_count`` is its own count of uses."""

    __tablename__ = "passkeys"
    __table_args__ = table(Index(None, "user_id"), rights="not exported: opens this server alone")

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(EncryptedText("passkeys.name", 100))
    credential_id: Mapped[str] = mapped_column(Text, unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    sign_count: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasskeyChallenge(Base):
    """A WebAuthn challenge for one answer within five minutes, with its person where known."""

    __tablename__ = "passkey_challenges"
    __table_args__ = table(
        one_of("purpose", PasskeyFor),
        Index(None, "user_id"),
        Index(None, "expires_at_utc"),
        rights="not exported: over within five minutes",
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID | None] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    purpose: Mapped[PasskeyFor] = mapped_column(EnumText(PasskeyFor))
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    challenge: Mapped[str] = mapped_column(Text)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """A single-use link that lets one person choose a new password."""

    __tablename__ = "password_resets"
    __table_args__ = table(
        Index(None, "user_id"), rights="not exported: single-use links, kept as hashes"
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EmailChange(Base):
    """A single-use link to a person's new address, which confirms that it is theirs."""

    __tablename__ = "email_changes"
    __table_args__ = table(
        Index(None, "user_id"), rights="not exported: single-use links, over within an hour"
    )

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    email: Mapped[str] = mapped_column(EncryptedText("email_changes.email", 254))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
