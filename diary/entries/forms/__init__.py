"""Forms of entries."""

from diary.entries.forms.days import DayForm, SearchForm
from diary.entries.forms.log import LogForm

__all__ = ["DayForm", "LogForm", "SearchForm"]
