"""HTTP in and out of a patient's rights."""

from diary.rights.routes import agreeing, bringing_back, erasing, exporting
from diary.rights.routes.blueprint import bp

__all__ = ["agreeing", "bp", "bringing_back", "erasing", "exporting"]
