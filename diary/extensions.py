"""Flask extensions: made here, bound to the app in ``diary.app``."""

from typing import cast

from flask import current_app
from flask_alembic import Alembic
from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

from diary.config import Settings
from diary.db import Base

db = SQLAlchemy()
alembic = Alembic(metadatas=Base.metadata, run_mkdir=False)
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
compress = Compress()


def settings() -> Settings:
    """The settings of the current app."""
    return cast(Settings, current_app.extensions["settings"])
