"""What is known of one request while it is answered: the only key of ``flask.g`` that is ours.

Who is signed in is asked of ``diary/web/guards.py``, which knows when a locked diary hides it.
"""

from dataclasses import dataclass

from flask import g
from sqlalchemy.orm import Session

from diary.domain.ended_sign_in import EndedSignIn


@dataclass
class RequestState:
    """Set while a request is handled, read by the hooks that finish its answer.

    ``session`` is the database session of its transaction, once one is open. ``device_owner`` and
    ``device_lock`` are what the cookies of this browser must say, or None to leave them.
    """

    session: Session | None = None
    ended_sign_in: EndedSignIn | None = None
    device_owner: str | None = None
    device_lock: str | None = None
    style_hashes: tuple[str, ...] = ()


def request_state() -> RequestState:
    """Return the state of the request that is being answered."""
    if "request_state" not in g:
        g.request_state = RequestState()
    state: RequestState = g.request_state
    return state
