"""Passwords, PINs, sign-ins and rate limits: what is good enough, and how long it lasts. Pure."""

import ipaddress
import math
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn
from zxcvbn.matching import L33T_TABLE

from diary.domain.people import Role
from diary.expiry import MAY_JUMP

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
SIGN_IN_LASTS = {
    Role.PATIENT: timedelta(days=90),
    Role.DOCTOR: timedelta(hours=12),
    Role.ADMIN: timedelta(hours=12),
}
PROOF_LASTS = timedelta(minutes=15)
USE_NOTED_EVERY = timedelta(minutes=10)  # so that looking does not write at each request
RESET_LASTS = timedelta(minutes=30)
EMAIL_CHANGE_LASTS = timedelta(hours=1)
SIGN_UP_LASTS = timedelta(days=1)
QUESTION_LASTS = timedelta(minutes=5)  # for a passkey to be shown
PENDING_SIGN_IN_LASTS = timedelta(minutes=10)  # between the password and the second step
PIN_DIGITS = range(4, 9)
PIN_TRIES = 5
# what a finder tries first: straight lines on the keypad
EASY_PINS = frozenset(("2580", "0852", "1470", "0741", "3690", "0963", "1379", "159357"))


@dataclass(frozen=True)
class IdleLimits:
    """For how long a sign-in may lie unused before it is over."""

    staff: timedelta = timedelta(hours=2)
    patients: timedelta = timedelta(days=30)

    def of(self, role: Role) -> timedelta:
        """The time for somebody of this role."""
        return self.patients if role is Role.PATIENT else self.staff

    def words(self, role: Role) -> str:
        """The same as a page says it."""
        minutes = int(self.of(role) / timedelta(minutes=1))
        units = ((1440, "day"), (60, "hour"), (1, "minute"))
        unit, name = next((unit, name) for unit, name in units if minutes % unit == 0)
        count = minutes // unit
        return f"{count} {name}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class RateLimit:
    """So many tries at once, then one more each ``every``: it slows down and never shuts out."""

    tries: int
    every: timedelta

    def after(self, full_until: datetime | None, now: datetime) -> datetime:
        """Return when the tries will be used up until, if one more is counted."""
        return max(self._sound(full_until, now), now) + self.every

    def wait(self, full_until: datetime | None, now: datetime) -> timedelta | None:
        """How long until the next try, or nothing where one is free now."""
        excess = self._sound(full_until, now) - now - self.every * (self.tries - 1)
        return excess if excess > timedelta() else None

    def _sound(self, full_until: datetime | None, now: datetime) -> datetime:
        """Without what no number of tries can reach: a clock that was wrong wrote it."""
        longest = self.every * self.tries + MAY_JUMP
        return now if full_until is None or full_until > now + longest else full_until


# 10 + 72 guesses a day at one account, from however many addresses
ACCOUNT_LIMIT = RateLimit(10, timedelta(minutes=20))
# a clinic's patients may share one address
ADDRESS_LIMIT = RateLimit(30, timedelta(seconds=30))
# a known browser has a count of its own, which nobody else can use up
DEVICE_LIMIT = RateLimit(10, timedelta(minutes=2))
# of refused sign-ins that are noted: whoever tries for days does not fill the disk
NOTE_LIMIT = RateLimit(100, timedelta(minutes=1))
MAIL_LIMIT = RateLimit(3, timedelta(minutes=20))
# mails that anybody may have sent to anybody: few to one inbox, and few from one place
SIGN_UP_MAIL_LIMIT = RateLimit(3, timedelta(hours=4))
SIGN_UP_PLACE_LIMIT = RateLimit(10, timedelta(minutes=5))
CODE_LIMIT = RateLimit(10, timedelta(minutes=5))
# Fewer guesses than this (zxcvbn's estimate) are not worth the name of a password. What the limits
# above let through in a year is a thirtieth of it.
FEWEST_GUESSES = 10**6
# zxcvbn looks at no more: its time grows with the cube of the length, and with each way in which
# signs can stand for letters ("4" for "a"). 22 such signs in 72 characters took it four seconds.
LOOKED_AT = 24
MOST_READINGS = 16
LOOKED_AT_SIGNS = 12  # where there are more readings than that

# Argon2id with RFC 9106's second recommended setting: 64 MiB, 3 passes.
HASHER = PasswordHasher()
HASHING = BoundedSemaphore(2)
# Whoever waits holds a thread of the server, which has eight: the others are for pages, Help now
# among them, however many ask to sign in.
PLACES = BoundedSemaphore(6)
HASHING_WAIT = 15.0  # seconds
# A hash of random bits that nobody has: checking against it takes as long as against a real one.
NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$Mp6J4XXTt"
    "eQLcgN8AVMmhw$mbh+WyviVp7YNKP/zJPKjI8Gfv7Sni+pXEBqXGl6Wd8"
)


class PasskeyFor(StrEnum):
    """What a passkey is asked for."""

    ADD = "add"
    SIGN_IN = "sign_in"
    PROVE = "prove"


class TooBusy(RuntimeError):
    """Too many passwords are being hashed already."""


@contextmanager
def _one_of_few() -> Iterator[None]:
    """A place among those who may hash: each takes 64 MiB and a tenth of a second.

    Raises ``TooBusy``, at once where enough are waiting already.
    """
    if not PLACES.acquire(blocking=False):
        raise TooBusy
    try:
        if not HASHING.acquire(timeout=HASHING_WAIT):
            raise TooBusy
        try:
            yield
        finally:
            HASHING.release()
    finally:
        PLACES.release()


def hash_password(password: str) -> str:
    """The Argon2id hash. Takes about a tenth of a second, so call it outside any transaction."""
    with _one_of_few():
        return HASHER.hash(unicodedata.normalize("NFC", password))


def password_matches(password_hash: str | None, password: str) -> bool:
    """Return whether the password matches. An unknown account takes just as long."""
    try:
        with _one_of_few():
            HASHER.verify(password_hash or NOBODY, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def length_fault(password: str) -> str | None:
    """What is wrong with the length of a new password, in words, or nothing."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters. Three words in a row are good."
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    return None


def password_fault(password: str, email: str = "") -> str | None:
    """What is wrong with a new password, in words, or nothing.

    Takes some milliseconds, so whoever anybody can ask looks at link and limit first.
    """
    if fault := length_fault(password):
        return fault
    if _guesses(password, email) < FEWEST_GUESSES:
        return "This password is too easy to guess. Three words in a row are good."
    return None


def _guesses(password: str, email: str) -> float:
    """About how many guesses a patient attacker needs who knows the address (zxcvbn, 2016)."""
    most = LOOKED_AT if _readings(password[:LOOKED_AT]) <= MOST_READINGS else LOOKED_AT_SIGNS
    known = [part[:most] for part in (email, *email.split("@"))] if email else []
    return float(zxcvbn(password[:most], user_inputs=known)["guesses"])


def _readings(text: str) -> int:
    """In how many ways zxcvbn takes the signs in a text for letters."""
    signs = (len(set(text).intersection(signs)) for signs in L33T_TABLE.values())
    return math.prod(count or 1 for count in signs)


def needs_second_step(role: Role, *, is_demo: bool, staff_factor: str) -> bool:
    """Whether somebody must have a second step: who reads others' diaries, unless invented."""
    return role is not Role.PATIENT and not is_demo and staff_factor == "required"


def proof_is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Return whether somebody proved their identity just now."""
    return proved_at is not None and proved_at <= now < proved_at + PROOF_LASTS


def use_is_due(noted_at: datetime | None, now: datetime) -> bool:
    """Whether the use of a sign-in was noted long enough ago to be noted again."""
    return noted_at is None or now > noted_at + USE_NOTED_EVERY


def is_pin(text: str) -> bool:
    """Whether this can be a PIN: 4 to 8 digits."""
    return text.isascii() and text.isdigit() and len(text) in PIN_DIGITS


def pin_fault(pin: str, birthday: date | None = None) -> str | None:
    """What is wrong with a new PIN, in words for the person, or nothing."""
    if not is_pin(pin):
        return "Use 4 to 8 digits."
    half, rest = divmod(len(pin), 2)
    repeats = len(set(pin)) == 1 or (not rest and pin[:half] == pin[half:])
    run = pin in "0123456789012" or pin in "9876543210987"
    years = (str(birthday.year), f"{birthday:%d%m}", f"{birthday:%m%d}") if birthday else ()
    if repeats or run or pin in EASY_PINS or pin in years:
        return "This PIN is too easy to guess. Use other digits."
    return None


def is_locked(locked_at: datetime | None, used_at: datetime, minutes: int, now: datetime) -> bool:
    """Whether a sign-in is locked: by hand, or by so many minutes without use (0: never)."""
    # a use that lies ahead is of a clock that was wrong, and no use
    unused = not used_at - MAY_JUMP <= now < used_at + timedelta(minutes=minutes)
    return locked_at is not None or (minutes > 0 and unused)


def network(address: str | None) -> str:
    """The part of an address that one household has: all of IPv4, the first half of IPv6."""
    try:
        parsed = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
