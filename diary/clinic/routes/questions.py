"""The patient's page with their questions for the next visit, and their visits with plans."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from diary.access.opening import own_diary
from diary.clinic import actions
from diary.clinic.forms import QuestionForm
from diary.clinic.queries.questions import list_open_questions, list_settled_questions
from diary.clinic.queries.visits import list_visits
from diary.clinic.routes.blueprint import bp
from diary.clinic.rules import MOST_QUESTIONS
from diary.transactions import transaction
from diary.web.guards import Role, only

FULL = f"There are {MOST_QUESTIONS} open questions. Set one aside first."


@bp.get("/visits")
@only(Role.PATIENT)
def my_visits() -> ResponseReturnValue:
    """Show the patient's questions, and dates and plans of visits without the doctor's notes."""
    return _page(QuestionForm())


@bp.post("/visits")
@only(Role.PATIENT)
def ask() -> ResponseReturnValue:
    """Store a question."""
    form = QuestionForm()
    if not form.validate() or form.fault():
        return _page(form), 422
    try:
        actions.ask(transaction(), own_diary(), (form.words.value or "").strip())
    except actions.TooManyQuestions:
        form.words.errors = [FULL]
        return _page(form), 422
    flash("Your question is kept for the next visit.")
    return _back()


@bp.post("/visits/questions/<uuid:question_id>/settle")
@only(Role.PATIENT)
def settle(question_id: UUID) -> ResponseReturnValue:
    """Mark a question as answered. It can be opened again."""
    if not actions.settle(transaction(), own_diary(), question_id):
        abort(404)
    flash("Set aside. You find it under “Answered” and can put it back.")
    return _back()


@bp.post("/visits/questions/<uuid:question_id>/reopen")
@only(Role.PATIENT)
def reopen(question_id: UUID) -> ResponseReturnValue:
    """Open an answered question again."""
    try:
        is_reopened = actions.reopen(transaction(), own_diary(), question_id)
    except actions.TooManyQuestions:
        flash(FULL)
        return _back()
    if not is_reopened:
        abort(404)
    flash("The question is open again.")
    return _back()


def _page(form: QuestionForm) -> str:
    diary = own_diary()
    return render_template(
        "clinic/my_visits.html",
        form=form,
        questions=list_open_questions(transaction(), diary),
        settled=list_settled_questions(transaction(), diary),
        visits=list_visits(transaction(), diary),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("clinic.my_visits"), 303)
