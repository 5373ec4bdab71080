"""HTTP in and out of Help now, the patient's own plan, and Learn."""

from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from diary.access.opening import own_diary
from diary.config import Settings
from diary.domain import safety_limits
from diary.guidance import actions
from diary.guidance.forms import PlanForm
from diary.guidance.queries import list_plan_versions, load_plan
from diary.guidance.rules.crisis_lines import (
    ANYWHERE,
    BadLines,
    Country,
    merge_countries,
    parse_countries,
)
from diary.guidance.rules.learn import PAGES, find_next_page, find_page
from diary.guidance.rules.location import ELSEWHERE, CountryGuess, guess_country, zones_in
from diary.transactions import transaction
from diary.web.country import remember_country, remembered_country
from diary.web.guards import Role, anyone, maybe_viewer, only, signed_in_person

bp = Blueprint("guidance", __name__)
OURS = Path(__file__).with_name("crisis_lines.toml")


def load_help_lines(path: Path | None) -> Mapping[str, Country]:
    """The help lines, with those of the operator's own file; raises ``BadLines``."""
    countries = parse_countries(OURS.read_text(encoding="utf-8"))
    if path is None:
        return countries
    try:
        return merge_countries(countries, parse_countries(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, BadLines) as error:
        raise BadLines(f"DIARY_CRISIS_LINES_FILE {path}:\n{error}") from error


@bp.record_once
def _load(state: BlueprintSetupState) -> None:
    """Read the file when the app is made, so that a faulty one is not found by a patient."""
    settings: Settings = state.app.extensions["settings"]
    state.app.extensions["crisis_lines"] = load_help_lines(settings.crisis_lines_file)


@bp.get("/help")
@anyone
def help_now() -> ResponseReturnValue:
    """Whom to call, in the country of the viewer or the one that was picked; her own plan."""
    countries = _countries()
    who, guess = maybe_viewer(), _guess(countries)
    return render_template(
        "guidance/help.html",
        countries=countries.values(),
        country=countries.get(guess.code or ""),
        zones=zones_in(guess.code or ""),
        guess=guess,
        anywhere=ANYWHERE,
        plan=load_plan(transaction(), own_diary()) if who and who.role is Role.PATIENT else None,
    )


@bp.get("/shell/help")
@anyone
def kept_help() -> ResponseReturnValue:
    """The page that a phone keeps for when there is no network, with every country's numbers."""
    countries = _countries()
    # a page, no command
    return render_template(  # noqa: S604  # nosec B604
        "guidance/kept_help.html",
        bare=True,
        shell=True,
        countries=countries.values(),
        zones={code: zones_in(code) for code in countries},
        anywhere=ANYWHERE,
    )


def _countries() -> Mapping[str, Country]:
    countries: Mapping[str, Country] = current_app.extensions["crisis_lines"]
    return countries


def _guess(countries: Mapping[str, Country]) -> CountryGuess:
    """The country to show first; asks no database, so that it works while there is none."""
    chosen = request.args.get("country", "")
    if chosen in countries or chosen == ELSEWHERE:
        remember_country(chosen)
    else:
        chosen = remembered_country() or ""
    person = signed_in_person()  # whom to call is never locked; her own plan is
    return guess_country(
        countries.keys(),
        chosen=chosen,
        profile=person.country if person else None,
        zone=person.zone if person else None,
        languages=list(request.accept_languages.values()),
    )


@bp.get("/help/plan")
@only(Role.PATIENT)
def own_plan() -> ResponseReturnValue:
    """The form with what is kept."""
    diary = own_diary()
    form = PlanForm.showing(load_plan(transaction(), diary))
    earlier = list_plan_versions(transaction(), diary)
    return render_template("guidance/plan.html", form=form, earlier=earlier)


@bp.post("/help/plan")
@only(Role.PATIENT)
def own_plan_post() -> ResponseReturnValue:
    """Keep it; a form sent empty takes nothing away until she says so."""
    form = PlanForm()
    if not form.validate():
        return render_template("guidance/plan.html", form=form), 422
    plan, diary = form.plan(), own_diary()
    if plan.empty and not form.remove.data and not load_plan(transaction(), diary).empty:
        form.asks_to_remove()
        return render_template("guidance/plan.html", form=form), 422
    actions.save_plan(transaction(), diary, plan)
    flash("Your plan is empty." if plan.empty else "Your plan is saved.")
    return redirect(url_for("guidance.help_now"), 303)


@bp.get("/learn")
@anyone
def learn() -> ResponseReturnValue:
    """The six pages."""
    return render_template("guidance/learn.html", pages=PAGES)


@bp.get("/learn/<slug>")
@anyone
def learn_page(slug: str) -> ResponseReturnValue:
    """One of them."""
    page = find_page(slug)
    if page is None:
        abort(404)
    return render_template(
        f"guidance/learn/{page.slug}.html",
        page=page,
        following=find_next_page(page),
        limits=safety_limits,
    )
