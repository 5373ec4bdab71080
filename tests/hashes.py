"""Passwords cost a test nothing; what they cost an attacker is asked where that is the promise."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from diary.auth import one_time_codes, rules

CHEAP = PasswordHasher(1, 8, 1)
DEAR = (rules.HASHER, rules.NOBODY, one_time_codes.RECOVERY_HASHER)


def make_cheap() -> None:
    """From here on, in this process."""
    _use(CHEAP, CHEAP.hash("nobody has this"), CHEAP)


def _use(hasher: PasswordHasher, nobody: str, recovery: PasswordHasher) -> None:
    vars(rules).update(HASHER=hasher, NOBODY=nobody)
    vars(one_time_codes).update(RECOVERY_HASHER=recovery)


@pytest.fixture
def dear_hashes() -> Iterator[None]:
    """The hashes of the diary as it runs."""
    _use(*DEAR)
    yield
    make_cheap()
