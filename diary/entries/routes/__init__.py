"""HTTP in and out of entries."""

from diary.entries.routes import history, log
from diary.entries.routes.blueprint import bp

__all__ = ["bp", "history", "log"]
