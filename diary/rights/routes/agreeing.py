"""What a patient agreed to, and agreeing."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.rights import actions
from diary.rights.queries import agreeing as queries
from diary.rights.routes.blueprint import bp, own_diary
from diary.web.gate import Role, maybe_viewer, only, viewer
from diary.web.work import reading, session

JOINING = ("accounts.sign_up_post", "accounts.join_post")


@bp.get("/agreements")
@only(Role.PATIENT)
def agreements() -> ResponseReturnValue:
    """The texts as they are now, and what she agreed to when."""
    return _page(200)


@bp.post("/agreements")
@only(Role.PATIENT)
def agree() -> ResponseReturnValue:
    """Agree to what was shown; texts that changed meanwhile are shown first."""
    if not actions.agree(session(), own_diary(), request.form.get("shown", "")):
        return _page(422)
    flash("Thank you. You can read the texts and take an agreement back at any time.")
    return redirect(url_for("entries.log"), 303)


@bp.post("/agreements/<name>/withdraw")
@only(Role.PATIENT)
def withdraw(name: str) -> ResponseReturnValue:
    """Take one back."""
    if actions.withdraw(session(), own_diary(), name):
        flash("It is taken back.")
    return redirect(url_for("rights.agreements"), 303)


@bp.after_app_request
def _first_of_all(response: Response) -> Response:
    """A new patient's first page is what she agrees to."""
    if request.endpoint in JOINING and response.status_code == 303:
        who = maybe_viewer()
        if who is not None and who.role is Role.PATIENT:
            response.location = url_for("rights.agreements")
    return response


@bp.app_template_global("agreement_asked")
def _asked() -> bool:
    """Whether the patient who looks has a text to answer; nobody invented is asked."""
    who = maybe_viewer()
    if who is None or who.role is not Role.PATIENT or who.is_demo:
        return False
    with reading() as own:
        return queries.is_asked(own, who.user_id)


def _page(status: int) -> ResponseReturnValue:
    found = queries.standing(session(), viewer().user_id)
    page = render_template(
        "rights/agreements.html",
        standing=found,
        shown=actions.checksums(found),
        history=queries.history(session(), viewer().user_id),
        status=status,
    )
    return page, status
