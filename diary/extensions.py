"""Flask extensions: made here, bound to the app in ``diary.app``."""

from inspect import iscoroutinefunction
from typing import cast

from flask import current_app
from flask.sansio.app import App
from flask_alembic import Alembic
from flask_compress import Compress
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from diary.config import Settings
from diary.db import Base


class _Database(SQLAlchemy):
    """Without the end that async sessions have: it would start an event loop for every request."""

    def init_app(self, app: App) -> None:
        super().init_app(app)
        ends = app.teardown_appcontext_funcs
        ends[:] = [end for end in ends if not iscoroutinefunction(end)]


db = _Database()
alembic = Alembic(metadatas=Base.metadata, run_mkdir=False)
login_manager = LoginManager()
csrf = CSRFProtect()
compress = Compress()


def settings() -> Settings:
    """The settings of the current app."""
    return cast(Settings, current_app.extensions["settings"])
