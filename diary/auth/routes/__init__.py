"""HTTP in and out of signing in."""

from diary.auth.routes import (
    addresses,
    devices,
    joining,
    locking,
    passkeys,
    passwords,
    proving,
    second_step,
    second_step_asked,
    signing_in,
    signing_up,
)
from diary.auth.routes.blueprint import bp

__all__ = [
    "addresses",
    "bp",
    "devices",
    "joining",
    "locking",
    "passkeys",
    "passwords",
    "proving",
    "second_step",
    "second_step_asked",
    "signing_in",
    "signing_up",
]
