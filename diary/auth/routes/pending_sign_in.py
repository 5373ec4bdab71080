"""The second page of signing in: the password was right, nobody is signed in yet."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.auth import actions, queries
from diary.auth.forms import WRONG_CODE, WRONG_RECOVERY_CODE, CodeForm
from diary.auth.presented_factor import find_recovery_code
from diary.auth.rate_limit import count_tries, second_step_tries
from diary.auth.routes.blueprint import bp
from diary.auth.routes.sign_in import home, redirect_signed_in
from diary.auth.sessions import pending_sign_in_token, sign_in_browser
from diary.transactions import early_commit, read_only, transaction
from diary.web.guards import Viewer, anyone
from diary.web.safe_redirect import inside


@bp.get("/sign-in/code")
@anyone
def second_step_asked() -> ResponseReturnValue:
    """The question, in the browser in which the password was right."""
    pending_token = pending_sign_in_token()
    with read_only() as looking:
        who = queries.find_pending_sign_in(looking, pending_token)
    return _over() if who is None else _page(CodeForm(), who, 200)


@bp.post("/sign-in/code")
@anyone
def second_step_post() -> ResponseReturnValue:
    """Sign in by a right code. It is counted before it is looked at, and each works once."""
    pending_token = pending_sign_in_token()
    with read_only() as looking:
        who = queries.find_pending_sign_in(looking, pending_token)
    if who is None or pending_token is None:
        return _over()
    form = CodeForm()
    if not form.validate():
        return _page(form, who, 422)
    field = form.code if form.code.value else form.recovery
    tries = second_step_tries(who.user_id, who.email)
    if words := count_tries(*tries):
        field.errors = [words]
        return _page(form, who, 429)
    token = _answered(pending_token, who.user_id, form)
    if token is None:
        field.errors = [WRONG_CODE if form.code.value else WRONG_RECOVERY_CODE]
        return _page(form, who, 422)
    sign_in_browser(token)
    actions.forget_tries(transaction(), [tries[0][0], f"sign-in:account:{who.email}"])
    if not form.code.value:
        flash("You are in. That recovery code is used up now.")
    return redirect_signed_in(inside(request.args.get("next")) or home(who.role))


def _answered(pending_token: str, person_id: UUID, form: CodeForm) -> str | None:
    """The token of a new sign-in, where the code is right. A wrong one is recorded."""
    if form.code.value:
        with early_commit() as session:
            return actions.sign_in_by_code(session, pending_token, form.code.value)
    code_id = find_recovery_code(person_id, form.recovery.value or "")
    with early_commit() as session:
        return actions.sign_in_by_recovery_code(session, pending_token, code_id)


def _over() -> ResponseReturnValue:
    flash("Please give your password again: the second step is open for ten minutes.")
    return redirect(url_for("auth.sign_in"), 303)


def _page(form: CodeForm, who: Viewer, status: int) -> ResponseReturnValue:
    with read_only() as looking:
        has_app = queries.find_code_app(looking, who.user_id) is not None
        has_passkey = bool(queries.list_passkeys(looking, who.user_id))
    page = render_template(
        "auth/second_step_asked.html",
        form=form,
        email=who.email,
        has_app=has_app,
        has_passkey=has_passkey,
        wanted=inside(request.args.get("next")),
    )
    return page, status
