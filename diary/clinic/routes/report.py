"""The report: one page to look at, to print, and as a PDF."""

from uuid import UUID

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import read_diary, record_download
from diary.access.queries import patient_of
from diary.access.rules import OpenDiary
from diary.clinic import writers
from diary.clinic.forms import SpanForm
from diary.clinic.pages.report import Drawn, Who, report
from diary.clinic.queries.questions import open_questions
from diary.clinic.routes.blueprint import bp
from diary.clinic.routes.follow_up import looked_at, sessions_until, today_of
from diary.clinic.rules.report import SECTIONS, Report, chosen
from diary.transactions import transaction
from diary.web.guards import signed_in, viewer


@bp.get("/report")
@bp.get("/patients/<uuid:patient_id>/report")
@signed_in
def show_report(patient_id: UUID | None = None) -> ResponseReturnValue:
    """The page with its switches; it prints as one sheet."""
    diary, form = read_diary(patient_id, "report"), SpanForm(request.args)
    status = 200 if form.accepts(today_of(diary)) else 422
    sections = _sections(diary)
    answer = render_template(
        "clinic/report.html",
        form=form,
        report=_report(diary, form, sections),
        sections=SECTIONS,
        chosen=sections,
        diary=diary,
        asked=_asked(form, sections),
    )
    return answer, status


@bp.get("/report.pdf")
@bp.get("/patients/<uuid:patient_id>/report.pdf")
@signed_in
def report_pdf(patient_id: UUID | None = None) -> ResponseReturnValue:
    """The same as a file. Its name has the date and no patient's, as file names are seen by many,
    but the mark that stands on its page, so that two files are not taken for each other.
    Dates that cannot be lead to the page, which says what is wrong with them.
    """
    diary, form = read_diary(patient_id, "report"), SpanForm(request.args)
    if not form.accepts(today_of(diary)):
        page = url_for("clinic.show_report", patient_id=patient_id)
        return redirect(f"{page}?{request.query_string.decode()}", 303)
    record_download(diary, "report")
    data = writers.pdf(_report(diary, form, _sections(diary)))
    answer = Response(data, mimetype="application/pdf")
    made = diary.wall_of(clock.now()).date()
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="relief-diary-{diary.mark.lower()}-{made}.pdf"'
    )
    return answer


def _sections(diary: OpenDiary) -> frozenset[str]:
    sections = chosen(request.args.getlist("section"), "choose" in request.args)
    return sections if diary.sees_notes else sections - {"notes"}


def _report(diary: OpenDiary, form: SpanForm, sections: frozenset[str]) -> Report:
    found = looked_at(diary, *form.dates)
    patient = patient_of(transaction(), diary)
    locale = viewer().language.replace("-", "_")
    who = Who(patient.name, patient.born_on, locale, diary.mark, viewer().zone)
    drawn = Drawn(found.rows.checkins, sessions_until(found), found.analysed.inside)
    asked = [question.words for question in open_questions(transaction(), diary)]
    made = diary.wall_of(clock.now())
    return report(found.page, drawn, who, made, sections, asked)


def _asked(form: SpanForm, sections: frozenset[str]) -> dict[str, object]:
    """What the file is asked for, as parts of its address."""
    dates = dict(zip(("since", "until"), form.dates, strict=True))
    return {
        "choose": "1",
        "section": sorted(sections),
        **{name: day.isoformat() for name, day in dates.items() if day is not None},
    }
