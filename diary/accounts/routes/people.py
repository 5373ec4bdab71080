"""The administrator's page: who works here, and invitations. It opens no diary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.accounts import actions, queries, senders
from diary.accounts.forms import InviteForm
from diary.accounts.routes.blueprint import bp
from diary.extensions import settings
from diary.transactions import early_commit, transaction
from diary.web.addresses import absolute_url
from diary.web.background import mailed_within
from diary.web.guards import Role, only, viewer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MAIL_PATIENCE = 2.0  # seconds; a mail server that is slower is asked without the administrator
INVITE_WORDS = (
    "You are invited to Relief Diary. Use this link to create your account. It works once."
)


@bp.get("/clinic")
@only(Role.ADMIN)
def people() -> ResponseReturnValue:
    """Staff, invitations that wait, and the form."""
    return _page(InviteForm(), 200)


@bp.post("/clinic")
@only(Role.ADMIN)
def invite() -> ResponseReturnValue:
    """Make an invitation. Its link goes by mail, or is shown once to be passed on."""
    form = InviteForm()
    clinic_id = viewer().clinic_id
    if not form.validate() or clinic_id is None:
        return _page(form, 422)
    with early_commit() as session:  # ends before the mail server is asked: nobody waits for it
        token = _invited(session, form, clinic_id)
    if token is None:
        form.email.errors = ["There is an account with this address already."]
        return _page(form, 422)
    link = absolute_url("auth.join", token=token)
    smtp, email = settings().smtp, form.email.value

    def send() -> bool:
        return senders.send_link(smtp, email, "Your invitation", INVITE_WORDS, link)

    if smtp is None or not mailed_within(MAIL_PATIENCE, send):
        by_mail = smtp is not None
        return render_template("accounts/invited.html", link=link, email=email, by_mail=by_mail)
    flash("The invitation is sent.")
    return redirect(url_for("accounts.people"), 303)


def _invited(session: Session, form: InviteForm, clinic_id: UUID) -> str | None:
    """The token of a new invitation, or None where the address has an account."""
    if not actions.is_account_open(session, viewer().user_id):  # closed since this request began
        abort(404)
    if queries.find_user_by_email(session, form.email.value) is not None:
        return None
    return actions.add_invitation(
        session, form.email.value, Role(form.role.data), clinic_id, viewer().user_id
    )


def _page(form: InviteForm, status: int) -> ResponseReturnValue:
    clinic_id = viewer().clinic_id
    page = render_template(
        "accounts/people.html",
        form=form,
        clinic=queries.find_clinic_name(transaction(), clinic_id),
        staff=queries.list_staff(transaction(), clinic_id) if clinic_id else [],
        waiting=queries.list_open_invitations(transaction(), clinic_id) if clinic_id else [],
    )
    return page, status
