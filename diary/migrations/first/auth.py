"""The first tables of `auth`: sign-ins, second factors, rate limits, single-use links."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from diary.db import Id, UtcDateTime
from diary.migrations.first.tables import FIRST

Table(
    "sign_ins",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Column("ended_at_utc", UtcDateTime),
    Column("reauthenticated_at_utc", UtcDateTime),
    Column("last_used_at_utc", UtcDateTime),
    Column("device_name", Text, nullable=False, server_default="A browser"),
    Index(None, "user_id"),
    sqlite_strict=True,
)
Table(
    "pins",
    FIRST,
    Column("sign_in_id", Id, ForeignKey("sign_ins.id", ondelete="CASCADE"), primary_key=True),
    Column("pin_hash", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("used_at_utc", UtcDateTime, nullable=False),
    Column("locked_at_utc", UtcDateTime),
    CheckConstraint("minutes BETWEEN 0 AND 60", "minutes_range"),
    CheckConstraint("wrong BETWEEN 0 AND 5", "wrong_range"),
    sqlite_strict=True,
)
Table(
    "known_devices",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    UniqueConstraint("user_id", "token_hash"),
    sqlite_strict=True,
)
Table(
    "rate_limits",
    FIRST,
    Column("key", Text, primary_key=True),
    Column("full_until_utc", UtcDateTime, nullable=False),
    Index(None, "full_until_utc"),
    sqlite_strict=True,
)
Table(
    "authenticator_apps",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("key", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("confirmed_at_utc", UtcDateTime),
    Column("last_step", Integer, nullable=False),
    Index(None, "user_id"),
    sqlite_strict=True,
)
Table(
    "recovery_codes",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("head", Text, nullable=False),
    Column("code_hash", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("used_at_utc", UtcDateTime),
    UniqueConstraint("user_id", "head"),
    sqlite_strict=True,
)
Table(
    "pending_sign_ins",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Index(None, "user_id"),
    sqlite_strict=True,
)
Table(
    "passkeys",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("credential_id", Text, nullable=False, unique=True),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("last_used_at_utc", UtcDateTime),
    Index(None, "user_id"),
    sqlite_strict=True,
)
Table(
    "passkey_challenges",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE")),
    Column("purpose", Text, nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("challenge", Text, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    CheckConstraint("purpose IN ('add', 'sign_in', 'prove')", "purpose_known"),
    Index(None, "expires_at_utc"),
    Index(None, "user_id"),
    sqlite_strict=True,
)
Table(
    "password_resets",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Column("used_at_utc", UtcDateTime),
    Index(None, "user_id"),
    sqlite_strict=True,
)
Table(
    "email_changes",
    FIRST,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("email", Text, nullable=False),
    Column("created_at_utc", UtcDateTime, nullable=False),
    Column("expires_at_utc", UtcDateTime, nullable=False),
    Column("used_at_utc", UtcDateTime),
    Index(None, "user_id"),
    sqlite_strict=True,
)
