"""HTTP in and out of signing in."""

from diary.auth.routes import (
    addresses,
    device_lock,
    devices,
    invitations,
    passkeys,
    passwords,
    pending_sign_in,
    reauthentication,
    second_step,
    sign_in,
    sign_up,
)
from diary.auth.routes.blueprint import bp

__all__ = [
    "addresses",
    "bp",
    "device_lock",
    "devices",
    "invitations",
    "passkeys",
    "passwords",
    "pending_sign_in",
    "reauthentication",
    "second_step",
    "sign_in",
    "sign_up",
]
