"""Fields in which one answer of a list is chosen. None is set beforehand."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import StopValidation


def as_choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(value, words) pairs as the library's own choices."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class OneOf(RadioField):
    """Radio buttons of which none is set beforehand. Nothing chosen is None."""

    def __init__(
        self, label: str, pairs: Sequence[tuple[str, str]], missing: str | None = None, **more: Any
    ) -> None:
        self.missing, self.known = missing, {value for value, _ in pairs}
        more.setdefault("default", None)
        super().__init__(
            label, choices=as_choices(pairs), coerce=_word, validate_choice=False, **more
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse an unknown value, and an empty one where something must be chosen."""
        del form
        if self.data is None:
            if self.missing:
                raise StopValidation(self.missing)
        elif self.data not in self.known:
            raise StopValidation("Choose one of the answers.")


class Pick(SelectField):
    """A select list. The empty choice, where there is one, is None."""

    def __init__(
        self, label: str, pairs: Sequence[tuple[str, str]], missing: str | None = None, **more: Any
    ) -> None:
        self.missing, self.known = missing, {value for value, _ in pairs}
        super().__init__(
            label, choices=as_choices(pairs), coerce=_word, validate_choice=False, **more
        )

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        del form
        if self.data is None:
            if self.missing:
                raise StopValidation(self.missing)
        elif self.data not in self.known:
            raise StopValidation("Choose one from the list.")


def _word(value: Any) -> str | None:
    return str(value) if value not in (None, "", "None") else None


class ScoreField(OneOf):
    """A score from 0 to 10, as eleven radio buttons without a default. ``value`` is the int."""

    def __init__(self, label: str, missing: str | None = None, **more: Any) -> None:
        super().__init__(label, [(str(n), str(n)) for n in range(11)], missing, **more)

    @property
    def value(self) -> int | None:
        """The chosen number."""
        return None if self.data is None else int(self.data)
