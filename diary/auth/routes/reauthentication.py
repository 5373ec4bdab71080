"""The page that asks once more who it is, for a page that was to be opened."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from diary.auth.forms import ProofForm
from diary.auth.reauthentication import check_proof, render_question
from diary.auth.routes.blueprint import bp
from diary.web.guards import signed_in, unfinished
from diary.web.safe_redirect import inside


@bp.get("/prove")
@signed_in
@unfinished
def prove() -> ResponseReturnValue:
    """The question."""
    return _page(ProofForm(), 200)


@bp.post("/prove")
@signed_in
@unfinished
def prove_post() -> ResponseReturnValue:
    """Go on to the page that was wanted."""
    form = ProofForm()
    if not check_proof(form):
        return _page(form, 422)
    return redirect(inside(request.args.get("next")) or url_for("accounts.more"), 303)


def _page(form: ProofForm, status: int) -> ResponseReturnValue:
    action = url_for("auth.prove_post", next=inside(request.args.get("next")))
    return render_question(form, action, []), status
