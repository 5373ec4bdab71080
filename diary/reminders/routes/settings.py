"""The page on which a patient chooses when and how they are reminded."""

from uuid import UUID

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.access.opening import own_diary
from diary.extensions import settings as app_settings
from diary.reminders import actions, queries
from diary.reminders.forms import ReminderForm
from diary.reminders.routes.blueprint import bp
from diary.reminders.rules.push_services import key_bytes, may_send_to
from diary.reminders.writers.push import Signer, is_point
from diary.transactions import transaction
from diary.web.addresses import absolute_url
from diary.web.body_limits import takes_json
from diary.web.browsers import device_name
from diary.web.guards import Role, only, viewer
from diary.web.json_body import json_body

LARGEST = 10_000


@bp.get("/reminders")
@only(Role.PATIENT)
def settings() -> ResponseReturnValue:
    """Show the choices, the devices and the calendar."""
    form = ReminderForm(obj=queries.preferences(transaction(), own_diary()))
    return _page(form, 200)


@bp.post("/reminders")
@only(Role.PATIENT)
def settings_post() -> ResponseReturnValue:
    """Store what the patient chose."""
    form = ReminderForm()
    if not form.validate():
        return _page(form, 422)
    actions.change(transaction(), own_diary(), form.preferences())
    flash("Your reminders are saved.")
    return redirect(url_for("reminders.settings"), 303)


@bp.post("/reminders/devices")
@only(Role.PATIENT)
@takes_json
def add_device() -> ResponseReturnValue:
    """Add a browser whose subscription the page's script sends."""
    subscription = _subscription()
    sign_in = viewer().sign_in_id
    if subscription is None or sign_in is None:
        abort(400)
    endpoint, public_key, secret = subscription
    name = device_name(request.user_agent.string)
    new = actions.NewDevice(endpoint, public_key, secret, name, sign_in)
    if actions.add_device(transaction(), own_diary(), new) is None:
        return jsonify(error="There are ten devices already. Take one off first."), 409
    return jsonify(kept=True)


@bp.post("/reminders/devices/<uuid:device_id>/remove")
@only(Role.PATIENT)
def remove_device(device_id: UUID) -> ResponseReturnValue:
    """Stop reminders on one browser."""
    if not actions.remove_device(transaction(), own_diary(), device_id):
        abort(404)
    flash("No more reminders on that device.")
    return redirect(url_for("reminders.settings"), 303)


@bp.post("/reminders/calendar")
@only(Role.PATIENT)
def make_calendar() -> ResponseReturnValue:
    """Make a new calendar link and show it once."""
    diary = own_diary()
    token = actions.make_calendar(transaction(), diary)
    link = absolute_url("reminders.feed", token=token)
    return _page(ReminderForm(None, obj=queries.preferences(transaction(), diary)), 200, link)


@bp.post("/reminders/calendar/end")
@only(Role.PATIENT)
def end_calendar() -> ResponseReturnValue:
    """Remove the calendar link."""
    actions.end_calendar(transaction(), own_diary())
    flash("The calendar link no longer works.")
    return redirect(url_for("reminders.settings"), 303)


def _page(form: ReminderForm, status: int, link: str | None = None) -> ResponseReturnValue:
    diary, config = own_diary(), app_settings()
    page = render_template(
        "reminders/settings.html",
        form=form,
        devices=queries.devices(transaction(), diary),
        calendar_created_at=queries.calendar_created_at(transaction(), diary),
        link=link,
        push_key=Signer(config.push_key, "").public_key if config.push_key else None,
        mails=config.smtp is not None,
        running=config.reminders != "no",
    )
    return page, status


def _subscription() -> tuple[str, str, str] | None:
    """Read a subscription from the request. None if it is not one that a browser sends."""
    body = json_body(LARGEST)
    keys = body.get("keys")
    if not isinstance(keys, dict):
        return None
    endpoint, public, secret = (
        str(word or "") for word in (body.get("endpoint"), keys.get("p256dh"), keys.get("auth"))
    )
    point = key_bytes(public, 65)
    if point is None or not is_point(point) or key_bytes(secret, 16) is None:
        return None
    config = app_settings()
    fits = may_send_to(endpoint, config.push_hosts, local=not config.production)
    return (endpoint, public, secret) if fits else None
