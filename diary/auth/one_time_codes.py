"""The second step of signing in: an app's codes of six digits, and recovery codes. Pure."""

import hmac
import secrets
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

STEP = 30  # seconds for which an app shows one code
MAY_BE_AHEAD = 12  # half minutes: one for the phone's clock, the others for the server's
DIGITS = 6
ISSUER = "Relief Diary"

RECOVERY_CODES = 10
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # 24 letters: no I and no O, so none is misread
RECOVERY_LENGTH = 12
HEAD = 4  # letters by which a code's row is found; the other eight are 36 bits, kept hashed
# Weaker than a password's, whose work makes up for a poor choice: these are drawn at random
RECOVERY_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def new_key() -> str:
    """160 random bits as the letters that an app takes."""
    return pyotp.random_base32()


def address_of(key: str, email: str) -> str:
    """What the QR code holds: whose key it is, and the key."""
    return pyotp.TOTP(key).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(now: datetime) -> int:
    """The number of the half minute, counted from 1970."""
    return int(now.timestamp()) // STEP


def steps_shown(key: str, typed: str, now: datetime) -> list[int]:
    """In which half minutes an app shows this code: now, one before or one after.

    Clocks are apart and people type slowly. Blanks among the digits count for nothing.
    """
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return []
    app, here = pyotp.TOTP(key), step_of(now)
    near = (here - 1, here, here + 1)
    return [step for step in near if hmac.compare_digest(app.generate_otp(step), digits)]


def is_unused(step: int, last_step: int, now: datetime) -> bool:
    """Whether the code of a half minute comes after the last one that was used.

    A last one far ahead was used under a clock that was wrong, and bars none of now.
    """
    return step > last_step or last_step > step_of(now) + MAY_BE_AHEAD


def new_recovery_codes() -> list[str]:
    """Ten codes, each with a beginning of its own."""
    heads: set[str] = set()
    while len(heads) < RECOVERY_CODES:
        heads.add(_letters(HEAD))
    return [head + _letters(RECOVERY_LENGTH - HEAD) for head in sorted(heads)]


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def read_recovery(typed: str) -> str | None:
    """The letters of a typed recovery code, or None where it cannot be one."""
    code = "".join(char for char in typed.upper() if char not in " \t-–.")
    return code if len(code) == RECOVERY_LENGTH and set(code) <= set(ALPHABET) else None


def in_groups(code: str) -> str:
    """As it is written down: groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def hash_recovery(code: str) -> str:
    """The hash stored for a recovery code. Takes some hundredths of a second."""
    return RECOVERY_HASHER.hash(code[HEAD:])


def recovery_matches(code_hash: str, code: str) -> bool:
    """Whether it is the code of this hash."""
    try:
        return RECOVERY_HASHER.verify(code_hash, code[HEAD:])
    except (VerificationError, InvalidHashError):
        return False
