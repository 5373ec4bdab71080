"""Reading, giving and withdrawing consent."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.privacy import actions
from diary.privacy.queries import consent as queries
from diary.privacy.routes.blueprint import bp, own_diary
from diary.transactions import transaction
from diary.web.guards import Role, only, viewer
from diary.web.safe_redirect import inside


@bp.get("/agreements")
@only(Role.PATIENT)
def agreements() -> ResponseReturnValue:
    """Show the current texts and earlier consents. Texts without an answer come first."""
    return _page(200)


@bp.post("/agreements")
@only(Role.PATIENT)
def agree() -> ResponseReturnValue:
    """Agree to the texts that were shown. If one has changed since, show the texts again."""
    if not actions.give_consent(transaction(), own_diary(), request.form.get("shown", "")):
        return _page(422)
    flash("Thank you. You can read the texts and take an agreement back at any time.")
    return redirect(inside(request.args.get("next")) or url_for("entries.log"), 303)


@bp.post("/agreements/<name>/withdraw")
@only(Role.PATIENT)
def withdraw(name: str) -> ResponseReturnValue:
    """Withdraw one consent."""
    if actions.withdraw_consent(transaction(), own_diary(), name):
        flash("It is taken back.")
    return redirect(url_for("privacy.agreements"), 303)


def _page(status: int) -> ResponseReturnValue:
    statuses = queries.load_consent_statuses(transaction(), viewer().user_id)
    unanswered = [each for each in statuses if each.waits]
    page = render_template(
        "privacy/agreements.html",
        standing=unanswered or statuses,
        asked=unanswered,
        wanted=inside(request.args.get("next")),
        shown=actions.join_checksums(unanswered or statuses),
        history=queries.list_consents(transaction(), viewer().user_id),
        status=status,
    )
    return page, status
