"""Logging: the form that opens first, and what is said after saving."""

from datetime import timedelta
from uuid import UUID, uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import own_diary
from diary.domain.entries import AFTER_SESSION, NewEntry
from diary.domain.side_effects import in_order
from diary.entries import actions, pages, queries
from diary.entries.forms import LogForm
from diary.entries.forms.log import EntryFormContext
from diary.entries.routes.blueprint import bp, last_session, own_entry
from diary.entries.rules.check_ins import CheckInSlot
from diary.transactions import transaction
from diary.web.guards import Role, maybe_viewer, only, signed_in

HOMES = {Role.DOCTOR: "clinic.patients", Role.ADMIN: "accounts.people"}


@bp.get("/")
@signed_in
def log() -> ResponseReturnValue:
    """The form for the patient. Everybody else has another first page."""
    who = maybe_viewer()
    if who is None:
        abort(404)
    if who.role in HOMES:
        return redirect(url_for(HOMES[who.role]), 303)
    return _form(LogForm(EntryFormContext(who.zone, clock.now()), entry_id=str(uuid4())), 200)


@bp.post("/")
@only(Role.PATIENT)
def log_post() -> ResponseReturnValue:
    """Store the entry, once, however often it is sent."""
    diary = own_diary()
    form = LogForm(EntryFormContext(diary.zone, clock.now(), diary.born_on))
    if not form.validate():
        return _form(form, 422)
    new = NewEntry(UUID(form.entry_id.data), form.values(), form.answers)
    repeated = None if form.again.data else actions.find_repeated(transaction(), diary, new)
    if repeated is not None:
        return _form(form, 422, pages.build_line(repeated, diary.zone))
    entry = actions.add(transaction(), diary, new)
    return redirect(url_for("entries.saved", entry_id=entry.id), 303)


@bp.get("/entries/<uuid:entry_id>/saved")
@only(Role.PATIENT)
def saved(entry_id: UUID) -> ResponseReturnValue:
    """Show what was saved, what to do about a value beyond a limit, and a way to undo."""
    diary, entry = own_entry(entry_id, also_deleted=True)
    if entry.deleted_at is not None:
        return redirect(url_for("entries.entry", entry_id=entry.id), 303)
    now = clock.now()
    recent = queries.list_scores(transaction(), diary, now - timedelta(days=15))
    at = entry.effective_at
    starts = (last_session(diary, at), last_session(diary, max(now, at)))
    page = pages.build_saved_page(
        entry,
        recent,
        [start for start in starts if start is not None],
        queries.check_ins(transaction(), diary, now).next,
        diary,
        now,
    )
    return render_template("entries/saved.html", page=page, version=entry.version)


@bp.post("/entries/<uuid:entry_id>/undo")
@only(Role.PATIENT)
def undo(entry_id: UUID) -> ResponseReturnValue:
    """Take back what was just saved."""
    diary, entry = own_entry(entry_id)
    actions.delete(transaction(), diary, entry.id)
    flash("Taken back. It is not in your diary.")
    return redirect(url_for("entries.log"), 303)


def _form(
    form: LogForm, status: int, repeated: pages.EntryLine | None = None
) -> ResponseReturnValue:
    diary, now = own_diary(), clock.now()
    started = last_session(diary)
    check_ins = queries.check_ins(transaction(), diary, now)
    due = _wanted(check_ins)
    if status == 200 and due is not None:
        form.check_in.data, form.session.data = due.check_in.value, str(due.session_id)
    page = render_template(
        "entries/log.html",
        form=form,
        repeated=repeated,
        effects=form.effects(in_order(queries.last_effects(transaction(), diary))),
        after_session=started is not None and now - started <= AFTER_SESSION,
        foggy=check_ins.foggy_until is not None and "all" not in request.args,
        due=pages.build_due(due, diary),
    )
    return page, status


def _wanted(check_ins: queries.CheckIns) -> CheckInSlot | None:
    """The check-in that a reminder names, late or early, else the one that is due."""
    named = (request.args.get("check_in"), request.args.get("session"))
    return next(
        (slot for slot in check_ins.open if (slot.check_in.value, str(slot.session_id)) == named),
        check_ins.due,
    )
