"""Finding what belongs to a person in every table that there is."""

from diary.rights.queries.everything import everything

__all__ = ["everything"]
