"""The patient's page of charts, the relief analysis as data, and Plotly's script."""

import json
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import own_diary, read_diary, record_download
from diary.access.rules import OpenDiary
from diary.charts import queries, writers
from diary.charts.pages import chart_views
from diary.charts.rules import STYLE_HASHES, relief_data
from diary.charts.rules.ranges import LEAD, choose_range, ranges, since
from diary.extensions import settings
from diary.request_state import request_state
from diary.tabular.csv_cells import csv_text
from diary.transactions import transaction
from diary.web.guards import Role, anyone, only, signed_in

bp = Blueprint("charts", __name__)
ONE_YEAR = 365 * 86_400


@bp.get("/charts")
@only(Role.PATIENT)
def mine() -> ResponseReturnValue:
    """Show the patient's charts, for the last 30 or 90 days or all."""
    diary = own_diary()
    today = diary.today(clock.now())
    days, rows = _rows(diary, today, request.args.get("days"))
    first = since(days, today)
    session_numbers = {s.number for s in rows.sessions if first is None or s.day >= first}
    views = chart_views(
        rows.entries,
        rows.sessions,
        rows.marks,
        queries.relief(
            transaction(),
            diary,
            clock.now(),
            sessions=rows.sessions,
            session_numbers=session_numbers,
        ),
        today,
        detail=False,
        since=first,
    )
    request_state().style_hashes = STYLE_HASHES
    return render_template("charts/mine.html", views=views, ranges=ranges(days))


def _rows(diary: OpenDiary, today: date, requested: str | None) -> tuple[str, queries.ChartRows]:
    """The days to show and what lies in them. A diary long quiet is shown whole."""
    days = choose_range(requested, logged_lately=True)
    first = since(days, today)
    rows = queries.load(transaction(), diary, None if first is None else first - LEAD, None)
    if choose_range(requested, logged_lately=bool(rows.entries)) == days:
        return days, rows
    return "all", queries.load(transaction(), diary, None, None)


@bp.get("/charts/relief.json")
@bp.get("/patients/<uuid:patient_id>/relief.json")
@signed_in
def relief_json(patient_id: UUID | None = None) -> ResponseReturnValue:
    """Every number of the relief analysis, over all sessions."""
    diary = _relief_data(patient_id)
    relief = queries.relief(transaction(), diary, clock.now())
    data = relief_data.as_data(relief, clock.now().replace(microsecond=0))
    text = json.dumps(data, allow_nan=False, indent=1)
    return _file(diary, text, "application/json", "json")


@bp.get("/charts/relief.csv")
@bp.get("/patients/<uuid:patient_id>/relief.csv")
@signed_in
def relief_csv(patient_id: UUID | None = None) -> ResponseReturnValue:
    """The same by session and window, as a table."""
    diary = _relief_data(patient_id)
    relief = queries.relief(transaction(), diary, clock.now())
    text = csv_text([relief_data.COLUMNS, *relief_data.as_rows(relief)])
    return _file(diary, text, "text/csv", "csv")


def _relief_data(patient_id: UUID | None) -> OpenDiary:
    """Open a diary for a file of its relief data, and record it."""
    diary = read_diary(patient_id, "relief data")
    record_download(diary, "relief data")
    return diary


def _file(diary: OpenDiary, text: str, mimetype: str, ending: str) -> Response:
    """A download. Its name has no patient's in it, as names of files are seen by many, but the
    mark of the diary, so that two files are not taken for each other.
    """
    answer = Response(text, mimetype=mimetype)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="relief-{diary.mark.lower()}.{ending}"'
    )
    return answer


@bp.get("/vendor/plotly-<version>.min.js")
@anyone
def plotly_js(version: str) -> Response:
    """The script that draws. Compressed once, and kept by browsers as its address never changes."""
    if version != writers.VERSION:
        abort(404)
    folder = settings().instance / "vendor"
    source = writers.find_script([folder])
    encoding = request.accept_encodings.best_match(writers.ENCODINGS)
    data = writers.load_compressed(source, encoding, folder) if encoding else source.read_bytes()
    answer = Response(data, mimetype="text/javascript")
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return answer
