"""Answers to what went wrong, in plain words. A denied page and a missing one are the same."""

from flask import Flask, current_app, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from diary.web.form_recovery import sent_again, typed

Answer = tuple[str, int]
WAIT = {"Retry-After": "10"}  # seconds


def install(app: Flask) -> None:
    """Give every failure its page."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(OverflowError, _unstorable)
    app.register_error_handler(RecursionError, _unstorable)
    app.register_error_handler(UnicodeError, _unstorable)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(500, _broken)


def _page(status: int) -> Answer:
    return render_template(f"errors/{status}.html"), status


def _http(error: HTTPException) -> HTTPException | Answer:
    """Answer the common refusals with a page of ours. A redirect passes."""
    code = error.code or 500
    if code < 400:
        return error
    if code == 401:
        return render_template("errors/404.html"), 401  # asked by a script, which reads the number
    if code == 405:
        return render_template("errors/404.html"), 405
    known = (400, 404, 413, 415, 500, 503)
    return _page(code if code in known else 400 if code < 500 else 500)


def _strange_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """Plain words: asked for under a foreign name, no page can make an address of ours."""
    return "This is not the address of the diary.", 400, {"Content-Type": "text/plain"}


def _csrf(_error: CSRFError) -> Answer:
    """With what was typed, where it is known by whom: see there."""
    return sent_again()


def _unstorable(error: Exception) -> Answer:
    """A value that no column can hold is the sender's fault, not a failure."""
    current_app.logger.warning("refused what no column can hold: %s", type(error).__name__)
    return _page(400)


def _unavailable(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    """Answer that the database is busy, full or away. The page holds what was typed."""
    current_app.logger.error("database unavailable: %s", type(error.orig).__name__)
    return render_template("errors/503.html", kept=typed()), 503, WAIT


def _broken(_error: Exception) -> Answer:
    return _page(500)
