"""Changing the address to sign in with, confirmed by a link that is sent to it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.accounts import senders
from diary.auth import actions, queries
from diary.auth.forms import EmailForm
from diary.auth.notifications import notify_email_change
from diary.auth.rate_limit import count_tries
from diary.auth.reauthentication import fresh_proof
from diary.auth.routes.blueprint import bp
from diary.auth.rules import EMAIL_CHANGE_LASTS, MAIL_LIMIT
from diary.extensions import settings
from diary.transactions import early_commit, transaction
from diary.web.addresses import absolute_url
from diary.web.background import later
from diary.web.guards import signed_in, viewer

LINK_WORDS = (
    "Use this link to move your account to this address. It works once, for an hour, where you are "
    "signed in."
)


@bp.get("/email")
@signed_in
def change_email() -> ResponseReturnValue:
    """The form."""
    return render_template("auth/change_email.html", form=EmailForm())


@bp.post("/email")
@signed_in
@fresh_proof
def change_email_post() -> ResponseReturnValue:
    """Send a link to it. The answer is the same where the address belongs to an account."""
    form, who = EmailForm(), viewer()
    valid = form.validate()
    if valid and form.email.value == who.email:
        form.email.errors = ["This is your address already."]
        valid = False
    if valid and (words := count_tries((f"email:{who.user_id}", MAIL_LIMIT))):
        form.email.errors = [words]
        valid = False
    if not valid:
        return render_template("auth/change_email.html", form=form), 422
    email = form.email.value
    later(lambda: _send(who.user_id, email), mails=True)
    minutes = int(EMAIL_CHANGE_LASTS.total_seconds() // 60)
    by_mail = settings().smtp is not None
    return render_template(
        "auth/change_email_sent.html", email=email, minutes=minutes, by_mail=by_mail
    )


def _send(user_id: UUID, email: str) -> None:
    """Beside the answer, which takes as long for an address that is somebody's."""
    with early_commit() as session:
        if actions.take_try(session, [(f"email-to:{email}", MAIL_LIMIT)]) is not None:
            return
        token = actions.start_email_change(session, user_id, email)
    if token is not None:
        link = absolute_url("auth.new_email", token=token)
        senders.send_link(settings().smtp, email, "A new address", LINK_WORDS, link)


@bp.get("/email/<token>")
@signed_in
def new_email(token: str) -> ResponseReturnValue:
    """The page of the link. Opening it does not use it up."""
    email = _own(token)
    if email is None:
        return render_template("auth/link_over.html"), 404
    return render_template("auth/new_email.html", email=email, token=token)


@bp.post("/email/<token>")
@signed_in
def new_email_post(token: str) -> ResponseReturnValue:
    """Change the address, once. Both addresses are told."""
    _own(token)
    moved = actions.use_email_change(transaction(), viewer(), token)
    if moved is None:
        return render_template("auth/link_over.html"), 404
    notify_email_change(transaction(), moved, viewer().zone)
    flash(f"You now sign in with {moved.new}. Other devices are signed out.")
    return redirect(url_for("accounts.profile"), 303)


def _own(token: str) -> str | None:
    """The address of the viewer's own link, or None where it is over. Others get a 404."""
    change = queries.find_email_change(transaction(), viewer(), token)
    if change is None:
        abort(404)
    return change.email if queries.is_link_open(change) else None
