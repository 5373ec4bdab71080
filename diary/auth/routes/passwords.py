"""Changing the password, and getting back in without it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.accounts import senders
from diary.auth import actions, queries
from diary.auth.forms import ChangePasswordForm, ForgottenForm, ResetForm
from diary.auth.notifications import notify_password_change
from diary.auth.rate_limit import address_try, count_tries
from diary.auth.routes.blueprint import bp
from diary.auth.rules import DEVICE_LIMIT, MAIL_LIMIT, RESET_LASTS, hash_password, password_matches
from diary.auth.sessions import remember_device
from diary.extensions import settings
from diary.transactions import early_commit, read_only, transaction
from diary.web.addresses import absolute_url
from diary.web.background import later
from diary.web.guards import anyone, signed_in, viewer

NOT_HERS = "This is not your password."
LINK_WORDS = (
    "Use this link to choose a new password for your diary. It works once, for half an hour."
)


@bp.get("/password")
@signed_in
def change_password() -> ResponseReturnValue:
    """The form."""
    return _page(ChangePasswordForm()), 200


@bp.post("/password")
@signed_in
def change_password_post() -> ResponseReturnValue:
    """Keep the new password when the old one is right."""
    form = ChangePasswordForm()
    checked = _checked(form) if form.validate() else None
    if checked is None:
        return _page(form), 422
    fresh = hash_password(form.password.data or "")
    if not actions.change_password(transaction(), viewer(), checked, fresh):
        form.current.errors = [NOT_HERS]
        return _page(form), 422
    notify_password_change(transaction(), viewer().email, viewer().zone)
    flash("Your password is changed. Other devices are signed out.")
    return redirect(url_for("accounts.more"), 303)


def _page(form: ChangePasswordForm) -> str:
    with read_only() as looking:
        page = queries.list_passkeys(looking, viewer().user_id)
    return render_template("auth/change_password.html", form=form, has_passkeys=bool(page))


def _checked(form: ChangePasswordForm) -> str | None:
    """The hash that the password now fits. Nothing where it must wait or where one will not do."""
    if words := count_tries((f"proof:{viewer().user_id}:{viewer().sign_in_id}", DEVICE_LIMIT)):
        form.current.errors = [words]
        return None
    if form.password.is_easy(viewer().email):
        return None
    with read_only() as looking:
        known = queries.find_credentials(looking, viewer().email)
    if password_matches(known.password_hash if known else None, form.current.data or ""):
        return known.password_hash if known else None
    with early_commit() as session:
        actions.record_refused_proof(session, viewer())
    form.current.errors = [NOT_HERS]
    return None


@bp.get("/forgotten")
@anyone
def forgotten() -> ResponseReturnValue:
    """Ask for a link."""
    return render_template("auth/forgotten.html", form=ForgottenForm())


@bp.post("/forgotten")
@anyone
def forgotten_post() -> ResponseReturnValue:
    """Send a link. The answer is the same whether the address is known or not."""
    form = ForgottenForm()
    if not form.validate():
        return render_template("auth/forgotten.html", form=form), 422
    if words := count_tries(address_try("forgotten")):
        form.email.errors = [words]
        return render_template("auth/forgotten.html", form=form), 429
    email, place = form.email.value, request.remote_addr
    later(lambda: _send_reset(email, place), mails=True)
    minutes = int(RESET_LASTS.total_seconds() // 60)
    return render_template(
        "auth/forgotten_sent.html", minutes=minutes, by_mail=settings().smtp is not None
    )


def _send_reset(email: str, place: str | None) -> None:
    """After the answer, which takes as long for an address that nobody has."""
    with early_commit(place) as session:
        if actions.take_try(session, [(f"forgotten:{email}", MAIL_LIMIT)]) is not None:
            return
        token = actions.start_reset(session, email)
    if token is not None:
        link = absolute_url("auth.reset", token=token)
        senders.send_link(settings().smtp, email, "A new password", LINK_WORDS, link)


@bp.get("/reset/<token>")
@anyone
def reset(token: str) -> ResponseReturnValue:
    """The form for a new password. Opening it does not use the link up."""
    if queries.find_open_reset(transaction(), token) is None:
        return render_template("auth/link_over.html"), 404
    return render_template("auth/reset.html", form=ResetForm(), token=token)


@bp.post("/reset/<token>")
@anyone
def reset_post(token: str) -> ResponseReturnValue:
    """Keep it, once. The link is looked at first: without one nothing here costs anything."""
    form = ResetForm()
    with read_only() as looking:
        if queries.find_open_reset(looking, token) is None:
            return render_template("auth/link_over.html"), 404
    if not form.validate():
        return render_template("auth/reset.html", form=form, token=token), 422
    if words := count_tries(address_try("reset")):
        form.password.errors = [words]
        return render_template("auth/reset.html", form=form, token=token), 429
    if form.password.is_easy():
        return render_template("auth/reset.html", form=form, token=token), 422
    fresh = hash_password(form.password.data or "")
    user = actions.use_reset(transaction(), token, fresh)
    if user is None:
        return render_template("auth/link_over.html"), 404
    # whoever opened a link from the mailbox is not kept waiting by the tries of others
    remember_device(user.id)
    notify_password_change(transaction(), user.email, user.zone)
    flash("Your new password is saved. Sign in with it.")
    return redirect(url_for("auth.sign_in"), 303)
