"""Passkeys: adding and removing them, and signing in by one alone."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.auth import actions, queries
from diary.auth.forms import PasskeyForm
from diary.auth.notifications import PASSKEY_ADDED, PASSKEY_REMOVED
from diary.auth.one_time_codes import new_recovery_codes
from diary.auth.presented_factor import (
    check_passkey,
    read_new_passkey,
    start_passkey_authentication,
    start_passkey_registration,
)
from diary.auth.rate_limit import address_try, count_tries
from diary.auth.reauthentication import fresh_proof
from diary.auth.routes.blueprint import bp
from diary.auth.routes.second_step import hashed, shown_once, tell
from diary.auth.routes.sign_in import home, redirect_signed_in
from diary.auth.rules import PasskeyFor
from diary.auth.sessions import pending_sign_in_token, sign_in_browser
from diary.transactions import early_commit, read_only, transaction
from diary.web.guards import anyone, signed_in, unfinished, viewer
from diary.web.safe_redirect import inside

NOT_RIGHT = "That did not work: the passkey was not shown in time, or is not one of this diary."


@bp.post("/sign-in/passkey/ask")
@anyone
def passkey_asked() -> ResponseReturnValue:
    """The question, on a page of its own: the page for signing in stays light."""
    if words := count_tries(address_try("passkey")):
        flash(words)
        return redirect(url_for("auth.sign_in"), 303)
    next_page = inside(request.args.get("next"))
    return render_template(
        "auth/passkey.html",
        question=start_passkey_authentication(PasskeyFor.SIGN_IN, None),
        action=url_for("auth.passkey_sign_in", next=next_page),
        field="passkey",
        back=url_for("auth.sign_in", next=next_page),
        sent=[],
    )


@bp.post("/sign-in/passkey")
@anyone
def passkey_sign_in() -> ResponseReturnValue:
    """Sign in by a passkey alone: it is a device together with a finger, a face or a PIN."""
    presented = check_passkey(PasskeyFor.SIGN_IN, None, request.form.get("passkey", ""))
    pending_token = pending_sign_in_token()
    with read_only() as looking:
        who = queries.find_pending_sign_in(looking, pending_token)
    if presented is None or (who is not None and who.user_id != presented.person_id):
        return _not_in(between=who is not None)
    with early_commit() as session:
        passed = actions.sign_in_by_passkey(
            session, presented.passkey_id, presented.count, pending_token
        )
    if passed is None:
        return _not_in(between=False)
    token, role = passed
    sign_in_browser(token)
    return redirect_signed_in(inside(request.args.get("next")) or home(role))


def _not_in(*, between: bool) -> ResponseReturnValue:
    """Go back to where the person came from, with words."""
    flash(NOT_RIGHT)
    page = "auth.second_step_asked" if between else "auth.sign_in"
    return redirect(url_for(page, next=inside(request.args.get("next"))), 303)


@bp.post("/prove/passkey")
@signed_in
@unfinished
def prove_by_passkey() -> ResponseReturnValue:
    """Ask for a passkey in place of the password. What was typed is carried along."""
    with read_only() as looking:
        carried = queries.list_passkeys(looking, viewer().user_id)
    if not carried:
        return redirect(url_for("auth.prove"), 303)
    action = inside(request.args.get("to")) or url_for("auth.prove_post")
    ours = ("csrf_token", "proof_")
    return render_template(
        "auth/passkey.html",
        question=start_passkey_authentication(PasskeyFor.PROVE, viewer().user_id),
        action=action,
        field="proof_passkey",
        back=url_for("accounts.more"),
        sent=[pair for pair in request.form.items(multi=True) if not pair[0].startswith(ours)],
    )


@bp.post("/passkeys/new")
@signed_in
@unfinished
@fresh_proof
def ask_for_new_passkey() -> ResponseReturnValue:
    """Its name, and the question for a new one."""
    return _page(PasskeyForm(formdata=None))


@bp.post("/passkeys")
@signed_in
@unfinished
@fresh_proof
def add_passkey() -> ResponseReturnValue:
    """Add it. A person without recovery codes gets some, for the day on which it is lost."""
    form = PasskeyForm()
    if not form.validate():
        return _page(form), 422
    new = read_new_passkey(viewer(), form.passkey.data or "")
    if new is None:
        flash(NOT_RIGHT)
        return redirect(url_for("auth.second_step"), 303)
    with read_only() as looking:
        left = queries.count_recovery_codes(looking, viewer().user_id)
    codes = [] if left else new_recovery_codes()
    name = form.name.value or "A passkey"
    if not actions.add_passkey(transaction(), viewer(), new, name, hashed(codes)):
        flash("This passkey is here already.")
        return redirect(url_for("auth.second_step"), 303)
    tell(PASSKEY_ADDED)
    if codes:
        return shown_once(codes, "Your passkey is saved")
    flash("Your passkey is saved. Other devices are signed out.")
    return redirect(url_for("auth.second_step"), 303)


@bp.post("/passkeys/<uuid:passkey_id>/remove")
@signed_in
@fresh_proof
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    """Remove one of the viewer's own. One that is gone, or somebody else's, changes nothing."""
    if actions.remove_passkey(transaction(), viewer(), passkey_id):
        tell(PASSKEY_REMOVED)
        flash("That passkey no longer works. Other devices are signed out.")
    return redirect(url_for("auth.second_step"), 303)


def _page(form: PasskeyForm) -> str:
    return render_template(
        "auth/passkey_new.html", form=form, question=start_passkey_registration(viewer())
    )
