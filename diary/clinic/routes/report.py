"""The report on one page, to look at, to print, and as a PDF."""

from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, record_download
from diary.access.queries import load_patient
from diary.access.rules import OpenDiary
from diary.clinic import writers
from diary.clinic.forms import DateRangeForm
from diary.clinic.pages.report import ChartInput, ReportPatient, build_report
from diary.clinic.queries.questions import list_open_questions
from diary.clinic.routes.blueprint import bp
from diary.clinic.routes.follow_up import load_follow_up, sessions_until, today_of
from diary.clinic.rules.report import SECTIONS, Report, choose_sections
from diary.transactions import transaction
from diary.web.guards import signed_in, viewer


@bp.get("/report")
@bp.get("/patients/<uuid:patient_id>/report")
@signed_in
def show_report(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Show the page with its switches. It prints as one sheet."""
    diary, form = read_diary(patient_id, "report"), DateRangeForm(request.args)
    status = 200 if form.accepts(today_of(diary)) else 422
    sections = _sections(diary)
    answer = render_template(
        "clinic/report.html",
        form=form,
        report=_report(diary, form, sections),
        sections=SECTIONS,
        chosen=sections,
        diary=diary,
        asked=_file_query(form, sections),
    )
    return answer, status


@bp.get("/report.pdf")
@bp.get("/patients/<uuid:patient_id>/report.pdf")
@signed_in
def report_pdf(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Download the report.

    The file's name has the date and the mark that is printed on the page, so that two files are not
    confused. It has no patient's name, because many people see names of files. Wrong dates lead to
    the page, which says what is wrong.
    """
    diary, form = read_diary(patient_id, "report"), DateRangeForm(request.args)
    if not form.accepts(today_of(diary)):
        page = url_for("clinic.show_report", patient_id=patient_id)
        return redirect(f"{page}?{request.query_string.decode()}", 303)
    record_download(diary, "report")
    data = writers.pdf(_report(diary, form, _sections(diary)))
    answer = Response(data, mimetype="application/pdf")
    printed_on = diary.wall_of(clock.now()).date()
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="relief-diary-{diary.mark.lower()}-{printed_on}.pdf"'
    )
    return answer


def _sections(diary: OpenDiary) -> frozenset[str]:
    sections = choose_sections(request.args.getlist("section"), "choose" in request.args)
    return sections if diary.sees_notes else sections - {"notes"}


def _report(diary: OpenDiary, form: DateRangeForm, sections: frozenset[str]) -> Report:
    loaded = load_follow_up(diary, *form.dates)
    patient = load_patient(transaction(), diary)
    locale = viewer().language.replace("-", "_")
    who = ReportPatient(patient.name, patient.born_on, locale, diary.mark, viewer().zone)
    drawn = ChartInput(loaded.rows.entries, sessions_until(loaded), loaded.analysed.inside)
    questions = [question.words for question in list_open_questions(transaction(), diary)]
    printed_at = diary.wall_of(clock.now())
    return build_report(loaded.page, drawn, who, printed_at, sections, questions)


def _file_query(form: DateRangeForm, sections: frozenset[str]) -> dict[str, object]:
    """The query of the file's address: its dates and sections."""
    dates = dict(zip(("since", "until"), form.dates, strict=True))
    return {
        "choose": "1",
        "section": sorted(sections),
        **{name: day.isoformat() for name, day in dates.items() if day is not None},
    }
