"""Starting a diary by oneself, where the operator lets everybody.

Where there is a mail server nobody learns here whether an address is somebody's: each is mailed, a
free one a link. Where there is none the account is made at once, and a taken address is said to be.
"""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from diary.accounts import senders
from diary.accounts.actions import AddressTaken, add_account
from diary.auth import actions
from diary.auth.forms import AskSignUpForm, SignUpForm
from diary.auth.rate_limit import address_try, count_tries
from diary.auth.routes.blueprint import bp
from diary.auth.routes.invitations import new_person
from diary.auth.routes.sign_in import home, redirect_signed_in
from diary.auth.rules import SIGN_UP_LASTS, SIGN_UP_MAIL_LIMIT, SIGN_UP_PLACE_LIMIT
from diary.auth.sessions import sign_in_browser
from diary.extensions import settings
from diary.transactions import early_commit, transaction
from diary.web.addresses import absolute_url
from diary.web.background import later
from diary.web.guards import Role, anyone

HOURS = int(SIGN_UP_LASTS.total_seconds() // 3600)
LINK = "Start your diary"
LINK_WORDS = f"Use this link to start your diary. It works once, for {HOURS} hours."
TAKEN = "You have a diary already"
TAKEN_WORDS = """\
Somebody asked to start a diary with this address. There is one with it already, and nothing was
changed.

Sign in to it:

{sign_in}

If you have forgotten your password, choose a new one:

{forgotten}

If you did not ask for this, ignore it."""


@bp.get("/sign-up")
@anyone
def sign_up() -> ResponseReturnValue:
    """The form where sign-up is open, else how to get in."""
    if not settings().open_sign_up:
        return render_template("auth/by_invitation.html")
    if settings().smtp is not None:
        return render_template("auth/ask_sign_up.html", form=AskSignUpForm())
    return render_template("auth/sign_up.html", form=SignUpForm())


@bp.post("/sign-up")
@anyone
def sign_up_post() -> ResponseReturnValue:
    """Mail a link, or make a patient's account and sign them in."""
    if not settings().open_sign_up:
        return render_template("auth/by_invitation.html"), 403
    return _made() if settings().smtp is None else _asked()


def _asked() -> ResponseReturnValue:
    """The answer is the same whether the address is free or taken, and so is the work before it."""
    form = AskSignUpForm()
    if not form.validate():
        return render_template("auth/ask_sign_up.html", form=form), 422
    email = form.email.value
    inbox = (f"sign-up-to:{email}", SIGN_UP_MAIL_LIMIT)
    if words := count_tries(address_try("sign-up", SIGN_UP_PLACE_LIMIT), inbox):
        form.email.errors = [words]
        return render_template("auth/ask_sign_up.html", form=form), 429
    place = request.remote_addr
    later(lambda: _mail(email, place), mails=True)
    return render_template("auth/sign_up_sent.html", email=email, hours=HOURS)


def _mail(email: str, place: str | None) -> None:
    """Send the mail after the answer. A taken address gets no link that opens anything."""
    with early_commit(place) as session:
        token = actions.start_sign_up(session, email)
    if token is not None:
        link = absolute_url("auth.join", token=token)
        senders.send_link(settings().smtp, email, LINK, LINK_WORDS, link)
    else:
        pages = {name: absolute_url(f"auth.{name}") for name in ("sign_in", "forgotten")}
        senders.send_words(settings().smtp, email, TAKEN, TAKEN_WORDS.format(**pages))


def _made() -> ResponseReturnValue:
    """Make a patient's account and sign them in."""
    form = SignUpForm()
    if not form.validate():
        return render_template("auth/sign_up.html", form=form), 422
    if words := count_tries(address_try("sign-up")):
        form.form_errors.append(words)
        return render_template("auth/sign_up.html", form=form), 429
    if form.password.is_easy(form.email.value):
        return render_template("auth/sign_up.html", form=form), 422
    person = new_person(form, form.email.value, Role.PATIENT)
    try:
        user = add_account(transaction(), person)
    except AddressTaken:
        form.email.errors = ["There is an account with this address. Sign in, or use another."]
        return render_template("auth/sign_up.html", form=form), 422
    sign_in_browser(actions.start_sign_in(transaction(), user.id, Role.PATIENT), first=True)
    flash("Welcome. This is your diary.")
    return redirect_signed_in(home(Role.PATIENT))
