"""Our own static files under names that change with their content, so browsers keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, request, send_from_directory, url_for

from diary.web import asset_bundles
from diary.web.guards import anyone

bp = Blueprint("assets", __name__)
ONE_YEAR = 365 * 86_400


@cache
def _fingerprint(files: tuple[Path, ...], _changed: tuple[int, ...]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a file, with the fingerprint of what it holds, or of what it is made of."""
    return url_for("assets.static_file", mark=_mark(name), name=name)


def _mark(name: str) -> str:
    files = asset_bundles.parts(Path(str(current_app.static_folder)), name)
    return _fingerprint(files, tuple(file.stat().st_mtime_ns for file in files))


@bp.get("/static/<mark>/<path:name>")
@anyone
def static_file(mark: str, name: str) -> Response:
    """Send one static file. The fingerprint only tells browsers when to ask again."""
    folder = Path(str(current_app.static_folder))
    if not mark.isalnum():
        abort(404)
    if name in asset_bundles.ALL:
        return _for_ever(_together(folder, name))
    answer = send_from_directory(folder, name, max_age=ONE_YEAR, conditional=True)
    # the compressor reads the file and puts its own bytes in place, but does not close it
    close = getattr(answer.response, "close", None)
    if close is not None and answer.status_code == 304:
        close()  # an answer without a body is never closed by the server
    elif close is not None:
        answer.call_on_close(close)
    return _for_ever(answer)


def _together(folder: Path, name: str) -> Response:
    """Packed as well as can be, once: these are on the way to every first page."""
    kind = "text/css" if name == asset_bundles.STYLES else "text/javascript"
    packed = request.accept_encodings.best_match(["br"])
    bundle = asset_bundles.packed if packed else asset_bundles.made
    answer = Response(bundle(folder, name, _mark(name)), mimetype=kind)
    answer.headers["Vary"] = "Accept-Encoding"
    if packed:
        answer.headers["Content-Encoding"] = "br"
    return answer


def _for_ever(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return answer
