"""What a request may send: a form or JSON, and how much, settled before its body is read.

Forms take forms. The pages for everybody take what a person types into them and no more. The server
asks the same question as soon as it has read a request's header (``diary/request_bodies.py``).
"""

from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Flask, Request, abort, current_app, request
from flask import session as cookie
from flask.typing import ResponseReturnValue
from itsdangerous import BadData
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_cookie

from diary.transactions import SAFE
from diary.web.guards import signed_in_person

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
# the forms for everybody: a passkey's longest answer, or a name and a password in any script
PUBLIC = 32 * KILOBYTE
# room for the longest form of a diary that is still within its limits, in any script: what was
# typed into it comes back to its writer, even where the browser lost its cookie
SIGNED_OUT = 256 * KILOBYTE
# a note that is far too long must come back with every word, so it must get in
SIGNED_IN = 6 * MEGABYTE
MOST_FIELDS = 1000
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
USER = "_user_id"  # where Flask-Login keeps the token of a sign-in

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def takes_json(view: View) -> View:
    """Let a view read JSON by ``json_body``. Every other view takes forms alone."""
    view.__dict__["takes_json"] = True
    return view


def takes_file(largest: int) -> Callable[[View], View]:
    """Let a view take a form with a file, of at most so many bytes, from who is signed in."""

    def mark(view: View) -> View:
        view.__dict__["largest_upload"] = largest
        return view

    return mark


class CountedFormParser(FormDataParser):
    """Counts the fields of a form before it makes anything of them."""

    def _parse_urlencoded(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, Any], MultiDict[str, Any]]:
        body = _Body(stream.read())
        if body.count(b"&") >= MOST_FIELDS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(body, mimetype, content_length, options)  # type: ignore[arg-type]


class _Body(bytes):
    """Bytes that were read already, to be read once more."""

    def read(self) -> bytes:
        return self


class BoundedRequest(Request):
    """A request whose form is counted before it is read."""

    form_data_parser_class = CountedFormParser


def install(app: Flask) -> None:
    """Settle what each request may send, before anything looks at its body."""
    app.request_class = BoundedRequest
    app.url_value_preprocessor(_settle)


def _settle(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    view = current_app.view_functions.get(endpoint or "")
    request.max_content_length = _most_bytes(view, has_cookie=isinstance(cookie.get(USER), str))
    upload = _upload_of(view)
    if upload and signed_in_person() is not None:
        request.max_content_length = upload
    if request.method not in SAFE and view is not None and not _fits(view):
        abort(415)


def _fits(view: Callable[..., Any]) -> bool:
    """Whether the body is empty or of a kind that the view reads."""
    if hasattr(view, "takes_json"):
        return True  # the strict reader looks at the kind itself
    return request.mimetype in FORMS or not (request.mimetype or request.content_length)


def _upload_of(view: Callable[..., Any] | None) -> int:
    largest: int = getattr(view, "largest_upload", 0)
    return largest


def _most_bytes(view: Callable[..., Any] | None, *, has_cookie: bool) -> int:
    """The limit by what the address is, and by whether the browser was ever signed in.

    A sign-in that is over counts: what was typed under it is not lost. What anybody may ask for
    needs no more from one who is signed in.
    """
    if getattr(view, "admitted", None) is None:
        return PUBLIC
    return SIGNED_IN if has_cookie else SIGNED_OUT


def most_bytes(app: Flask, method: str, path: str, cookies: str) -> int:
    """How many bytes of a body the server keeps, asked outside of any request."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method)
    except HTTPException:
        return PUBLIC
    view, has_cookie = app.view_functions[endpoint], _holds_sign_in(app, cookies)
    return max(_most_bytes(view, has_cookie=has_cookie), _upload_of(view) if has_cookie else 0)


def _holds_sign_in(app: Flask, cookies: str) -> bool:
    """Whether the browser holds a cookie of ours that names a sign-in, perhaps one that is over."""
    cookie_text = parse_cookie(cookies).get(str(app.config["SESSION_COOKIE_NAME"]), "")
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    try:
        session_values = serializer.loads(
            cookie_text, max_age=app.permanent_session_lifetime.total_seconds()
        )
    except BadData:
        return False
    return isinstance(session_values, dict) and isinstance(session_values.get(USER), str)
