"""HTTP in and out of accounts."""

from diary.accounts.routes import (
    addresses,
    devices,
    joining,
    locking,
    passkeys,
    passwords,
    people,
    profile,
    proving,
    second_step,
    second_step_asked,
    signing_in,
    signing_up,
)
from diary.accounts.routes.blueprint import bp

__all__ = [
    "addresses",
    "bp",
    "devices",
    "joining",
    "locking",
    "passkeys",
    "passwords",
    "people",
    "profile",
    "proving",
    "second_step",
    "second_step_asked",
    "signing_in",
    "signing_up",
]
