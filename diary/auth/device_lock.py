"""The PIN lock: on a locked device every page answers with the question for the PIN.

Help now, Learn and signing in stay open, without knowing who is there. So does signing out.
"""

from datetime import timedelta

from flask import current_app, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.auth import actions
from diary.auth.forms import LockForm
from diary.auth.rules import is_pin, password_matches
from diary.auth.sessions import drop_sign_in, set_pin_lock
from diary.transactions import SAFE, early_commit
from diary.web.form_recovery import sealed_for, stays, typed, when_over
from diary.web.guards import Viewer, signed_in_person

EACH = timedelta(seconds=15)  # how often a use is written down, at most
OVER = "The PIN was wrong too often, so this browser is signed out. Sign in with your password."
KEPT = "Anything not yet sent stays on this phone."


def ask_for_pin() -> ResponseReturnValue | None:
    """Answer with the question for the PIN where the device is locked. Runs before the gate."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "admitted", None) or hasattr(view, "even_locked"):
        return None
    who = signed_in_person()
    if who is None or who.pin is None:
        return None
    if not who.locked:
        _use(who)
        return None
    if who.pin.locked_offline:
        with early_commit() as session:
            actions.lock(session, who)
    if request.method not in SAFE and "lock_pin" in request.form:
        words = open_with(who, request.form["lock_pin"])
        return None if words is None else _refused(words, who)
    return _question(who)


def _scripts() -> bool:
    return bool(request.is_json or request.accept_mimetypes.best == "application/json")


def _use(who: Viewer) -> None:
    """Record that a page was asked for. What a page does by itself does not count."""
    pin = who.pin
    if pin is not None and pin.minutes and not _scripts() and pin.used_at + EACH < clock.now():
        with early_commit() as session:
            actions.record_pin_use(session, who)


def open_with(who: Viewer, pin: str) -> str | None:
    """Unlock, or return in words why not. After the last try this browser is signed out."""
    with early_commit() as session:
        tried = actions.count_pin_try(session, who)
    # hashed outside any transaction
    if tried is not None and is_pin(pin) and password_matches(tried.pin_hash, pin):
        with early_commit() as session:
            opened = actions.unlock(session, who)
        set_pin_lock(who, opened)
        return None
    left = tried.left if tried is not None else 0
    with early_commit() as session:
        if tried is not None:
            actions.record_wrong_pin(session, who)
        if not left:
            actions.end_guessed_sign_in(session, who)
    if not left:
        drop_sign_in()
        return OVER
    return f"This is not your PIN. {left} {'tries are' if left > 1 else 'try is'} left."


def _refused(words: str, who: Viewer) -> ResponseReturnValue:
    if words is not OVER:
        return _question(who, words)
    page = when_over(words, who.user_id)
    return page or render_template("auth/signed_out.html", words=words, kept=KEPT), 401


def _question(who: Viewer, words: str | None = None) -> ResponseReturnValue:
    """The page that asks for the PIN, with whatever was typed inside it. Scripts get a 423."""
    if _scripts():
        return jsonify(error="locked"), 423
    form = LockForm(formdata=None, meta={"csrf": False})  # the app has checked every token
    form.lock_pin.errors = [words] if words else []
    here = request.full_path.rstrip("?")
    carried = request.method not in SAFE and stays()
    back = here if request.method in SAFE else _wanted()
    page = render_template(
        "auth/locked.html",
        form=form,
        theme=who.theme,  # the colours they chose, and nothing else of theirs
        action=here if carried else url_for("auth.open_lock", next=back),
        sent=typed(),
        kept=sealed_for(who.user_id),  # whoever has forgotten the PIN must sign in
    )
    return page, 423


def _wanted() -> str | None:
    return request.args.get("next") if request.endpoint == "auth.open_lock" else None
