"""The private calendar: whoever has the address reads the times, and nothing but them."""

from datetime import timedelta

from flask import Response, abort
from flask.typing import ResponseReturnValue

from diary import clock
from diary.reminders import queries
from diary.reminders.routes.blueprint import bp
from diary.reminders.rules.slots import slots
from diary.reminders.rules.words import CALENDAR, TITLE
from diary.reminders.writers.calendar import calendar
from diary.web.gate import anyone
from diary.web.work import session

BACK, AHEAD = timedelta(days=7), timedelta(days=31)


@bp.get("/calendar/<token>.ics")
@anyone
def feed(token: str) -> ResponseReturnValue:
    """Last week's reminders and those of the month to come."""
    owner = queries.feed_owner(session(), token)
    diary = queries.diary_of(session(), owner) if owner else None
    if diary is None:
        abort(404)
    now = clock.now()
    found = slots(queries.stand(session(), diary, now), now - BACK, now + AHEAD)
    told = calendar(found, str(diary.patient_id), TITLE, CALENDAR, now)
    return Response(told, mimetype="text/calendar")
