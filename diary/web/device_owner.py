"""Whose diary this browser shows: a cookie that the scripts of its kept pages may read.

A page that a phone keeps is the same for everybody and cannot know who is signed in. The answer
that signs somebody in says it, before any page of theirs is shown. So no page that was left
quickly, no script that did not run and no kept page can take one person for another. It names a
patient by the random id that their pages carry anyway, opens nothing, and outlasts the sign-in:
what waits on a phone stays in its owner's sight until somebody else signs in there or it is
signed out.

Signing out without a network, a page writes "nobody" itself. The server ends the sign-in as soon as
it hears of it.
"""

from datetime import timedelta

from flask import request

from diary.domain.people import Role, Viewer
from diary.extensions import settings
from diary.request_state import request_state

NOBODY = "nobody"
LASTS = timedelta(days=400)  # the longest that browsers keep a cookie


def note(who: Viewer | None) -> None:
    """Set whom the cookie must name: nobody, once they have signed out."""
    request_state().device_owner = _named(who)


def _named(who: Viewer | None) -> str:
    return str(who.user_id) if who is not None and who.role is Role.PATIENT else NOBODY


def was(who: Viewer) -> bool:
    """Whether this browser has shown their diary until now. It knows no names of staff."""
    return request.cookies.get(name()) == _named(who)


def has_left(who: Viewer) -> bool:
    """Whether they signed out on this phone where no answer of ours could say so."""
    return who.role is Role.PATIENT and request.cookies.get(name()) == NOBODY


def name() -> str:
    """Return the name of the cookie."""
    return "__Host-diary-person" if settings().secure else "diary-person"
