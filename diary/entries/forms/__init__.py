"""Forms of entries."""

from diary.entries.forms.days import DayForm
from diary.entries.forms.log import LogForm

__all__ = ["DayForm", "LogForm"]
