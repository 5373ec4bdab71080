"""Finding a person's rows in every table."""

from diary.privacy.queries.export import collect_export

__all__ = ["collect_export"]
