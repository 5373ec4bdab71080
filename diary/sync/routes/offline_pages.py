"""The pages that a phone keeps for when there is no network, and the script that serves them there.

They are the same for everybody and hold nothing of anybody. The phone puts in what is personal.
"""

import hashlib
import json
from datetime import UTC, datetime

from flask import Response, current_app, render_template
from flask.typing import ResponseReturnValue

from diary.domain import safety_limits
from diary.domain.side_effects import SideEffect
from diary.entries.forms import LogForm
from diary.entries.forms.log import EntryFormContext
from diary.sync.routes.blueprint import bp
from diary.treatments.forms import TreatmentForm, TreatmentFormContext
from diary.web.asset_bundles import SCRIPTS, STYLES
from diary.web.assets import asset
from diary.web.guards import anyone

NO_TIME = datetime(2000, 1, 1, 12, tzinfo=UTC)
FILES = (
    STYLES,
    SCRIPTS,
    "js/early/theme.js",
    "js/help/country.js",
    "js/entry/back.js",
    "js/entry/when.js",
    "img/icon.svg",
)
PAGES = {
    "/": "/shell/log",
    "/sessions/new": "/shell/session",
    "/help": "/shell/help",
    "/waiting": "/waiting",
    "*": "/shell/away",
}


@bp.get("/shell/log")
@anyone
def log_shell() -> ResponseReturnValue:
    """The form that opens first."""
    form = LogForm(EntryFormContext("UTC", NO_TIME), formdata=None, meta={"csrf": False})
    effects = form.effects(list(SideEffect))
    return _shell("entries/log.html", form=form, effects=effects, after_session=False)


@bp.get("/shell/session")
@anyone
def session_shell() -> ResponseReturnValue:
    """The form of a treatment session."""
    context = TreatmentFormContext("UTC", NO_TIME, words=True, costs=True, places=True)
    form = TreatmentForm(context, formdata=None, meta={"csrf": False})
    return _shell("treatments/new.html", form=form, pid=None, patient=None)


@bp.get("/shell/away")
@anyone
def away_shell() -> ResponseReturnValue:
    """What stands in for a page that cannot be fetched."""
    return _shell("sync/away.html")


@bp.get("/waiting")
@anyone
def waiting() -> ResponseReturnValue:
    """What waits on this phone. Filled in by the phone itself."""
    flags = [limit.flag for limit in safety_limits.SAFETY_LIMITS]
    return _shell("sync/waiting.html", flags=flags, safety_limits=safety_limits.as_data())


def _shell(template: str, **more: object) -> str:
    # a page, no command
    return render_template(template, bare=True, shell=True, **more)  # noqa: S604  # nosec B604


@bp.get("/sw.js")
@anyone
def worker() -> ResponseReturnValue:
    """The service worker, new when anything that it keeps is new."""
    script: str | None = current_app.extensions.get("service_worker")
    if script is None or current_app.debug:
        script = current_app.extensions["service_worker"] = _worker()
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache, public"
    return answer


def _worker() -> str:
    files = [asset(name) for name in FILES]
    pages = "".join(str(current_app.view_functions[name]()) for name in _endpoints())
    mark = hashlib.sha256("\n".join([*files, pages]).encode()).hexdigest()[:12]
    contents = {"version": mark, "pages": PAGES, "files": files}
    loads = [asset("js/sw/shell.js"), asset("js/sw/push.js")]
    return f"self.KEPT = {json.dumps(contents)};\nimportScripts(...{json.dumps(loads)});\n"


def _endpoints() -> list[str]:
    shells = (log_shell, session_shell, away_shell, waiting)
    return [*(f"sync.{view.__name__}" for view in shells), "guidance.kept_help"]


@bp.get("/manifest.webmanifest")
@anyone
def manifest() -> ResponseReturnValue:
    """What a phone shows when the diary is put on its home screen."""
    icons = [
        {"src": asset("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": asset("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": asset("img/icon-maskable-512.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
        {"src": asset("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
    ]
    contents = {
        "id": "/",
        "name": "Relief Diary",
        "short_name": "Diary",
        "description": "A diary of how you are.",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f2",
        "theme_color": "#faf8f2",
        "lang": "en",
        "icons": icons,
        "shortcuts": [{"name": "Help now", "url": "/help"}],
    }
    answer = Response(json.dumps(contents), mimetype="application/manifest+json")
    answer.headers["Cache-Control"] = "no-cache, public"
    return answer
