"""The patient's page of charts, and Plotly's script."""

from datetime import date

from flask import Blueprint, Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.charts import queries, writers
from diary.charts.pages import chart_views
from diary.charts.rules import STYLE_HASHES
from diary.charts.rules.ranges import LEAD, chosen, ranges, since
from diary.extensions import settings
from diary.web.gate import Role, anyone, only, viewer
from diary.web.times import diary_day, wall_of
from diary.web.work import session

bp = Blueprint("charts", __name__)
ONE_YEAR = 365 * 86_400


@bp.get("/charts")
@only(Role.PATIENT)
def mine() -> ResponseReturnValue:
    """Her own charts, for the last 30 or 90 days or all."""
    diary = open_diary(session(), viewer(), viewer().user_id)
    if diary is None:
        abort(404)
    today = diary_day(wall_of(clock.now(), diary.zone), diary.day_boundary)
    days, rows = _rows(diary, today, request.args.get("days"))
    views = chart_views(
        rows.checkins,
        rows.sessions,
        rows.marks,
        today,
        detail=False,
        since=since(days, today),
    )
    g.style_hashes = STYLE_HASHES
    return render_template("charts/mine.html", views=views, ranges=ranges(days))


def _rows(diary: OpenDiary, today: date, asked: str | None) -> tuple[str, queries.Rows]:
    """The days to show and what lies in them; a diary long quiet is shown whole."""
    days = chosen(asked, logged_lately=True)
    first = since(days, today)
    rows = queries.load(session(), diary, None if first is None else first - LEAD, None)
    if chosen(asked, logged_lately=bool(rows.checkins)) == days:
        return days, rows
    return "all", queries.load(session(), diary, None, None)


@bp.get("/vendor/plotly-<version>.min.js")
@anyone
def plotly_js(version: str) -> Response:
    """The script that draws; compressed once, and kept by browsers as its address never changes."""
    if version != writers.VERSION:
        abort(404)
    folder = settings().instance / "vendor"
    source = writers.bundle([folder])
    encoding = request.accept_encodings.best_match(writers.ENCODINGS)
    data = writers.packed(source, encoding, folder) if encoding else source.read_bytes()
    answer = Response(data, mimetype="text/javascript")
    if encoding:
        answer.headers["Content-Encoding"] = encoding
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return answer
