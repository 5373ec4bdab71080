"""Making an account: by oneself where the clinic allows it, or by an invitation."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from diary.accounts import actions, queries
from diary.accounts.forms import JoinForm, PersonForm, SignUpForm
from diary.accounts.login import let_in
from diary.accounts.routes.blueprint import bp
from diary.accounts.routes.signing_in import home
from diary.accounts.rules import hash_password
from diary.accounts.slowing import by_address, refusal
from diary.extensions import settings
from diary.web.gate import Role, anyone
from diary.web.work import session


@bp.get("/sign-up")
@anyone
def sign_up() -> ResponseReturnValue:
    """The form, where sign-up is open; else how to get in."""
    if not settings().open_sign_up:
        return render_template("accounts/by_invitation.html")
    return render_template("accounts/sign_up.html", form=SignUpForm())


@bp.post("/sign-up")
@anyone
def sign_up_post() -> ResponseReturnValue:
    """Make a patient's account and sign her in."""
    if not settings().open_sign_up:
        return render_template("accounts/by_invitation.html"), 403
    form = SignUpForm()
    if not form.validate():
        return render_template("accounts/sign_up.html", form=form), 422
    if words := refusal(by_address("sign-up")):
        form.form_errors.append(words)
        return render_template("accounts/sign_up.html", form=form), 429
    person = _person(form, form.email.value, Role.PATIENT)
    try:
        user = actions.add_account(session(), person)
    except actions.AddressTaken:
        form.email.errors = ["There is an account with this address. Sign in, or use another."]
        return render_template("accounts/sign_up.html", form=form), 422
    let_in(actions.start_sign_in(session(), user.id, Role.PATIENT), first=True)
    flash("Welcome. This is your diary.")
    return redirect(home(Role.PATIENT), 303)


@bp.get("/join/<token>")
@anyone
def join(token: str) -> ResponseReturnValue:
    """An invited person's form."""
    invitation = queries.open_invitation(session(), token)
    if invitation is None:
        return render_template("accounts/link_over.html"), 404
    return render_template(
        "accounts/join.html", form=JoinForm(), invitation=invitation, token=token
    )


@bp.post("/join/<token>")
@anyone
def join_post(token: str) -> ResponseReturnValue:
    """Make the account that the invitation allows."""
    form = JoinForm()
    valid = form.validate()
    if valid and (words := refusal(by_address("join"))):
        form.form_errors.append(words)
        valid = False
    fresh = _person(form, "", Role.PATIENT) if valid else None
    invitation = queries.open_invitation(session(), token)
    if invitation is None:
        return render_template("accounts/link_over.html"), 404
    if fresh is None:
        page = render_template("accounts/join.html", form=form, invitation=invitation, token=token)
        return page, 422
    try:
        user = actions.join(session(), token, fresh)
    except actions.AddressTaken:
        return render_template("accounts/link_over.html"), 404
    if user is None:
        return render_template("accounts/link_over.html"), 404
    role = Role(user.role)
    let_in(actions.start_sign_in(session(), user.id, role), first=True)
    flash("Welcome.")
    return redirect(home(role), 303)


def _person(form: PersonForm, email: str, role: Role) -> actions.NewPerson:
    """The new person of a valid form; hashes the password, so call it before any write."""
    return actions.NewPerson(
        email=email,
        password_hash=hash_password(form.password.data or ""),
        role=role,
        name=form.name.value or "",
        born_on=form.born_on.value,
        zone=form.zone.data or "UTC",
    )
