"""Forms that lead somewhere in the diary."""

from datetime import datetime
from uuid import UUID

from wtforms import HiddenField

from diary.entries.rules.search import LONGEST_SEARCH
from diary.web.fields import Day, Form, Line


class DayForm(Form):
    """The day to go to. In the address, so without a token."""

    class Meta:
        csrf = False

    day = Day("Go to a day")


class SearchForm(Form):
    """The words to look for, and from where a search goes on."""

    words = Line("Words to look for", LONGEST_SEARCH, missing="Type a word to look for.")
    before_wall = HiddenField()
    before_id = HiddenField()

    @property
    def before(self) -> tuple[str, UUID] | None:
        """After which entry or session it goes on. None where it begins with the newest."""
        try:
            wall = datetime.fromisoformat(self.before_wall.data or "").isoformat()
            return wall, UUID(self.before_id.data or "")
        except ValueError:
            return None
