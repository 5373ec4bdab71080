"""Bringing a file of entries in: choose it, see what it would add, add it."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.entries.actions.imports import add_lines
from diary.entries.queries.imports import lines_of, planned
from diary.entries.routes.blueprint import bp, own_diary
from diary.entries.rules.imported import CODES, LABELLED, WANTED, FileEntry, Plan, outcome
from diary.entries.rules.side_effects import label
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
    if endpoint == "entries.import_upload":
        request.max_content_length = MOST_BODY


@bp.get("/import")
@only(Role.PATIENT)
def import_file() -> ResponseReturnValue:
    """Choose a file of entries; a file of sessions has a page of its own."""
    if request.args.get("kind") == Kind.TREATMENTS:
        return redirect(url_for("treatments.import_file"), 303)
    return _choose(UploadForm(), 200)


@bp.post("/import")
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
    kept = uploads.keep(session(), own_diary(), Kind.ENTRIES, content)
    return redirect(url_for("entries.import_look", upload_id=kept), 303)


@bp.get("/import/<uuid:upload_id>")
@only(Role.PATIENT)
def import_look(upload_id: UUID) -> ResponseReturnValue:
    """What the file would add, or which columns are which, or what became of it."""
    diary = own_diary()
    kept = upload(session(), diary, upload_id, Kind.ENTRIES)
    if kept is None:
        return render_template("entries/import_gone.html"), 404
    if isinstance(kept, Finished):
        return render_template("entries/import_done.html", outcome=kept.outcome)
    table, columns = table_of(kept.content, WANTED, request.args) or abort(404)
    if not columns.complete or "choose" in request.args:
        return _choose_columns(table, columns, upload_id)
    plan = planned(session(), diary, lines_of(table, columns, diary.zone))
    return render_template(
        "entries/import_preview.html",
        preview=_preview(plan, table, columns, diary.zone),
        upload_id=upload_id,
        places=hidden_fields(columns),
    )


@bp.post("/import/<uuid:upload_id>")
@only(Role.PATIENT)
def import_add(upload_id: UUID) -> ResponseReturnValue:
    """Add what is not there yet, once, however often this is sent."""
    look = redirect(url_for("entries.import_look", upload_id=upload_id), 303)
    # read before the write lock is taken: a long file must not keep others waiting
    diary, kept = _kept(upload_id)
    if kept is None:
        return render_template("entries/import_gone.html"), 404
    if isinstance(kept, Finished):
        return look
    table, columns = table_of(kept.content, WANTED, request.form) or abort(404)
    if not columns.complete:
        return look
    lines = lines_of(table, columns, diary.zone)
    if uploads.claim(session(), diary, upload_id):
        done = outcome(add_lines(session(), diary, lines))
        uploads.finish(session(), diary, upload_id, done)
    return look


def _kept(upload_id: UUID) -> tuple[OpenDiary, Waiting | Finished | None]:
    with reading() as early:
        diary = open_diary(early, viewer(), viewer().user_id)
        if diary is None:
            abort(404)
        return diary, upload(early, diary, upload_id, Kind.ENTRIES)


def _choose(form: UploadForm, status: int) -> ResponseReturnValue:
    return render_template("entries/import.html", form=form, codes=CODES), status


def _choose_columns(table: Table, columns: Columns, upload_id: UUID) -> ResponseReturnValue:
    asked = picked_on_page(request.args)
    page = choosing(table, columns, WANTED, LABELLED, asked=asked)
    status = 422 if page.faults else 200
    answer = render_template(
        "entries/import_columns.html", page=page, upload_id=upload_id, field_name=field_name
    )
    return answer, status


def _preview(plan: Plan, table: Table, columns: Columns, zone: str) -> Preview:
    return preview(
        outcome(plan),
        refused=[(each.line, each.reason) for each in plan.refused],
        differing=plan.differing,
        head=("Anxiety (lower is better)", "Mood (higher is better)", "Side effects", "Note"),
        rows=[_shown(found, zone) for found in plan.to_add[:SHOWN_ROWS]],
        table=table,
        columns=columns,
    )


def _shown(found: FileEntry, home: str) -> Shown:
    effects = [f"{label(one.code, one.name)} ({one.severity})" for one in found.side_effects]
    scores = ("–" if n is None else str(n) for n in (found.scores.anxiety, found.scores.mood))
    away = found.moment.zone if found.moment.zone != home else ""
    return Shown(found.moment.wall, away, (*scores, ", ".join(effects), found.note or ""))
