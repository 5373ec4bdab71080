"""Changing the password, and getting back in without it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.accounts import actions, queries, senders
from diary.accounts.forms import ChangePasswordForm, ForgottenForm, ResetForm
from diary.accounts.routes.blueprint import bp
from diary.accounts.rules import RESET_LASTS, hash_password, password_matches
from diary.extensions import settings
from diary.web.gate import anyone, signed_in, viewer
from diary.web.work import reading, session, writing

LINK_WORDS = "Choose a new password for your diary by this link. It works once, for half an hour."


@bp.get("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """The form."""
    return render_template("accounts/change_password.html", form=ChangePasswordForm())


@bp.post("/password")
@signed_in
def change_password_post() -> ResponseReturnValue:
    """Keep the new password when the old one is right."""
    form = ChangePasswordForm()
    valid = form.validate()
    if valid:
        with reading() as looking:
            known = queries.credentials(looking, viewer().email)
        if not password_matches(known.password_hash if known else None, form.current.data or ""):
            form.current.errors = ["This is not your password."]
            valid = False
    if not valid:
        return render_template("accounts/change_password.html", form=form), 422
    fresh = hash_password(form.password.data or "")
    actions.change_password(session(), viewer(), fresh)
    flash("Your password is changed. Other devices are signed out.")
    return redirect(url_for("accounts.more"), 303)


@bp.get("/forgotten")
@anyone
def forgotten() -> ResponseReturnValue:
    """Ask for a link."""
    return render_template("accounts/forgotten.html", form=ForgottenForm())


@bp.post("/forgotten")
@anyone
def forgotten_post() -> ResponseReturnValue:
    """Send a link; the answer is the same whether the address is known or not."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("accounts/forgotten.html", form=form), 422
    with writing() as own:
        token = actions.start_reset(own, form.email.value)
    if token is not None:
        link = f"{settings().base_url}{url_for('accounts.reset', token=token)}"
        senders.send_link(settings().smtp, form.email.value, "A new password", LINK_WORDS, link)
    minutes = int(RESET_LASTS.total_seconds() // 60)
    return render_template(
        "accounts/forgotten_sent.html", minutes=minutes, by_mail=settings().smtp is not None
    )


@bp.get("/reset/<token>")
@anyone
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password; looking does not use the link up."""
    if queries.open_reset(session(), token) is None:
        return render_template("accounts/link_over.html"), 404
    return render_template("accounts/reset.html", form=ResetForm(), token=token)


@bp.post("/reset/<token>")
@anyone
def reset_post(token: str) -> ResponseReturnValue:
    """Keep it, once."""
    form = ResetForm()
    if not form.validate():
        return render_template("accounts/reset.html", form=form, token=token), 422
    fresh = hash_password(form.password.data or "")
    if not actions.use_reset(session(), token, fresh):
        return render_template("accounts/link_over.html"), 404
    flash("Your new password is kept. Sign in with it.")
    return redirect(url_for("accounts.sign_in"), 303)
