"""Making an account by a link: an invitation, or one the person asked for."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from diary.accounts import actions as account_actions
from diary.accounts import queries
from diary.accounts.actions import AddressTaken, NewPerson
from diary.auth import actions
from diary.auth.forms import InvitedPersonForm, PersonForm
from diary.auth.rate_limit import address_try, count_tries
from diary.auth.routes.blueprint import bp
from diary.auth.routes.sign_in import home, redirect_signed_in
from diary.auth.rules import hash_password
from diary.auth.sessions import sign_in_browser
from diary.transactions import read_only, transaction
from diary.web.guards import Role, anyone


@bp.get("/join/<token>")
@anyone
def join(token: str) -> ResponseReturnValue:
    """The form. Opening it does not use the link up."""
    form = _form(token)
    return _over() if form is None else _page(form, token, 200)


@bp.post("/join/<token>")
@anyone
def join_post(token: str) -> ResponseReturnValue:
    """Make the account that the link allows."""
    form = _form(token)
    if form is None:
        return _over()
    valid = form.validate()
    if valid and (words := count_tries(address_try("join"))):
        form.form_errors.append(words)
        valid = False
    if not valid or form.password.is_easy(form.address):
        return _page(form, token, 422)
    fresh = new_person(form, form.address, form.role)
    try:
        user = account_actions.use_invitation(transaction(), token, fresh)
    except AddressTaken:
        return _over()
    if user is None:
        return _over()
    role = user.role
    sign_in_browser(actions.start_sign_in(transaction(), user.id, role), first=True)
    flash("Welcome.")
    return redirect_signed_in(home(role))


def _form(token: str) -> InvitedPersonForm | None:
    """The form of a link, or None where it is over or its address has an account by now."""
    with read_only() as looking:
        invitation = queries.find_open_invitation(looking, token)
        if invitation is None or queries.find_user_by_email(looking, invitation.email) is not None:
            return None
        return InvitedPersonForm(invitation.email, invitation.role)


def _page(form: InvitedPersonForm, token: str, status: int) -> ResponseReturnValue:
    return render_template("auth/join.html", form=form, token=token), status


def _over() -> ResponseReturnValue:
    return render_template("auth/link_over.html"), 404


def new_person(form: PersonForm, email: str, role: Role) -> NewPerson:
    """The new person of a valid form. Hashes the password, so call it before any write."""
    return NewPerson(
        email=email,
        password_hash=hash_password(form.password.data or ""),
        role=role,
        name=form.name.value or "",
        born_on=form.born_on.value,
        zone=form.zone.data or "UTC",
    )
