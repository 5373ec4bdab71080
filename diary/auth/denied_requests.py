"""Requests of signed-in people that were denied are recorded, whether the page exists or not.

A page that is not theirs and one that does not exist are answered and recorded alike: after the
answer has left, so that its time tells nothing, without what was asked for, and no more often than
a disk bears. While one record of a person waits, no other of theirs is begun: a flood of requests
must not crowd out other work beside the pages.
"""

from uuid import UUID

from flask import Response, current_app, request
from sqlalchemy.exc import OperationalError

from diary.auth import actions
from diary.transactions import early_commit
from diary.web.background import later
from diary.web.guards import for_everybody, signed_in_person

REFUSED = frozenset({404, 429})
WAITING = "refused"


def record_denied(response: Response) -> Response:
    """Record an answer that denies a page to somebody who is signed in."""
    if response.status_code in REFUSED and request.endpoint and not for_everybody():
        who = signed_in_person()
        if who is not None:
            _note(who.user_id, request.endpoint, request.remote_addr)
    return response


def _note(person: UUID, page: str, address: str | None) -> None:
    waiting: set[UUID] = current_app.extensions.setdefault(WAITING, set())
    if person in waiting:
        return

    def keep() -> None:
        try:
            with early_commit(address) as session:
                actions.record_refused_page(session, person, page)
        except OperationalError:  # busy or away; nobody waits for this
            return
        finally:
            waiting.discard(person)

    waiting.add(person)
    if not later(keep):
        waiting.discard(person)
