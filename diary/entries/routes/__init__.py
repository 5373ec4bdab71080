"""HTTP in and out of entries."""

from diary.entries.routes import history, log, search
from diary.entries.routes.blueprint import bp

__all__ = ["bp", "history", "log", "search"]
