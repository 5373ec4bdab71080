"""Asked again who she is, before what a borrowed or forgotten device must not do.

Any feature's view may say ``@fresh_proof`` under whom it admits (see there).
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.accounts import actions, queries
from diary.accounts.forms import ProofForm
from diary.accounts.rules import DEVICE_LIMIT, PasskeyFor, password_matches, proof_is_fresh
from diary.accounts.showing import shown_passkey
from diary.accounts.slowing import refusal
from diary.web.gate import viewer
from diary.web.work import SAFE, reading, writing

PASSKEY = "proof_passkey"
ASKED = {"proof_password", PASSKEY}
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def fresh_proof(view: View) -> View:
    """Let a view run only for somebody who showed within 15 minutes that it is herself.

    Signing in counts. Say it below the gate: ``@bp.post(…)``, ``@only(…)``, ``@fresh_proof``.
    A GET leads to ``/prove`` and back. A form is answered by the question (401) with everything
    that was typed inside it, sent on to the same address with the password: nothing is lost and
    nothing is typed twice. A file cannot be carried along. JSON is answered 401.
    """

    @wraps(view)
    def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
        asked = _ask()
        return view(*args, **kwargs) if asked is None else asked

    return cast(View, guarded)


def _ask() -> ResponseReturnValue | None:
    """The question, or nothing where it has been answered."""
    if proof_is_fresh(viewer().proved_at, clock.now()):
        return None
    here = request.full_path.rstrip("?")
    if request.method in SAFE:
        return redirect(url_for("accounts.prove", next=here), 303)
    if request.is_json:
        return jsonify(error="proof"), 401
    form = ProofForm(meta={"csrf": False})  # the app has checked the token of every form
    if request.form.keys() & ASKED and shown(form):
        return None
    sent = [pair for pair in request.form.items(multi=True) if not _ours(pair[0])]
    return question(form, here, sent), 401


def question(form: ProofForm, action: str, sent: list[tuple[str, str]]) -> str:
    """The page that asks; a passkey does as well as the password."""
    with reading() as looking:
        by_passkey = bool(queries.passkeys(looking, viewer().user_id))
    return render_template(
        "accounts/prove.html", form=form, action=action, sent=sent, by_passkey=by_passkey
    )


def _ours(name: str) -> bool:
    return name == "csrf_token" or name.startswith("proof_")


def shown(form: ProofForm) -> bool:
    """Whether the form shows that it is herself; it is noted either way."""
    if PASSKEY in request.form:
        return _shown_by_passkey(form)
    if not form.validate():
        return False
    if words := refusal((f"proof:{viewer().user_id}:{viewer().sign_in_id}", DEVICE_LIMIT)):
        form.proof_password.errors = [words]
        return False
    with reading() as looking:
        known = queries.credentials(looking, viewer().email)
    right = password_matches(known.password_hash if known else None, form.proof_password.data or "")
    with writing() as own:
        note = actions.note_proof if right else actions.note_refused_proof
        note(own, viewer())
    if not right:
        form.proof_password.errors = ["This is not your password."]
    return right


def _shown_by_passkey(form: ProofForm) -> bool:
    """The same by a passkey; a wrong one is noted where it is looked at."""
    found = shown_passkey(PasskeyFor.PROVE, viewer().user_id, request.form[PASSKEY])
    right = False
    if found is not None:
        with writing() as own:
            right = actions.use_passkey(own, found.passkey_id, found.count) is not None
            if right:
                actions.note_proof(own, viewer())
    if not right:
        form.proof_password.errors = ["That passkey was not right. Try again, or use the password."]
    return right
