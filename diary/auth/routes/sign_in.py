"""Signing in and out."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.auth import actions, queries
from diary.auth.forms import SignInForm
from diary.auth.rate_limit import count_tries, sign_in_tries
from diary.auth.routes.blueprint import bp
from diary.auth.rules import password_matches
from diary.auth.sessions import hold_pending_sign_in, sign_in_browser, sign_out_browser
from diary.extensions import settings
from diary.transactions import early_commit, read_only, transaction
from diary.web.awaited_consent import awaits_consent
from diary.web.background import later
from diary.web.guards import (
    Role,
    anyone,
    even_locked,
    maybe_viewer,
    signed_in,
    signed_in_person,
    unfinished,
    viewer,
)
from diary.web.safe_redirect import inside

NOT_RIGHT = "The e-mail address or the password is not right."
HOME = {Role.PATIENT: "entries.log", Role.DOCTOR: "clinic.patients", Role.ADMIN: "accounts.people"}


def home(role: Role) -> str:
    """Where somebody of this role starts."""
    return url_for(HOME[role])


def redirect_signed_in(address: str) -> ResponseReturnValue:
    """Lead on after signing in: first to the texts that wait for an answer, if there are any."""
    person = maybe_viewer()
    if person is not None and awaits_consent(person):
        is_home = address == url_for("entries.log")
        address = url_for("privacy.agreements", next=None if is_home else inside(address))
    return redirect(address, 303)


@bp.get("/sign-in")
@anyone
def sign_in() -> ResponseReturnValue:
    """The form."""
    who = signed_in_person()
    if who is not None:
        return redirect(home(who.role), 303)
    return _page(SignInForm(), 200)


@bp.post("/sign-in")
@anyone
def sign_in_post() -> ResponseReturnValue:
    """Check the password outside any transaction: hashing takes long, a lock must not."""
    form = SignInForm()
    if not form.validate():
        return _page(form, 422)
    tries = sign_in_tries(form.email.value)
    if words := count_tries(*tries):
        form.form_errors.append(words)
        return _page(form, 429)
    with read_only() as looking:
        known = queries.find_credentials(looking, form.email.value)
    matches = password_matches(known.password_hash if known else None, form.password.data or "")
    if known is None or not matches:
        _note_refused(known.user_id if known else None)
        form.form_errors.append(NOT_RIGHT)
        return _page(form, 422)
    if not actions.still_has_password(transaction(), known.user_id, known.password_hash):
        form.form_errors.append(NOT_RIGHT)
        return _page(form, 422)
    if queries.has_second_step(transaction(), known.user_id):
        hold_pending_sign_in(actions.start_pending_sign_in(transaction(), known.user_id))
        return redirect(url_for("auth.second_step_asked", next=_wanted()), 303)
    sign_in_browser(actions.start_sign_in(transaction(), known.user_id, known.role))
    actions.forget_tries(transaction(), [tries[0][0]])
    return redirect_signed_in(_wanted() or home(known.role))


def _note_refused(user_id: UUID | None) -> None:
    """Once the answer has left: whether it is noted (``NOTE_LIMIT``) must not be heard from it."""
    place = request.remote_addr

    def note() -> None:
        with early_commit(place) as session:
            actions.record_refused_sign_in(session, user_id)

    if not later(note):
        note()


def _wanted() -> str | None:
    """The page of ours that was asked for before signing in."""
    return inside(request.args.get("next"))


def _page(form: SignInForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "auth/sign_in.html",
        form=form,
        wanted=_wanted(),
        open_sign_up=settings().open_sign_up,
    )
    return page, status


@bp.post("/sign-out")
@signed_in
@unfinished
@even_locked
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in on the server."""
    actions.end_sign_in(transaction(), viewer())
    sign_out_browser()
    flash("You are signed out.")
    return redirect(url_for("auth.sign_in"), 303)
