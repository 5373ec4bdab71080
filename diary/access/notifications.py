"""Word to patients that an account can no longer read what they share, in neutral words."""

import logging
from collections.abc import Sequence

from diary import clock
from diary.access.actions import ClosedLink
from diary.accounts.senders import send_words
from diary.domain.calendar import wall_of
from diary.extensions import settings
from diary.web.addresses import absolute_url

CLOSED = "An account that you shared with was closed"
CLOSED_WORDS = """\
An account that you shared with was closed:
{at}.

It can no longer open anything of yours, and there is nothing to do. See whom you share with:

{page}"""
MOST_FAILURES = 3  # in a row; then the mail server is away, and nobody should wait for each


def notify_account_closed(links: Sequence[ClosedLink]) -> int:
    """Mail each patient, and return how many mails were taken. Call it once the closing is kept."""
    sent = failures = 0
    for link in links:
        if failures == MOST_FAILURES:
            logging.getLogger(__name__).error("the mail server is away: others were not told")
            break
        wall = wall_of(clock.now(), link.zone)
        at = f"{wall.day} {wall:%B %Y, %H:%M} ({link.zone})"
        words = CLOSED_WORDS.format(at=at, page=absolute_url("access.sharing"))
        was_sent = send_words(settings().smtp, link.email, CLOSED, words)
        sent += was_sent
        failures = 0 if was_sent else failures + 1
    return sent
