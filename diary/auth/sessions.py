"""Flask-Login, touched here and nowhere else: a browser holds a random token, no user id."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flask import Response, after_this_request, flash, request
from flask import session as cookie
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from diary import clock
from diary.auth import actions, queries
from diary.auth.notifications import notify_new_device
from diary.auth.rate_limit import device_cookie, read_device_token
from diary.auth.rules import IdleLimits, needs_second_step, use_is_due
from diary.domain.people import PinLock, Viewer
from diary.extensions import login_manager, settings
from diary.request_state import request_state
from diary.transactions import early_commit, read_only, transaction
from diary.web import device_lock_cookie, device_owner
from diary.web.background import later
from diary.web.browsers import device_name
from diary.web.form_recovery import TOKEN, token_of
from diary.web.guards import for_everybody, signed_in_person

PENDING = "half"
NO_PIN = (
    "The PIN that locked this browser ended with your last sign-in. To lock it again, set one "
    "under More, Lock with a PIN."
)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries through a request."""

    def __init__(self, token: str, viewer: Viewer | None = None) -> None:
        self.token, self.viewer = token, viewer

    def get_id(self) -> str:
        """The token, whose hash is in the table of sign-ins."""
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """The person of a browser's token, asked of the database at every request.

    Where it cannot be asked, a page for everybody opens as for nobody: whom to call is on one.
    """
    try:
        return _found(token)
    except OperationalError:
        if not for_everybody():
            raise
        return None


def _found(token: str) -> SignedIn | None:
    with read_only() as session:
        viewer = queries.find_viewer(session, token, idle_limits())
        if viewer is None:
            request_state().ended_sign_in = queries.find_ended_sign_in(
                session, token, idle_limits()
            )
        elif must_have_second_step(viewer):
            due = not queries.has_second_step(session, viewer.user_id)
            viewer = replace(viewer, second_step_due=due)
    if viewer is None or (viewer.is_demo and settings().production):
        return (
            None  # invented people, whose password everybody knows, have no place beside real ones
        )
    if device_owner.has_left(viewer):
        _end_late(viewer, token)
        return None
    device_owner.note(viewer)
    _note_use(viewer)
    viewer = device_lock_cookie.heeded(viewer)
    device_lock_cookie.note(viewer)
    return SignedIn(token, viewer)


def _end_late(viewer: Viewer, token: str) -> None:
    """End on the server what the person signed out of offline, and make the browser forget it."""
    place = request.remote_addr
    later(lambda: _keep(lambda session: actions.end_sign_in(session, viewer), place))

    @after_this_request
    def forget(response: Response) -> Response:
        if cookie.get("_user_id") == token:  # else somebody has signed in meanwhile
            cookie.pop("_user_id")
        return response


def must_have_second_step(viewer: Viewer) -> bool:
    """Whether the settings ask this person for one."""
    required = settings().staff_factor
    return needs_second_step(viewer.role, is_demo=viewer.is_demo, staff_factor=required)


def idle_limits() -> IdleLimits:
    """For how long the operator lets a sign-in lie unused."""
    current = settings()
    return IdleLimits(timedelta(minutes=current.idle_minutes), timedelta(days=current.idle_days))


def _note_use(viewer: Viewer) -> None:
    """Note now and then that a sign-in is used: beside the answer, which must not wait for it."""
    used, now = viewer.sign_in_id, clock.now()
    if used is not None and use_is_due(viewer.used_at, now):
        later(lambda: _keep(lambda session: actions.record_use(session, used, now)))


def _keep(what: Callable[[Session], None], place: str | None = None) -> None:
    try:
        with early_commit(place) as session:
            what(session)
    except OperationalError:  # busy or away, which whoever writes is told; the next request tries
        return


def sign_in_browser(token: str, *, first: bool = False) -> None:
    """Give this browser its token, in a cookie session that starts empty (no fixation).

    The person is told by mail of a browser that is new to the account, except of the ``first``.
    """
    _end_locked()
    cookie.clear()
    cookie.permanent = True
    viewer = queries.find_viewer(transaction(), token, idle_limits())
    if viewer is not None:
        cookie[TOKEN] = token_of(viewer.user_id, secrets.token_hex(20))
    device_owner.note(viewer)
    device_lock_cookie.note(viewer)
    login_user(SignedIn(token, viewer))
    if viewer is not None:
        name = device_name(request.user_agent.string)
        actions.name_device(transaction(), viewer, name)
        is_new = remember_device(viewer.user_id)
        if not is_new and device_lock_cookie.was_set() and device_owner.was(viewer):
            flash(NO_PIN)
        if is_new and not first:
            notify_new_device(transaction(), viewer.email, viewer.zone, name)


def hold_pending_sign_in(token: str) -> None:
    """Give this browser the token of a pending sign-in, in a cookie session that starts empty."""
    _end_locked()
    logout_user()
    cookie.clear()
    cookie[PENDING] = token


def _end_locked() -> None:
    """Leave no locked sign-in behind where a password comes in its place."""
    former = signed_in_person()
    if former is not None and former.locked:
        actions.forget_pin(transaction(), former)


def pending_sign_in_token() -> str | None:
    """The pending sign-in of this browser: the password was right, the second step is to come."""
    token = cookie.get(PENDING)
    return token if isinstance(token, str) else None


def remember_device(user_id: UUID) -> bool:
    """Let this person's browser be known again, and say whether it was new to the account."""
    device, is_new = actions.record_known_device(transaction(), user_id, read_device_token())
    _remember(device)
    return is_new


def _remember(device: str) -> None:
    """Let this browser be known again: whoever guesses elsewhere does not slow it down."""
    name, secure = device_cookie(), settings().secure

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            name, device, max_age=device_owner.LASTS, secure=secure, httponly=True, samesite="Lax"
        )
        return response


def set_pin_lock(viewer: Viewer, pin: PinLock | None) -> None:
    """Go on in this request, and in this browser, with the lock as it is now."""
    current_user.viewer = replace(viewer, pin=pin)
    device_lock_cookie.note(current_user.viewer)


def continue_as(viewer: Viewer) -> None:
    """Go on in this request with the person as they are now."""
    current_user.viewer = viewer


def sign_out_browser() -> None:
    """Take everything from this browser's cookie session."""
    logout_user()
    device_owner.note(None)
    device_lock_cookie.note(None)
    cookie.clear()


def drop_sign_in() -> None:
    """Do the same as a sign-in that ended by itself: the phone stays the person's, and locked."""
    logout_user()
    cookie.clear()
