"""The private calendar. Whoever has the link reads the times and nothing else."""

from datetime import timedelta

from flask import Response, abort
from flask.typing import ResponseReturnValue

from diary import clock
from diary.reminders import queries
from diary.reminders.routes.blueprint import bp
from diary.reminders.rules.messages import CALENDAR, TITLE
from diary.reminders.rules.slots import unanswered
from diary.reminders.writers.calendar import calendar
from diary.transactions import transaction
from diary.web.guards import anyone

AHEAD = timedelta(days=31)


@bp.get("/calendar/<token>.ics")
@anyone
def feed(token: str) -> ResponseReturnValue:
    """Return reminders that can still be answered, and those of the next month.

    Others are left out. An alarm of an answered one would ask for an entry that exists. A past one
    would show everybody who sees the calendar on which days there was no entry.
    """
    owner = queries.find_feed_owner(transaction(), token)
    diary = queries.open_for_patient(transaction(), owner) if owner else None
    if diary is None:
        abort(404)
    now = clock.now()
    slots = unanswered(queries.load_reminder_context(transaction(), diary, now), now, now + AHEAD)
    content = calendar(slots, str(diary.patient_id), TITLE, CALENDAR, now)
    return Response(content, mimetype="text/calendar")
