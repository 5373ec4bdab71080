"""HTTP in and out of entries."""

from diary.entries.routes import history, imports, log
from diary.entries.routes.blueprint import bp

__all__ = ["bp", "history", "imports", "log"]
