"""Finding what belongs to a person in every table that there is."""

from diary.privacy.queries.export import collect_export

__all__ = ["collect_export"]
