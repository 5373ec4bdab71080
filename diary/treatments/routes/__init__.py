"""HTTP in and out of treatment sessions."""

from diary.treatments.routes import duplicates, listing, one, readings
from diary.treatments.routes.blueprint import bp

__all__ = ["bp", "duplicates", "listing", "one", "readings"]
