"""Bringing a file in: choose it, see what it would add, add it. Entries and sessions alike."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary.access.opening import own_diary
from diary.access.rules import OpenDiary
from diary.accounts.queries import find_names
from diary.imports import actions
from diary.imports.forms import (
    UploadForm,
    answer_name,
    answers_of,
    chosen_columns,
    field_name,
    hidden_fields,
    picked_on_page,
)
from diary.imports.pages.duplicates import alike_rows, recorders
from diary.imports.pages.files import File, examine_file, other_importer
from diary.imports.pages.kinds import IMPORTERS, Importer, Plan, count_outcome
from diary.imports.pages.preview import SHOWN_ROWS, Preview, build_columns_page, build_preview
from diary.imports.pages.questions import build_questions_page
from diary.imports.pages.remarks import build_remarks
from diary.imports.queries import FinishedUpload, WaitingUpload, find_upload
from diary.imports.rules import MOST_BODY, FileKind
from diary.tabular.file_kinds import Instead, OtherKind
from diary.tabular.file_reading import open_file
from diary.tabular.questions import Questions
from diary.transactions import read_only, transaction
from diary.web.body_limits import takes_file
from diary.web.guards import Role, only, viewer

bp = Blueprint("imports", __name__)
OF_ENTRIES = {"kind": FileKind.ENTRIES.value}
OF_TREATMENTS = {"kind": FileKind.TREATMENTS.value}


@bp.get("/import", defaults=OF_ENTRIES)
@bp.get("/import/treatments", defaults=OF_TREATMENTS)
@only(Role.PATIENT)
def file(kind: str) -> ResponseReturnValue:
    """Choose a file. Each kind has a page of its own."""
    other_kind = request.args.get("kind")
    if other_kind in IMPORTERS and other_kind != kind:
        return redirect(url_for("imports.file", kind=other_kind), 303)
    return _choose(IMPORTERS[kind], UploadForm(), 200)


@bp.post("/import", defaults=OF_ENTRIES)
@bp.post("/import/treatments", defaults=OF_TREATMENTS)
@only(Role.PATIENT)
@takes_file(MOST_BODY)
def hand_over(kind: str) -> ResponseReturnValue:
    """Keep the file and show what it would add. A file that cannot be read says why."""
    importer, form = IMPORTERS[kind], UploadForm()
    if not form.validate():
        return _choose(importer, form, 422)
    content = form.content
    opened = open_file(content, programs=importer.programs)
    if isinstance(opened, OtherKind):
        form.file.errors = [opened.words]
        return _choose(importer, form, 422, instead=opened.instead)
    if other := other_importer(importer, opened):
        form.file.errors = [f"This looks like a file of {other.words.lines}."]
        return _choose(importer, form, 422)
    upload_id = actions.store_upload(transaction(), own_diary(), importer.kind, content)
    return redirect(url_for("imports.look", kind=kind, upload_id=upload_id), 303)


@bp.get("/import/<uuid:upload_id>", defaults=OF_ENTRIES)
@bp.get("/import/treatments/<uuid:upload_id>", defaults=OF_TREATMENTS)
@only(Role.PATIENT)
def look(kind: str, upload_id: UUID) -> ResponseReturnValue:
    """What the file would add, or which columns are which, or what became of it."""
    importer, diary = IMPORTERS[kind], own_diary()
    stored = find_upload(transaction(), diary, upload_id, importer.kind)
    if stored is None:
        return render_template("imports/gone.html", importer=importer), 404
    if isinstance(stored, FinishedUpload):
        return render_template("imports/done.html", importer=importer, outcome=stored.outcome)
    file = _file(importer, diary, stored, request.args)
    if not file.columns.complete or "choose" in request.args:
        return _choose_columns(importer, file, upload_id)
    questions = file.examined.all if "ask" in request.args else file.examined.questions
    if questions.open:
        return _ask(importer, file, questions, upload_id)
    plan = importer.planned(transaction(), diary, file.lines(importer, diary.zone))
    names = find_names(transaction(), recorders(plan))
    return render_template(
        "imports/preview.html",
        importer=importer,
        alike=alike_rows(importer, plan, diary.zone, names),
        preview=_preview(importer, plan, file, diary.zone),
        upload_id=upload_id,
        fields=file.fields,
        may_ask=file.examined.all.open,
    )


@bp.post("/import/<uuid:upload_id>", defaults=OF_ENTRIES)
@bp.post("/import/treatments/<uuid:upload_id>", defaults=OF_TREATMENTS)
@only(Role.PATIENT)
def add(kind: str, upload_id: UUID) -> ResponseReturnValue:
    """Add what is not there yet, once, however often this is sent."""
    importer = IMPORTERS[kind]
    back = redirect(url_for("imports.look", kind=kind, upload_id=upload_id), 303)
    # read before the write lock is taken: a long file must not keep others waiting
    diary, stored = _kept(importer, upload_id)
    if stored is None:
        return render_template("imports/gone.html", importer=importer), 404
    if isinstance(stored, FinishedUpload):
        return back
    file = _file(importer, diary, stored, request.form)
    if not file.columns.complete or file.examined.questions.open:
        return back
    lines = file.lines(importer, diary.zone)
    if actions.claim_upload(transaction(), diary, upload_id):
        same = {"same": _lines(request.form.getlist("same"))}
        choices = same if importer.kind is FileKind.TREATMENTS else {}
        done = count_outcome(importer.add(transaction(), diary, lines, **choices))
        actions.finish_upload(transaction(), diary, upload_id, done)
    return back


def _lines(sent: Sequence[str]) -> frozenset[int]:
    """The numbers of lines that were ticked."""
    return frozenset(int(each) for each in sent if each.isdecimal() and len(each) < 7)


def _kept(
    importer: Importer, upload_id: UUID
) -> tuple[OpenDiary, WaitingUpload | FinishedUpload | None]:
    with read_only() as early:
        diary = own_diary(early)
        return diary, find_upload(early, diary, upload_id, importer.kind)


def _choose(
    importer: Importer, form: UploadForm, status: int, instead: Instead | None = None
) -> ResponseReturnValue:
    page = render_template(
        "imports/file.html", importer=importer, form=form, instead=instead and instead.value
    )
    return page, status


def _file(
    importer: Importer, diary: OpenDiary, waiting: WaitingUpload, sent: Mapping[str, str]
) -> File:
    opened = open_file(waiting.content, programs=importer.programs)
    if isinstance(opened, OtherKind):
        abort(404)
    chosen = chosen_columns(importer.wanted_columns, sent)
    return examine_file(importer, opened, chosen, answers_of(sent), diary.zone)


def _choose_columns(importer: Importer, file: File, upload_id: UUID) -> ResponseReturnValue:
    has_chosen = picked_on_page(request.args)
    page = build_columns_page(
        file.table, file.columns, importer.wanted_columns, importer.labels, has_chosen=has_chosen
    )
    answer = render_template(
        "imports/columns.html",
        importer=importer,
        page=page,
        upload_id=upload_id,
        field_name=field_name,
        answers={answer_name(name): answer for name, answer in file.answers.items()},
    )
    return answer, 422 if page.faults else 200


def _ask(
    importer: Importer, file: File, questions: Questions, upload_id: UUID
) -> ResponseReturnValue:
    page = build_questions_page(
        questions, file, importer.labels, month_first=viewer().language == "en-US"
    )
    answer = render_template(
        "imports/questions.html",
        importer=importer,
        page=page,
        upload_id=upload_id,
        name=answer_name,
        columns=hidden_fields(file.columns, {}),
    )
    return answer, 422 if page.faults else 200


def _preview(importer: Importer, plan: Plan, file: File, zone: str) -> Preview:
    return build_preview(
        count_outcome(plan),
        refused=[(each.line, each.reason) for each in plan.refused],
        differing=plan.differing,
        head=importer.head,
        rows=[importer.preview_row(line, zone) for line in plan.to_add[:SHOWN_ROWS]],
        file=file,
        remarks=build_remarks(file, importer.labels, zone),
    )
