"""The patient's page of sharing: codes, readers, their looks, and taking it back."""

from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from diary import clock
from diary.access import actions, pages, queries
from diary.access.forms import ScopeForm
from diary.access.notifications import notify_account_closed
from diary.access.opening import own_diary
from diary.access.rules import spaced
from diary.auth.actions import LastAdministrator
from diary.auth.reauthentication import fresh_proof
from diary.auth.sessions import sign_out_browser
from diary.extensions import settings
from diary.transactions import early_commit, read_only, transaction
from diary.web.addresses import absolute_url
from diary.web.background import later
from diary.web.guards import Role, only, viewer

bp = Blueprint("access", __name__)
PAGE = 50  # events of the history
LARGEST_ID = 2**31


@bp.get("/sharing")
@only(Role.PATIENT)
def sharing() -> ResponseReturnValue:
    """Who reads the diary, who looked, and the form for one more."""
    return _page(_scope_form(), 200)


@bp.get("/sharing/history")
@only(Role.PATIENT)
def history() -> ResponseReturnValue:
    """What happened in the diary and with its account, by whom, from where."""
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before < LARGEST_ID:
        abort(404)
    events = queries.find_history(transaction(), own_diary(), PAGE + 1, before)
    return render_template(
        "access/history.html",
        found=events[:PAGE],
        older=events[PAGE - 1].number if len(events) > PAGE else None,
        newest=before is None,
    )


@bp.post("/sharing")
@only(Role.PATIENT)
@fresh_proof
def invite() -> ResponseReturnValue:
    """Make a code and show it once, as letters and as a QR code."""
    form = _scope_form()
    if not form.validate():
        return _page(form, 422)
    code = actions.invite_doctor(
        transaction(),
        own_diary(),
        notes=form.notes.data,
        costs=form.costs.data,
        ends_on=form.ends_on.value,
    )
    # after the # so that the code stays out of every server's log
    address = f"{absolute_url('clinic.join')}#{code}"
    drawn = segno.make(address, error="m").svg_inline(
        scale=6, border=2, dark="#000", light="#fff", omitsize=True
    )
    earlier = len(queries.list_open_invitations(transaction(), own_diary())) - 1
    return render_template("access/code.html", code=spaced(code), qr=Markup(drawn), earlier=earlier)  # noqa: S704  # nosec B704


@bp.post("/sharing/codes/<uuid:invitation_id>/end")
@only(Role.PATIENT)
def withdraw(invitation_id: UUID) -> ResponseReturnValue:
    """End a code that nobody has used."""
    if not actions.withdraw_invitation(transaction(), own_diary(), invitation_id):
        abort(404)
    flash("The code no longer works.")
    return redirect(url_for("access.sharing"), 303)


@bp.get("/sharing/<uuid:link_id>")
@only(Role.PATIENT)
def link(link_id: UUID) -> ResponseReturnValue:
    """What one doctor may read."""
    reader = _reader(link_id)
    form = _scope_form(notes=reader.notes, costs=reader.costs, ends_on=reader.ends_on)
    return render_template("access/link.html", form=form, reader=reader)


@bp.post("/sharing/<uuid:link_id>")
@only(Role.PATIENT)
@fresh_proof
def change(link_id: UUID) -> ResponseReturnValue:
    """Change it."""
    reader, form = _reader(link_id), _scope_form()
    if not form.validate():
        return render_template("access/link.html", form=form, reader=reader), 422
    actions.change_care_link(
        transaction(),
        own_diary(),
        link_id,
        notes=form.notes.data,
        costs=form.costs.data,
        ends_on=form.ends_on.value,
    )
    flash("Saved. It counts from now on.")
    return redirect(url_for("access.sharing"), 303)


@bp.post("/sharing/<uuid:link_id>/end")
@only(Role.PATIENT)
def revoke(link_id: UUID) -> ResponseReturnValue:
    """Take the diary away from a doctor, at once."""
    reader = _reader(link_id)
    actions.revoke_care_link(transaction(), own_diary(), link_id)
    flash(f"{reader.name} can no longer read your diary.")
    return redirect(url_for("access.sharing"), 303)


def _scope_form(**values: Any) -> ScopeForm:
    return ScopeForm(clock.today(viewer().zone), **values)


@bp.get("/clinic/people/<uuid:person_id>/close")
@only(Role.ADMIN)
def closing(person_id: UUID) -> ResponseReturnValue:
    """Say what closing an account of the clinic does, and ask."""
    return _closing(person_id, 200)


@bp.post("/clinic/people/<uuid:person_id>/close")
@only(Role.ADMIN)
@fresh_proof
def close(person_id: UUID) -> ResponseReturnValue:
    """Close it. Patients are told by mail beside the answer."""
    name = _colleague(person_id)
    try:
        with early_commit() as session:  # ends before the mail server is asked
            closed = actions.close_account(session, person_id, viewer().user_id)
    except LastAdministrator:
        return _closing(person_id, 422)
    if closed is None:
        abort(404)
    if closed and settings().smtp is not None:
        later(lambda: notify_account_closed(closed))
    if person_id == viewer().user_id:
        sign_out_browser()
        flash("Your account is closed.")
        return redirect(url_for("auth.sign_in"), 303)
    flash(f"The account of {name} is closed.")
    return redirect(url_for("accounts.people"), 303)


@bp.post("/clinic/people/<uuid:person_id>/reopen")
@only(Role.ADMIN)
@fresh_proof
def reopen(person_id: UUID) -> ResponseReturnValue:
    """Let somebody of the clinic sign in again, without any link to a diary."""
    name = _colleague(person_id)
    if not actions.reopen_account(transaction(), person_id, viewer().user_id):
        abort(404)
    flash(f"The account of {name} is open again. Patients have to share with them anew.")
    return redirect(url_for("accounts.people"), 303)


def _colleague(person_id: UUID) -> str:
    """The name of somebody who works in the administrator's clinic."""
    with read_only() as looking:
        person = queries.find_staff_member(looking, viewer(), person_id)
        return person.name if person is not None else abort(404)


def _closing(person_id: UUID, status: int) -> ResponseReturnValue:
    with read_only() as looking:
        person = queries.find_staff_member(looking, viewer(), person_id)
        if person is None or person.disabled_at_utc is not None:
            abort(404)
        is_last = queries.is_last_admin(looking, person)
        by_mail = settings().smtp is not None
        page = render_template(
            "access/closing.html", person=person, is_last=is_last, by_mail=by_mail
        )
    return page, status


def _reader(link_id: UUID) -> queries.LinkedClinician:
    for reader in queries.list_linked_clinicians(transaction(), own_diary()):
        if reader.link_id == link_id and not reader.ended:
            return reader
    return abort(404)


def _page(form: ScopeForm, status: int) -> ResponseReturnValue:
    diary = own_diary()
    page = render_template(
        "access/sharing.html",
        form=form,
        readers=queries.list_linked_clinicians(transaction(), diary),
        waiting=queries.list_open_invitations(transaction(), diary),
        days=pages.by_day(queries.find_access_log(transaction(), diary), diary.zone),
    )
    return page, status
