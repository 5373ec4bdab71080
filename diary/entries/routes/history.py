"""The history by day: look, edit, delete, bring back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.entries import actions, pages, queries
from diary.entries.forms import LogForm
from diary.entries.forms.log import Place
from diary.entries.routes.blueprint import bp, last_session, own_diary, own_entry
from diary.entries.rules.side_effects import in_order
from diary.web.gate import Role, only
from diary.web.work import session

if TYPE_CHECKING:
    from diary.entries.models import Entry

PAGE = 30


@bp.get("/diary")
@only(Role.PATIENT)
def history() -> ResponseReturnValue:
    """Newest days first; whole days only, so that no day is cut in two."""
    diary = own_diary()
    before = _day(request.args.get("before")) or clock.today(diary.zone) + timedelta(days=2)
    found = queries.days_before(session(), diary, before, PAGE)
    days = pages.by_day(found, diary.day_boundary, diary.zone)
    older = None
    if len(found) == PAGE and len(days) > 1:
        older = days.pop().day + timedelta(days=1)
    elif len(found) == PAGE:
        older = days[-1].day
        rest = queries.between_days(session(), diary, older, older)
        days = pages.by_day(rest, diary.day_boundary, diary.zone)
    return render_template(
        "entries/history.html", days=days, older=older, newest="before" not in request.args
    )


@bp.get("/entries/<uuid:entry_id>")
@only(Role.PATIENT)
def entry(entry_id: UUID) -> ResponseReturnValue:
    """One entry, with what it said before each edit."""
    diary, found = own_entry(entry_id, also_deleted=True)
    earlier = queries.earlier_versions(session(), diary, entry_id)
    return render_template(
        "entries/entry.html",
        line=pages.line(found, diary.zone),
        flags=pages.flags(found, last_session(diary, found.effective_at_utc)),
        earlier=earlier,
        deleted=found.deleted_at_utc is not None,
        version=found.version,
    )


@bp.get("/entries/<uuid:entry_id>/edit")
@only(Role.PATIENT)
def edit(entry_id: UUID) -> ResponseReturnValue:
    """The form with what the entry says."""
    _, found = own_entry(entry_id)
    form = _edit_form(found, data=pages.form_data(found))
    return _edit_page(form, found, 200)


@bp.post("/entries/<uuid:entry_id>/edit")
@only(Role.PATIENT)
def edit_post(entry_id: UUID) -> ResponseReturnValue:
    """Keep the change, and what the entry said before."""
    diary, found = own_entry(entry_id)
    form = _edit_form(found)
    if not form.validate():
        return _edit_page(form, found, 422)
    changed = actions.edit(session(), diary, found, pages.unmoved(form.values(), found))
    flash("Saved. What it said before is kept." if changed else "Nothing was changed.")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


@bp.post("/entries/<uuid:entry_id>/delete")
@only(Role.PATIENT)
def delete(entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out of the diary; the next page offers to bring it back."""
    diary, found = own_entry(entry_id)
    actions.delete(session(), diary, found)
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


@bp.post("/entries/<uuid:entry_id>/restore")
@only(Role.PATIENT)
def restore(entry_id: UUID) -> ResponseReturnValue:
    """Bring it back."""
    diary, found = own_entry(entry_id, also_deleted=True)
    actions.restore(session(), diary, found)
    flash("It is back in your diary.")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


def _edit_form(found: Entry, **shown: dict[str, object]) -> LogForm:
    form = LogForm(Place(found.effective_zone, clock.now()), **shown)
    form.may_lack(anxiety=found.anxiety is None, mood=found.mood is None)
    return form


def _edit_page(form: LogForm, found: Entry, status: int) -> ResponseReturnValue:
    told = frozenset(row.code for row in found.side_effects)
    page = render_template(
        "entries/edit.html",
        form=form,
        effects=form.effects(in_order(told)),
        entry_id=found.id,
        version=found.version,
    )
    return page, status


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
