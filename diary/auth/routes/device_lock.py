"""The quick lock: its PIN, locking now, opening."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from diary.accounts import queries
from diary.auth import actions
from diary.auth.device_lock import KEPT, OVER, open_with
from diary.auth.forms import PinForm
from diary.auth.reauthentication import fresh_proof
from diary.auth.routes.blueprint import bp
from diary.auth.routes.sign_in import home
from diary.auth.rules import hash_password
from diary.auth.sessions import drop_sign_in, set_pin_lock
from diary.extensions import csrf
from diary.transactions import read_only, transaction
from diary.web.body_limits import takes_json
from diary.web.form_recovery import KEPT as KEPT_WORDS
from diary.web.form_recovery import left_with
from diary.web.guards import even_locked, signed_in, viewer
from diary.web.json_body import json_body
from diary.web.safe_redirect import inside

LARGEST = 1024  # bytes


@bp.get("/pin")
@signed_in
@fresh_proof
def pin() -> ResponseReturnValue:
    """The form, and how it stands in this browser."""
    return _page(_form(), 200)


@bp.post("/pin")
@signed_in
@fresh_proof
def pin_post() -> ResponseReturnValue:
    """Keep a PIN for this browser."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    lock = hash_password(form.pin.data or "")
    set_pin_lock(viewer(), actions.set_pin(transaction(), viewer(), lock, int(form.minutes.data)))
    flash("Your PIN is set in this browser. Tap the lock at the top to lock your diary.")
    return redirect(url_for("auth.pin"), 303)


@bp.post("/pin/remove")
@signed_in
@fresh_proof
def remove_pin() -> ResponseReturnValue:
    """Be without a lock in this browser."""
    if viewer().pin is not None:
        actions.remove_pin(transaction(), viewer())
        set_pin_lock(viewer(), None)
        flash("The PIN is removed.")
    return redirect(url_for("auth.pin"), 303)


@bp.post("/lock")
@signed_in
def lock() -> ResponseReturnValue:
    """Lock now. Whoever has no PIN yet is sent to the page that sets one."""
    if viewer().pin is None:
        return redirect(url_for("auth.pin"), 303)
    set_pin_lock(viewer(), actions.lock(transaction(), viewer()))
    return redirect(url_for("accounts.more"), 303)


@bp.post("/lock/open")
@signed_in
def open_lock() -> ResponseReturnValue:
    """Where the page of the lock leads, once the PIN was right."""
    return redirect(inside(request.args.get("next")) or home(viewer().role), 303)


@bp.post("/lock/pin")
@csrf.exempt  # type: ignore[untyped-decorator]
@signed_in
@even_locked
@takes_json
def pin_from_script() -> ResponseReturnValue:
    """Open the lock for a page that keeps what was typed on it, or that the phone keeps.

    Without a form's token, which a page that the phone keeps does not have: it is taken from our
    own pages alone (``diary/web/origin.py``), and whoever sends it must know the PIN.
    """
    pin = json_body(LARGEST).get("pin")
    if not isinstance(pin, str):
        raise BadRequest
    who = viewer()
    words = open_with(who, pin) if who.locked else None
    if words is None:
        return jsonify(locked=False)
    return jsonify(error=words), 401 if words is OVER else 403


@bp.post("/lock/forgotten")
@signed_in
@even_locked
def forgotten_pin() -> ResponseReturnValue:
    """End this sign-in, so that the password opens the diary. Entries waiting on the phone stay."""
    if not viewer().locked:
        return redirect(home(viewer().role), 303)
    actions.forget_pin(transaction(), viewer())
    drop_sign_in()
    if (page := left_with(request.form.get(KEPT_WORDS, ""))) is not None:
        return page
    flash(f"Sign in with your password. {KEPT}")
    return redirect(url_for("auth.sign_in"), 303)


def _form() -> PinForm:
    with read_only() as session:
        user = queries.find_user(session, viewer().user_id)
        return PinForm(user.born_on if user else None)


def _page(form: PinForm, status: int) -> ResponseReturnValue:
    return render_template("auth/pin.html", form=form), status
