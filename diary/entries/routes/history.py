"""The history by day: look, edit, delete, bring back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import own_diary
from diary.access.rules import OpenDiary
from diary.domain.entries import Entry
from diary.domain.side_effects import in_order
from diary.entries import actions, pages, queries
from diary.entries.forms import DayForm, LogForm
from diary.entries.routes.blueprint import bp, last_session, own_entry
from diary.transactions import transaction
from diary.web.guards import Role, only

PAGE = 30


@bp.get("/diary")
@only(Role.PATIENT)
def history() -> ResponseReturnValue:
    """Show whole days, newest first, from a day that was asked for or else from the newest."""
    diary, form = own_diary(), DayForm(request.args)
    status = 200 if form.validate() else 422
    day: date | None = None if form.errors else form.day.value
    stretch = _stretch(diary, day)
    days = pages.group_by_day(stretch.entries, diary)
    page = render_template(
        "entries/history.html",
        form=form,
        days=days,
        older=stretch.older,
        newer=stretch.newer,
        missed=day if day and days and days[0].day != day else None,
    )
    return page, status


def _stretch(diary: OpenDiary, day: date | None) -> queries.HistoryPage:
    """The days to show. Where there are none, the newest of all."""
    end = clock.today(diary.zone) + timedelta(days=2)
    before, after = _day(request.args.get("before")), _day(request.args.get("after"))
    stretch = queries.HistoryPage([])
    if day:
        nearest = queries.nearest_day(transaction(), diary, min(day, end)) or end
        before = nearest + timedelta(days=1)
    elif after:
        stretch = queries.days_after(transaction(), diary, min(after, end), PAGE)
    if before and not stretch.entries:
        stretch = queries.days_before(transaction(), diary, min(before, end), PAGE)
    return stretch if stretch.entries else queries.days_before(transaction(), diary, end, PAGE)


@bp.get("/diary/months")
@only(Role.PATIENT)
def months() -> ResponseReturnValue:
    """Every month with an entry, by year."""
    spans = [
        (first, (first + timedelta(days=31)).replace(day=1))
        for first in queries.months(transaction(), own_diary())
    ]
    years = [(year, list(each)) for year, each in groupby(spans, key=lambda span: span[0].year)]
    return render_template("entries/months.html", years=years)


@bp.get("/entries/<uuid:entry_id>")
@only(Role.PATIENT)
def entry(entry_id: UUID) -> ResponseReturnValue:
    """One entry, with what it said before each edit."""
    diary, stored = own_entry(entry_id, also_deleted=True)
    earlier = queries.earlier_versions(transaction(), diary, entry_id)
    session_start = last_session(diary, stored.effective_at)
    return render_template(
        "entries/entry.html",
        line=pages.build_line(stored, diary.zone),
        flags=pages.find_flags(stored, [session_start] if session_start else []),
        earlier=[pages.build_earlier_version(at, snapshot) for at, snapshot in earlier],
        deleted=stored.deleted_at is not None,
        version=stored.version,
    )


@bp.get("/entries/<uuid:entry_id>/edit")
@only(Role.PATIENT)
def edit(entry_id: UUID) -> ResponseReturnValue:
    """The form with what the entry says."""
    _, stored = own_entry(entry_id)
    form = _edit_form(stored, data=pages.form_data(stored))
    return _edit_page(form, stored, 200)


@bp.post("/entries/<uuid:entry_id>/edit")
@only(Role.PATIENT)
def edit_post(entry_id: UUID) -> ResponseReturnValue:
    """Keep the change, and what the entry said before."""
    diary, stored = own_entry(entry_id)
    form = _edit_form(stored, diary.born_on)
    if not form.validate():
        return _edit_page(form, stored, 422)
    draft = pages.keep_unchanged_time(form.values(), stored)
    changed = actions.edit(transaction(), diary, entry_id, draft) != stored.version
    flash("Saved. The earlier version is kept." if changed else "Nothing was changed.")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


@bp.post("/entries/<uuid:entry_id>/delete")
@only(Role.PATIENT)
def delete(entry_id: UUID) -> ResponseReturnValue:
    """Take an entry out of the diary. The next page offers to bring it back."""
    diary, stored = own_entry(entry_id)
    actions.delete(transaction(), diary, stored.id)
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


@bp.post("/entries/<uuid:entry_id>/restore")
@only(Role.PATIENT)
def restore(entry_id: UUID) -> ResponseReturnValue:
    """Bring it back."""
    diary, stored = own_entry(entry_id, also_deleted=True)
    actions.restore(transaction(), diary, stored.id)
    flash("It is back in your diary.")
    return redirect(url_for("entries.entry", entry_id=entry_id), 303)


def _edit_form(stored: Entry, born_on: date | None = None, **options: dict[str, object]) -> LogForm:
    return LogForm(pages.edit_place(stored, clock.now(), born_on), **options)


def _edit_page(form: LogForm, stored: Entry, status: int) -> ResponseReturnValue:
    codes = frozenset(row.code for row in stored.side_effects)
    page = render_template(
        "entries/edit.html",
        form=form,
        effects=form.effects(in_order(codes)),
        entry_id=stored.id,
        version=stored.version,
    )
    return page, status


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
