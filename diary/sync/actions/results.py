"""What came of an item, inside the feature."""

from dataclasses import dataclass
from uuid import UUID

from wtforms import Form

from diary.sync.rules import SyncOutcome


@dataclass(frozen=True)
class AppliedItem:
    """An item that the diary took."""

    outcome: SyncOutcome
    object_id: UUID
    version: int | None = None


class ItemRefused(ValueError):
    """Why an item is refused, in words for the patient, and the faults of its form's fields."""

    def __init__(self, why: str, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(why)
        self.why, self.errors = why, errors


def require_valid(form: Form) -> None:
    """Raise ``ItemRefused`` with what is wrong with a form."""
    if form.validate():
        return
    errors = {name: list(words) for name, words in form.errors.items() if name and words}
    messages = [*form.form_errors, *(words[0] for words in errors.values())]
    raise ItemRefused(" ".join(dict.fromkeys(messages)), errors)
