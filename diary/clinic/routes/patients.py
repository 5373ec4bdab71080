"""The list of patients, and joining a patient with a code."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.actions import accept_invitation
from diary.access.queries import find_shared_diaries
from diary.auth.rate_limit import address_try, count_tries
from diary.auth.rules import CODE_LIMIT
from diary.clinic import actions
from diary.clinic.forms import CareCodeForm
from diary.clinic.pages.patients import filter_by_name, group_patients
from diary.clinic.queries.last_change import load_last_changes
from diary.clinic.queries.patients import load_recent_entries, load_recent_treatments
from diary.clinic.routes.blueprint import bp
from diary.transactions import early_commit, transaction
from diary.web.guards import Role, only, viewer


@bp.get("/patients")
@only(Role.DOCTOR)
def patients() -> ResponseReturnValue:
    """Show everybody who shares with this doctor. Each patient can see that they were viewed."""
    search = request.args.get("search", "")[:100]
    with early_commit() as session:
        everybody = find_shared_diaries(session, viewer())
        matches = filter_by_name(everybody, search)
        actions.record_list_view(session, viewer(), matches)
    now = clock.now()
    groups = group_patients(
        matches,
        load_recent_entries(transaction(), matches, now),
        load_recent_treatments(transaction(), matches, now),
        load_last_changes(transaction(), matches, now),
        now,
    )
    return render_template(
        "clinic/patients.html", groups=groups, count=len(everybody), search=search
    )


@bp.get("/patients/join")
@only(Role.DOCTOR)
def join() -> ResponseReturnValue:
    """Show the form for a patient's code."""
    return render_template("clinic/join.html", form=CareCodeForm())


@bp.post("/patients/join")
@only(Role.DOCTOR)
def use_code() -> ResponseReturnValue:
    """Connect this doctor to the patient whose code it is."""
    form = CareCodeForm()
    if not form.validate():
        return render_template("clinic/join.html", form=form), 422
    tries = (f"code:{viewer().user_id}", CODE_LIMIT), address_try("code")
    if words := count_tries(*tries):
        form.code.errors = [words]
        return render_template("clinic/join.html", form=form), 429
    patient_id = accept_invitation(transaction(), viewer(), form.code.value or "")
    if patient_id is None:
        form.code.errors = ["This code does not open a diary. Ask your patient for a new one."]
        return render_template("clinic/join.html", form=form), 422
    flash("This diary is now open to you.")
    return redirect(url_for("clinic.follow_up", patient_id=patient_id), 303)
