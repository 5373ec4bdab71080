"""The pages Help now, My plan and Learn."""

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
    """Load the help lines, including the operator's own file. Raises ``BadLines``."""
    countries = parse_countries(OURS.read_text(encoding="utf-8"))
    if path is None:
        return countries
    try:
        return merge_countries(countries, parse_countries(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, BadLines) as error:
        raise BadLines(f"DIARY_CRISIS_LINES_FILE {path}:\n{error}") from error


@bp.record_once
def _load(state: BlueprintSetupState) -> None:
    """Read the file when the app starts, so that no patient meets a faulty one."""
    settings: Settings = state.app.extensions["settings"]
    state.app.extensions["crisis_lines"] = load_help_lines(settings.crisis_lines_file)


@bp.get("/help")
@anyone
def help_now() -> ResponseReturnValue:
    """Show whom to call in the viewer's or the chosen country, and a patient's own plan."""
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
    """Show the page that a phone stores for use without a network, with every country's numbers."""
    countries = _countries()
    # shell is the name of a page's variable here, not a command
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
    """Guess the country to show first. It works while the database is away."""
    chosen = request.args.get("country", "")
    if chosen in countries or chosen == ELSEWHERE:
        remember_country(chosen)
    else:
        chosen = remembered_country() or ""
    person = signed_in_person()  # the numbers are never locked, only a patient's plan is
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
    """Show the form with the stored plan."""
    diary = own_diary()
    form = PlanForm.showing(load_plan(transaction(), diary))
    earlier = list_plan_versions(transaction(), diary)
    return render_template("guidance/plan.html", form=form, earlier=earlier)


@bp.post("/help/plan")
@only(Role.PATIENT)
def own_plan_post() -> ResponseReturnValue:
    """Store the plan. An empty form removes a plan only after a confirmation."""
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
    """Show the list of pages."""
    return render_template("guidance/learn.html", pages=PAGES)


@bp.get("/learn/<slug>")
@anyone
def learn_page(slug: str) -> ResponseReturnValue:
    """Show one page."""
    page = find_page(slug)
    if page is None:
        abort(404)
    return render_template(
        f"guidance/learn/{page.slug}.html",
        page=page,
        following=find_next_page(page),
        limits=safety_limits,
    )
