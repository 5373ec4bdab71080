"""The blueprint of the phone's addresses."""

from flask import Blueprint

bp = Blueprint("sync", __name__)
