"""Turning the second step of signing in on and off: an app's codes, and recovery codes."""

import segno
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from diary.auth import actions, queries
from diary.auth.forms import AppForm
from diary.auth.notifications import NEW_CODES, TURNED_OFF, TURNED_ON, notify_second_step_change
from diary.auth.one_time_codes import HEAD, address_of, hash_recovery, in_groups, new_recovery_codes
from diary.auth.reauthentication import fresh_proof
from diary.auth.routes.blueprint import bp
from diary.auth.sessions import must_have_second_step
from diary.transactions import read_only, transaction
from diary.web.guards import signed_in, unfinished, viewer


@bp.get("/second-step")
@signed_in
@unfinished
def second_step() -> ResponseReturnValue:
    """What is on, and what can be turned on."""
    app = queries.find_code_app(transaction(), viewer().user_id)
    return render_template(
        "auth/second_step.html",
        since=app.confirmed_at_utc if app else None,
        passkeys=queries.list_passkeys(transaction(), viewer().user_id),
        must=must_have_second_step(viewer()),
        left=queries.count_recovery_codes(transaction(), viewer().user_id),
    )


@bp.post("/second-step/app/start")
@signed_in
@unfinished
@fresh_proof
def start_app() -> ResponseReturnValue:
    """Draw a key for an app. The current one counts until the new one is confirmed."""
    actions.start_app(transaction(), viewer())
    return redirect(url_for("auth.app"), 303)


@bp.get("/second-step/app")
@signed_in
@unfinished
@fresh_proof
def app() -> ResponseReturnValue:
    """The key, to be scanned, opened or typed."""
    return _page(AppForm(), 200)


@bp.post("/second-step/app")
@signed_in
@unfinished
@fresh_proof
def confirm_app() -> ResponseReturnValue:
    """Turn it on when the app shows the right code. The recovery codes are shown once."""
    form = AppForm()
    if not form.validate():
        return _page(form, 422)
    codes = new_recovery_codes()
    hashed_codes = hashed(codes) if _is_waiting() else []
    if hashed_codes and actions.confirm_app(
        transaction(), viewer(), form.code.value or "", hashed_codes
    ):
        tell(TURNED_ON)
        return shown_once(codes, "The second step is on")
    form.code.errors = [
        "This is not the code of this key. Wait until your app shows the next one, and type that."
    ]
    return _page(form, 422)


@bp.post("/second-step/app/off")
@signed_in
@fresh_proof
def end_app() -> ResponseReturnValue:
    """Ask for no code any more."""
    if queries.find_code_app(transaction(), viewer().user_id) is not None:
        actions.end_app(transaction(), viewer())
        tell(TURNED_OFF)
        flash("The codes from your app are turned off. Other devices are signed out.")
    return redirect(url_for("auth.second_step"), 303)


@bp.post("/second-step/codes")
@signed_in
@fresh_proof
def new_codes() -> ResponseReturnValue:
    """Make a new set of recovery codes and show it once. The old ones end."""
    with read_only() as looking:
        on = queries.has_second_step(looking, viewer().user_id)
    if not on:
        return redirect(url_for("auth.second_step"), 303)
    codes = new_recovery_codes()
    actions.renew_recovery_codes(transaction(), viewer(), hashed(codes))
    tell(NEW_CODES)
    return shown_once(codes, "Your new recovery codes")


def tell(what: str) -> None:
    """Tell the person by mail: nobody must weaken their sign-in unseen."""
    notify_second_step_change(transaction(), viewer().email, viewer().zone, what)


def _is_waiting() -> bool:
    with read_only() as looking:
        return queries.find_code_app(looking, viewer().user_id, confirmed=False) is not None


def hashed(codes: list[str]) -> list[actions.HashedRecoveryCode]:
    """The hashes to store. Takes a third of a second, so call it before any write."""
    return [actions.HashedRecoveryCode(code[:HEAD], hash_recovery(code)) for code in codes]


def shown_once(codes: list[str], title: str) -> ResponseReturnValue:
    """The page of new recovery codes, which nobody sees again."""
    written = [in_groups(code) for code in codes]
    return render_template("auth/recovery_codes.html", codes=written, title=title)


def _page(form: AppForm, status: int) -> ResponseReturnValue:
    with read_only() as looking:
        waiting = queries.find_code_app(looking, viewer().user_id, confirmed=False)
    if waiting is None:
        return redirect(url_for("auth.second_step"), 303)
    address = address_of(waiting.key, viewer().email)
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=2, dark="#000", light="#fff", omitsize=True
    )
    page = render_template(
        "auth/code_app.html",
        form=form,
        address=address,
        key=in_groups(waiting.key),
        qr=Markup(drawn),  # noqa: S704  # nosec B704
    )
    return page, status
