"""The blueprint that every page of signing in hangs on."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from diary.auth.rules import TooBusy

bp = Blueprint("auth", __name__)


@bp.app_errorhandler(TooBusy)
def busy(_error: Exception) -> ResponseReturnValue:
    """Answer that the server is busy. Nothing was changed."""
    return render_template("errors/503.html"), 503
