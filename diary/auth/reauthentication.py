"""Reauthentication: asking who it is again before what a borrowed device must not do.

Any feature's view may say ``@fresh_proof`` below the guard that admits people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar, cast

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.auth import actions, queries
from diary.auth.actions import Try
from diary.auth.forms import WRONG_CODE, WRONG_RECOVERY_CODE, ProofForm
from diary.auth.presented_factor import check_passkey, find_recovery_code
from diary.auth.rate_limit import count_tries, second_step_tries
from diary.auth.rules import DEVICE_LIMIT, PasskeyFor, password_matches, proof_is_fresh
from diary.transactions import SAFE, early_commit, read_only
from diary.web.guards import viewer

PASSKEY = "proof_passkey"
ASKED = {"proof_password", PASSKEY}
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def fresh_proof(view: View) -> View:
    """Let a view run only for somebody who proved their identity within 15 minutes.

    Signing in counts. Say it below the gate: ``@bp.post(…)``, ``@only(…)``, ``@fresh_proof``.
    A GET leads to ``/prove`` and back. A form is answered by the question (401) with everything
    that was typed inside it, sent on to the same address with the password, and with a code
    where signing in asks for one: nothing is lost and nothing is typed twice. A file cannot be
    carried along. JSON is answered 401.
    """

    @wraps(view)
    def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
        question = _ask()
        return view(*args, **kwargs) if question is None else question

    return cast(View, guarded)


def _ask() -> ResponseReturnValue | None:
    """The question, or nothing where it has been answered."""
    if proof_is_fresh(viewer().proved_at, clock.now()):
        return None
    here = request.full_path.rstrip("?")
    if request.method in SAFE:
        return redirect(url_for("auth.prove", next=here), 303)
    if request.is_json:
        return jsonify(error="proof"), 401
    form = ProofForm(meta={"csrf": False})  # the app has checked the token of every form
    if request.form.keys() & ASKED and check_proof(form):
        return None
    sent = [pair for pair in request.form.items(multi=True) if not _ours(pair[0])]
    return render_question(form, here, sent), 401


@dataclass(frozen=True)
class SecondFactors:
    """Which second factors a person has, all of which reauthentication asks for too."""

    app: bool
    passkey: bool

    @property
    def any(self) -> bool:
        """Whether a password alone does not do."""
        return self.app or self.passkey


def _besides() -> SecondFactors:
    who = viewer().user_id
    with read_only() as looking:
        app = queries.find_code_app(looking, who) is not None
        return SecondFactors(app, bool(queries.list_passkeys(looking, who)))


def render_question(form: ProofForm, action: str, sent: list[tuple[str, str]]) -> str:
    """The page that asks for proof. A passkey replaces the password and a code."""
    return render_template(
        "auth/prove.html", form=form, action=action, sent=sent, besides=_besides()
    )


def _ours(name: str) -> bool:
    return name == "csrf_token" or name.startswith("proof_")


def check_proof(form: ProofForm) -> bool:
    """Return whether the form proves the person's identity. Either outcome is recorded.

    With a second step on, a password alone would be a step down from signing in.
    """
    if PASSKEY in request.form:
        return _shown_by_passkey(form)
    who, besides = viewer(), _besides()
    if not form.whole(second_step=besides.any, by_app=besides.app):
        return False
    codes = second_step_tries(who.user_id, who.email) if besides.any else []
    if words := count_tries((f"proof:{who.user_id}:{who.sign_in_id}", DEVICE_LIMIT), *codes):
        form.proof_password.errors = [words]
        return False
    if not _is_her_password(form):
        return False
    if besides.any:
        return _shown_by_code(form, codes)
    with early_commit() as session:
        actions.record_proof(session, who)
    return True


def _is_her_password(form: ProofForm) -> bool:
    """Checked before a code is looked at, so that a slip of the finger uses none up."""
    with read_only() as looking:
        known = queries.find_credentials(looking, viewer().email)
    if password_matches(known.password_hash if known else None, form.proof_password.data or ""):
        return True
    with early_commit() as session:
        actions.record_refused_proof(session, viewer())
    form.proof_password.errors = ["This is not your password."]
    return False


def _shown_by_code(form: ProofForm, counted: list[Try]) -> bool:
    """Check a code of the app or a recovery code, each once. Tries count with those of sign-in."""
    typed = form.proof_code.value
    code_id = (
        None if typed else find_recovery_code(viewer().user_id, form.proof_recovery.value or "")
    )
    with early_commit() as session:
        if typed:
            right = actions.prove_by_code(session, viewer(), typed)
        else:
            right = actions.prove_by_recovery_code(session, viewer(), code_id)
        if right:
            actions.forget_tries(session, [name for name, _ in counted])
    if not right:
        field = form.proof_code if typed else form.proof_recovery
        field.data = ""  # it is worth nothing, and would be in the way of the other one
        field.errors = [WRONG_CODE if typed else WRONG_RECOVERY_CODE]
    return right


def _shown_by_passkey(form: ProofForm) -> bool:
    """Check a passkey. A wrong one is recorded where it is checked."""
    presented = check_passkey(PasskeyFor.PROVE, viewer().user_id, request.form[PASSKEY])
    right = False
    if presented is not None:
        with early_commit() as session:
            right = actions.use_passkey(session, presented.passkey_id, presented.count) is not None
            if right:
                actions.record_proof(session, viewer())
    if not right:
        form.proof_password.errors = ["That passkey was not right. Try again, or use the password."]
    return right
