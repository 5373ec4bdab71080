"""The gate: every view says whom it admits, and one that says nothing admits nobody."""

from collections.abc import Callable
from typing import TypeVar

from flask import (
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user

from diary.domain.people import Role, Viewer
from diary.web.form_recovery import when_over

__all__ = [
    "Role",
    "Viewer",
    "admitted_by",
    "anyone",
    "even_locked",
    "for_everybody",
    "maybe_viewer",
    "only",
    "signed_in",
    "signed_in_person",
    "unfinished",
    "viewer",
]

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Admitted = frozenset[Role] | None  # None: anyone, also signed out


def anyone(view: View) -> View:
    """Admit everybody, also signed out."""
    return _mark(view, None)


def signed_in(view: View) -> View:
    """Admit everybody who is signed in."""
    return _mark(view, frozenset(Role))


def only(*roles: Role) -> Callable[[View], View]:
    """Admit these roles. To every other the page does not exist."""

    def mark(view: View) -> View:
        return _mark(view, frozenset(roles))

    return mark


def unfinished(view: View) -> View:
    """Admit also staff who have no second step of signing in yet. Say whom to admit as well."""
    view.__dict__["unfinished"] = True
    return view


def even_locked(view: View) -> View:
    """Let a view run also while the diary is locked. Goes below the decorator that admits."""
    view.__dict__["even_locked"] = True
    return view


def _mark(view: View, admitted: Admitted) -> View:
    view.__dict__["admitted"] = admitted
    return view


def admitted_by(view: Callable[..., object]) -> Admitted:
    """Return whom a view admits, or raise ``LookupError`` for one that never said."""
    marks = getattr(view, "__dict__", {})
    if "admitted" not in marks:
        raise LookupError(f"{view!r} does not say whom it admits")
    admitted: Admitted = marks["admitted"]
    return admitted


def signed_in_person() -> Viewer | None:
    """Return who is signed in, also while locked. Never use it to show anything of theirs."""
    if not current_user.is_authenticated:
        return None
    person: Viewer = current_user.viewer
    return person


def for_everybody() -> bool:
    """Whether what is asked for is open to whoever comes, also signed out."""
    view = current_app.view_functions.get(request.endpoint or "")
    try:
        return view is not None and admitted_by(view) is None
    except LookupError:  # a view that says nothing is open to nobody
        return False


def maybe_viewer() -> Viewer | None:
    """Return who is signed in, or None. While the diary is locked, pages know nobody."""
    person = signed_in_person()
    if person is not None and person.locked and not _runs_locked():
        return None
    return person


def viewer() -> Viewer:
    """Return who is signed in, for views that admit nobody else."""
    person = maybe_viewer()
    if person is None:
        abort(404)
    return person


def _runs_locked() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return hasattr(view, "even_locked")


def check_view() -> Response | None:
    """Let in, send to sign in, or answer as if there were nothing here."""
    if request.endpoint is None:
        # no such page: the router's own 404 or 405 follows, with the headers of one that is denied
        maybe_viewer()
        return None
    view = current_app.view_functions[request.endpoint]
    try:
        admitted = admitted_by(view)
    except LookupError:
        current_app.logger.exception("refused a view that declares no guard")
        abort(404)
    if admitted is None:
        return None
    who = maybe_viewer()
    if who is None:
        return _to_sign_in()
    if who.second_step_due and not view.__dict__.get("unfinished"):
        return _to_second_step()
    if who.role not in admitted:
        abort(404)
    return None


def _to_second_step() -> Response:
    """Redirect to the page on which it is set up. A script gets 401."""
    if request.accept_mimetypes.best == "application/json":
        abort(401)
    return redirect(url_for("auth.second_step"), 303)  # type: ignore[return-value]


def _to_sign_in() -> Response:
    """Redirect to signing in, which leads back here after a GET. A script gets 401."""
    if request.accept_mimetypes.best == "application/json":
        abort(401)
    if (page := when_over()) is not None:
        return make_response(page, 401)
    next_page = request.path if request.method in ("GET", "HEAD") and request.path != "/" else None
    return redirect(url_for("auth.sign_in", next=next_page), 303)  # type: ignore[return-value]
