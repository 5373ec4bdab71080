"""Forms of entries."""

from diary.entries.forms.log import LogForm

__all__ = ["LogForm"]
