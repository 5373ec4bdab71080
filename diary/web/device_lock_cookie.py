"""Whether this browser's diary is locked: a cookie that its kept pages may read, and set.

A page that a phone keeps cannot ask the server without a network. So the answers say it: how often
the lock was opened, and then ``locked`` or the minutes without use after which it locks by itself
(``3.5``). A page may write ``3.locked``: it was locked where there was no network. The server
takes that for a wish, but only until it is opened the next time, so that no late answer locks it
again. Nothing is opened by it: what is locked is locked on the server.
"""

from dataclasses import replace

from flask import request

from diary.domain.people import Viewer
from diary.extensions import settings
from diary.request_state import request_state

LOCKED = "locked"


def name() -> str:
    """Return the name of the cookie."""
    return "__Host-diary-lock" if settings().secure else "diary-lock"


def was_set() -> bool:
    """Whether a sign-in that is over has left its lock in this browser."""
    return bool(request.cookies.get(name()))


def note(who: Viewer | None) -> None:
    """Set what the cookie must say. For nobody, who has just signed out, the lock goes too."""
    request_state().device_lock = "" if who is None else _lock_of(who)


def heeded(who: Viewer) -> Viewer:
    """The same person, locked where this browser was locked without a network."""
    if who.pin is None or who.locked:
        return who
    if request.cookies.get(name()) != f"{who.pin.opened}.{LOCKED}":
        return who
    return replace(who, pin=replace(who.pin, locked=True, locked_offline=True))


def _lock_of(who: Viewer) -> str:
    if who.pin is None:
        return ""
    return f"{who.pin.opened}.{LOCKED if who.pin.locked else who.pin.minutes}"
