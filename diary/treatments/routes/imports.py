"""Bringing a file of sessions in: choose it, see what it would add, add it."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.treatments.actions.imports import import_treatments
from diary.treatments.queries.imports import lines_of, planned
from diary.treatments.routes.blueprint import bp, opened
from diary.treatments.rules.imported import LABELLED, WANTED, FileTreatment, Plan, outcome
from diary.treatments.rules.kinds import DRUGS, ROUTES
from diary.treatments.rules.treatment import plain
from diary.uploads import actions as uploads
from diary.uploads.forms import (
    UploadForm,
    field_name,
    file_fault,
    hidden_fields,
    picked_on_page,
    table_of,
)
from diary.uploads.pages import SHOWN_ROWS, Preview, Shown, choosing, preview
from diary.uploads.queries import Finished, Waiting, upload
from diary.uploads.rules import MOST_BODY, Kind
from diary.web.csv_columns import Columns
from diary.web.csv_table import Table
from diary.web.gate import Role, only, viewer
from diary.web.work import reading, session


@bp.url_value_preprocessor
def _let_a_file_in(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """The one page that takes a file takes a larger body; set before the body is read."""
    if endpoint == "treatments.import_upload":
        request.max_content_length = MOST_BODY


@bp.get("/import/treatments")
@only(Role.PATIENT)
def import_file() -> ResponseReturnValue:
    """Choose a file of sessions."""
    return _choose(UploadForm(), 200)


@bp.post("/import/treatments")
@only(Role.PATIENT)
def import_upload() -> ResponseReturnValue:
    """Keep the file and show what it would add; a file that cannot be read says why."""
    form = UploadForm()
    if not form.validate():
        return _choose(form, 422)
    content = form.content
    if fault := file_fault(content):
        form.file.errors = [fault]
        return _choose(form, 422)
    kept = uploads.keep(session(), opened(None), Kind.TREATMENTS, content)
    return redirect(url_for("treatments.import_look", upload_id=kept), 303)


@bp.get("/import/treatments/<uuid:upload_id>")
@only(Role.PATIENT)
def import_look(upload_id: UUID) -> ResponseReturnValue:
    """What the file would add, or which columns are which, or what became of it."""
    diary = opened(None)
    kept = upload(session(), diary, upload_id, Kind.TREATMENTS)
    if kept is None:
        return render_template("treatments/import_gone.html"), 404
    if isinstance(kept, Finished):
        return render_template("treatments/import_done.html", outcome=kept.outcome)
    table, columns = table_of(kept.content, WANTED, request.args) or abort(404)
    if not columns.complete or "choose" in request.args:
        return _choose_columns(table, columns, upload_id)
    plan = planned(session(), diary, lines_of(table, columns, diary.zone))
    return render_template(
        "treatments/import_preview.html",
        preview=_preview(plan, table, columns, diary.zone),
        upload_id=upload_id,
        places=hidden_fields(columns),
    )


@bp.post("/import/treatments/<uuid:upload_id>")
@only(Role.PATIENT)
def import_add(upload_id: UUID) -> ResponseReturnValue:
    """Add what is not there yet, once, however often this is sent."""
    look = redirect(url_for("treatments.import_look", upload_id=upload_id), 303)
    # read before the write lock is taken: a long file must not keep others waiting
    diary, kept = _kept(upload_id)
    if kept is None:
        return render_template("treatments/import_gone.html"), 404
    if isinstance(kept, Finished):
        return look
    table, columns = table_of(kept.content, WANTED, request.form) or abort(404)
    if not columns.complete:
        return look
    lines = lines_of(table, columns, diary.zone)
    if uploads.claim(session(), diary, upload_id):
        done = outcome(import_treatments(session(), diary, lines))
        uploads.finish(session(), diary, upload_id, done)
    return look


def _kept(upload_id: UUID) -> tuple[OpenDiary, Waiting | Finished | None]:
    with reading() as early:
        diary = open_diary(early, viewer(), viewer().user_id)
        if diary is None:
            abort(404)
        return diary, upload(early, diary, upload_id, Kind.TREATMENTS)


def _choose(form: UploadForm, status: int) -> ResponseReturnValue:
    return render_template("treatments/import.html", form=form), status


def _choose_columns(table: Table, columns: Columns, upload_id: UUID) -> ResponseReturnValue:
    asked = picked_on_page(request.args)
    page = choosing(table, columns, WANTED, LABELLED, asked=asked)
    status = 422 if page.faults else 200
    answer = render_template(
        "treatments/import_columns.html", page=page, upload_id=upload_id, field_name=field_name
    )
    return answer, status


def _preview(plan: Plan, table: Table, columns: Columns, zone: str) -> Preview:
    return preview(
        outcome(plan),
        refused=[(each.line, each.reason) for each in plan.refused],
        differing=plan.differing,
        head=("How", "Drug", "Dose"),
        rows=[_shown(found, zone) for found in plan.to_add[:SHOWN_ROWS]],
        table=table,
        columns=columns,
    )


def _shown(found: FileTreatment, home: str) -> Shown:
    told = found.details
    dose = f"{plain(told.dose)} {told.dose_unit}" if told.dose is not None else ""
    drug = told.drug_other or DRUGS[told.drug]
    away = told.zone if told.zone != home else ""
    return Shown(told.wall, away, (ROUTES[told.route], drug, dose))
