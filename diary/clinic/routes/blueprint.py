"""Where the pages of this feature are gathered."""

from flask import Blueprint

bp = Blueprint("clinic", __name__)
