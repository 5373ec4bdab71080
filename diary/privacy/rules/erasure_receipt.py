"""The receipt of an erasure: when, and how many rows of what. It names nobody. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

SUBJECT = "Your diary is erased"
ASKED = "Your diary will be erased"
_WORDS = """\
Relief Diary: receipt of an erasure

asked for   {asked}
erased      {erased}

Everything about you in this diary's database is erased, earlier versions, waiting mails and
devices too. Rows erased, by table:

{counts}

What stays: the list of what happened, with random ids that lead to nobody any more, and this
receipt, which names nobody. Copies that the clinic made earlier hold your diary until they are
deleted in their turn.
"""
_ASKED = """\
Somebody who is signed in as you asked that your diary be erased with everything in it.

It will be erased on {due}. Until then you can sign in and take it back:
{link}

If it was not you, do that now, and change your password.
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The content of a receipt."""

    asked_at: datetime
    erased_at: datetime
    counts: Mapping[str, int]

    @property
    def text(self) -> str:
        """The receipt as it is downloaded and mailed."""
        width = max((len(name) for name in self.counts), default=0)
        lines = [f"  {name:<{width}}  {count:>7,}" for name, count in sorted(self.counts.items())]
        return _WORDS.format(
            asked=_moment(self.asked_at), erased=_moment(self.erased_at), counts="\n".join(lines)
        )


def asked_text(due: datetime, link: str) -> str:
    """Write the mail that warns the patient of a request that might not be theirs."""
    return _ASKED.format(due=_moment(due), link=link)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")
