"""My patients, and joining by a code."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.actions import accept_invitation
from diary.access.queries import shared_with
from diary.accounts.rules import CODE_LIMIT
from diary.auth.rate_limit import by_address, refusal
from diary.clinic import actions
from diary.clinic.forms import JoinForm
from diary.clinic.pages.patients import grouped, matching
from diary.clinic.queries.last_change import last_changes
from diary.clinic.queries.patients import recent_entries, recent_sessions
from diary.clinic.routes.blueprint import bp
from diary.transactions import early_commit, transaction
from diary.web.guards import Role, only, viewer


@bp.get("/patients")
@only(Role.DOCTOR)
def patients() -> ResponseReturnValue:
    """Everybody who shares with this doctor now; each is told that they were looked at."""
    search = request.args.get("search", "")[:100]
    with early_commit() as own:
        everybody = shared_with(own, viewer())
        shown = matching(everybody, search)
        actions.note_list(own, viewer(), shown)
    now = clock.now()
    groups = grouped(
        shown,
        recent_entries(transaction(), shown, now),
        recent_sessions(transaction(), shown, now),
        last_changes(transaction(), shown, now),
        now,
    )
    return render_template(
        "clinic/patients.html", groups=groups, count=len(everybody), search=search
    )


@bp.get("/patients/join")
@only(Role.DOCTOR)
def join() -> ResponseReturnValue:
    """Where the code of a patient is typed, or scanned."""
    return render_template("clinic/join.html", form=JoinForm())


@bp.post("/patients/join")
@only(Role.DOCTOR)
def use_code() -> ResponseReturnValue:
    """Open the diary that the code is for."""
    form = JoinForm()
    if not form.validate():
        return render_template("clinic/join.html", form=form), 422
    tries = (f"code:{viewer().user_id}", CODE_LIMIT), by_address("code")
    if words := refusal(*tries):
        form.code.errors = [words]
        return render_template("clinic/join.html", form=form), 429
    patient_id = accept_invitation(transaction(), viewer(), form.code.value or "")
    if patient_id is None:
        form.code.errors = ["This code does not open a diary. Ask your patient for a new one."]
        return render_template("clinic/join.html", form=form), 422
    flash("This diary is now open to you.")
    return redirect(url_for("clinic.follow_up", patient_id=patient_id), 303)
