"""Unsubscribing by the link in each mail. Opening it changes nothing, pressing the button does."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from diary.access.rules import OpenDiary
from diary.extensions import csrf, settings
from diary.reminders import actions, queries
from diary.reminders.routes.blueprint import bp
from diary.reminders.writers.unsubscribe_token import read_stop_token
from diary.transactions import transaction
from diary.web.guards import anyone


@bp.get("/reminders/stop/<token>")
@anyone
def stop(token: str) -> ResponseReturnValue:
    """Ask first, so that a mailbox that opens links by itself stops nothing."""
    _diary(token)
    return render_template("reminders/stop.html", token=token, stopped=False)


@bp.post("/reminders/stop/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@anyone
def stop_post(token: str) -> ResponseReturnValue:
    """Stop the mails, also for a mailbox's own button, which sends no CSRF token (RFC 8058)."""
    if request.form.get("List-Unsubscribe") != "One-Click":
        csrf.protect()
    actions.stop_mails(transaction(), _diary(token))
    return render_template("reminders/stop.html", token=token, stopped=True)


def _diary(token: str) -> OpenDiary:
    patient_id = read_stop_token(settings().secret_key, token)
    diary = queries.open_for_patient(transaction(), patient_id) if patient_id else None
    if diary is None:
        abort(404)
    return diary
