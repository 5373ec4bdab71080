"""The devices a person is signed in on, and signing them out.

It asks for no fresh proof: whoever wants somebody out must not be held up.
"""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.auth import actions, queries
from diary.auth.routes.blueprint import bp
from diary.auth.sessions import idle_limits
from diary.transactions import transaction
from diary.web.guards import signed_in, viewer


@bp.get("/devices")
@signed_in
def devices() -> ResponseReturnValue:
    """Every browser in which the viewer is signed in, this one first."""
    browsers, lasts = (
        queries.list_devices(transaction(), viewer(), idle_limits()),
        idle_limits().words(viewer().role),
    )
    return render_template("auth/devices.html", devices=browsers, idle_words=lasts)


@bp.post("/devices/<uuid:sign_in_id>/end")
@signed_in
def end_device(sign_in_id: UUID) -> ResponseReturnValue:
    """Sign one of them out, from its next request on."""
    if not actions.end_device(transaction(), viewer(), sign_in_id):
        abort(404)
    flash("That device is signed out.")
    return redirect(url_for("auth.devices"), 303)


@bp.post("/devices/end-others")
@signed_in
def end_other_devices() -> ResponseReturnValue:
    """Sign every other one out."""
    actions.end_other_devices(transaction(), viewer())
    flash("Every other device is signed out.")
    return redirect(url_for("auth.devices"), 303)
