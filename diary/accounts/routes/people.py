"""The administrator's page: who works here, and invitations. It opens no diary."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.accounts import actions, queries, senders
from diary.accounts.forms import InviteForm
from diary.accounts.routes.blueprint import bp
from diary.extensions import settings
from diary.web.gate import Role, only, viewer
from diary.web.work import session

INVITE_WORDS = "You are invited to Relief Diary. Make your account by this link. It works once."


@bp.get("/clinic")
@only(Role.ADMIN)
def people() -> ResponseReturnValue:
    """Staff, invitations that wait, and the form."""
    return _page(InviteForm(), 200)


@bp.post("/clinic")
@only(Role.ADMIN)
def invite() -> ResponseReturnValue:
    """Make an invitation; its link goes by mail, or is shown once to be passed on."""
    form = InviteForm()
    clinic_id = viewer().clinic_id
    if not form.validate() or clinic_id is None:
        return _page(form, 422)
    if queries.by_email(session(), form.email.value) is not None:
        form.email.errors = ["There is an account with this address already."]
        return _page(form, 422)
    token = actions.invite(
        session(), form.email.value, Role(form.role.data), clinic_id, viewer().user_id
    )
    link = f"{settings().base_url}{url_for('accounts.join', token=token)}"
    if settings().smtp is None:
        return render_template("accounts/invited.html", link=link, email=form.email.value)
    senders.send_link(settings().smtp, form.email.value, "Your invitation", INVITE_WORDS, link)
    flash("The invitation is sent.")
    return redirect(url_for("accounts.people"), 303)


def _page(form: InviteForm, status: int) -> ResponseReturnValue:
    clinic_id = viewer().clinic_id
    page = render_template(
        "accounts/people.html",
        form=form,
        clinic=queries.clinic_named(session(), clinic_id),
        staff=queries.staff_of(session(), clinic_id) if clinic_id else [],
        waiting=queries.waiting_invitations(session(), clinic_id) if clinic_id else [],
    )
    return page, status
