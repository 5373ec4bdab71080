"""Our own static files under names that change with their content, so browsers keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, send_from_directory, url_for

from diary.web.gate import anyone

bp = Blueprint("assets", __name__)
ONE_YEAR = 365 * 86_400


@cache
def _fingerprint(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a file in ``static/``, with the fingerprint of what it holds."""
    file = Path(str(current_app.static_folder)) / name
    mark = _fingerprint(file, file.stat().st_mtime_ns)
    return url_for("assets.static_file", mark=mark, name=name)


@bp.get("/static/<mark>/<path:name>")
@anyone
def static_file(mark: str, name: str) -> Response:
    """One static file; the fingerprint only tells browsers when to ask again."""
    folder = Path(str(current_app.static_folder))
    if not mark.isalnum():
        abort(404)
    answer = send_from_directory(folder, name, max_age=ONE_YEAR, conditional=True)
    # the compressor reads the file and puts its own bytes in place, but does not close it
    close = getattr(answer.response, "close", None)
    if close is not None:
        answer.call_on_close(close)
    answer.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return answer
