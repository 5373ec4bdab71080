"""HTTP in and out of accounts."""

from diary.accounts.routes import people, profile
from diary.accounts.routes.blueprint import bp

__all__ = ["bp", "people", "profile"]
