"""A search in one's own words.

What is looked for stands in no address, so in no history and no log: it is sent in a form and kept
sealed in the browser's cookie for an hour, so that Back and a reload find the page again.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from diary import clock
from diary.access.opening import own_diary
from diary.entries.forms import SearchForm
from diary.entries.queries.search import search as search_words
from diary.entries.routes.blueprint import bp
from diary.entries.rules.search import by_day, terms_of
from diary.extensions import settings
from diary.keys import DecryptionFailed
from diary.transactions import transaction
from diary.web.guards import Role, only, viewer

COOKIE, PLACE = "search", "a search in one's own words"
LASTS = timedelta(hours=1)


@dataclass(frozen=True)
class Search:
    """The words, and after which entry or session the search goes on."""

    words: str
    before: tuple[str, UUID] | None


@bp.get("/diary/search")
@only(Role.PATIENT)
def search() -> ResponseReturnValue:
    """The form, and what the last search of this browser finds."""
    sought = _opened()
    if sought is None:
        return render_template("entries/search.html", form=SearchForm(formdata=None), page=None)
    form = SearchForm(formdata=None, data={"words": sought.words})
    page = search_words(transaction(), own_diary(), terms_of(sought.words), sought.before)
    return render_template(
        "entries/search.html",
        form=form,
        words=sought.words,
        page=page,
        days=by_day(page.matches),
        is_first=sought.before is None,
    )


@bp.post("/diary/search")
@only(Role.PATIENT)
def search_post() -> ResponseReturnValue:
    """Remember what to look for, and lead to the page that shows it."""
    form = SearchForm()
    words = form.words.value if form.validate() else None
    if words and not terms_of(words):
        form.words.errors = ["Type a word to look for."]
    if form.errors or words is None:
        return render_template("entries/search.html", form=form, page=None), 422
    cookie[COOKIE] = _sealed(Search(words, form.before))
    return redirect(url_for("entries.search"), 303)


def _sealed(sought: Search) -> str:
    wall, last = sought.before or (None, None)
    person, at = str(viewer().user_id), clock.now().isoformat()
    text = json.dumps([person, at, sought.words, wall, last and str(last)])
    return settings().keys.fields.seal(text.encode(), PLACE)


def _opened() -> Search | None:
    """The last search of this person in this browser. Nothing where it is an hour old."""
    try:
        text = settings().keys.fields.open(cookie.get(COOKIE, ""), PLACE)
        person, at, words, wall, last = json.loads(text)
    except (DecryptionFailed, ValueError):
        return None
    is_over = clock.now() - datetime.fromisoformat(at) >= LASTS
    if person != str(viewer().user_id) or is_over:
        return None
    return Search(words, (wall, UUID(last)) if last else None)
