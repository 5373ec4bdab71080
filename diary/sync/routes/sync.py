"""What a phone sends in one go, and what it asks before it opens a form."""

from typing import Any

from flask import abort, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from diary import clock
from diary.access.opening import own_diary
from diary.entries import queries
from diary.extensions import csrf
from diary.sync import pages
from diary.sync.actions import receive
from diary.sync.routes.blueprint import bp
from diary.sync.rules import (
    BadBatch,
    Batch,
    BrokenItem,
    Item,
    ItemAnswer,
    ItemKind,
    SyncOutcome,
    as_json,
    read_batch,
)
from diary.transactions import early_commit, transaction
from diary.web.body_limits import takes_json
from diary.web.guards import Role, only, viewer
from diary.web.json_body import json_body

NEXT = {
    ItemKind.ENTRY_ADD: ("entries.saved", "entry_id"),
    ItemKind.ENTRY_EDIT: ("entries.entry", "entry_id"),
    ItemKind.ENTRY_DELETE: ("entries.entry", "entry_id"),
    ItemKind.ENTRY_RESTORE: ("entries.entry", "entry_id"),
    ItemKind.TREATMENT_ADD: ("treatments.saved", "treatment_id"),
    ItemKind.TREATMENT_EDIT: ("treatments.saved", "treatment_id"),
    ItemKind.TREATMENT_CANCEL: ("treatments.show", "treatment_id"),
    ItemKind.TREATMENT_RESTORE: ("treatments.show", "treatment_id"),
    ItemKind.VITALS_ADD: ("treatments.saved", "treatment_id"),
    ItemKind.VITALS_REMOVE: ("treatments.vitals", "treatment_id"),
}
LARGEST = 2 * 1024 * 1024


@bp.get("/sync/state")
@only(Role.PATIENT)
def state() -> ResponseReturnValue:
    """What the form needs to know of the person and of their check-ins."""
    diary, now = own_diary(), clock.now()
    check_ins = queries.check_ins(transaction(), diary, now)
    last = queries.last_effects(transaction(), diary)
    return jsonify(pages.state(viewer(), check_ins, last, now))


@bp.post("/sync")
@csrf.exempt  # type: ignore[untyped-decorator]
@only(Role.PATIENT)
@takes_json
def sync() -> ResponseReturnValue:
    """Take a batch: an answer for each item, each in a transaction of its own.

    Without a form's token, which would be too old after days without a network: the sender's own
    site is looked at instead.
    """
    _from_our_own_page()
    batch = _batch()
    if batch.person != viewer().user_id:
        return jsonify(error="These were saved by somebody else."), 409
    received_at = clock.now()
    answers = []
    for item in batch.items:
        try:
            answer = _one(item, batch, received_at)
        except OperationalError:
            current_app.logger.exception("the database was busy or away during a batch")
            break  # what has no answer stays on the phone
        answers.append(as_json(answer, _next(answer)))
    if batch.items and not answers:
        abort(503)
    return jsonify(person=str(viewer().user_id), now=_text(), answers=answers)


def _one(item: Item | BrokenItem, batch: Batch, received_at: Any) -> ItemAnswer:
    """One item's answer. Whatever is wrong with it is wrong with it alone."""
    if isinstance(item, BrokenItem):
        return ItemAnswer(item.id, SyncOutcome.REFUSED, why=item.why)
    try:
        with early_commit() as item_session:
            return receive(item_session, own_diary(item_session), item, batch.sent_at, received_at)
    except (DataError, IntegrityError, OverflowError, UnicodeError) as error:
        current_app.logger.warning("refused an item: %s", type(error).__name__)
        why = "This holds something that nobody can store."
        return ItemAnswer(str(item.id), SyncOutcome.REFUSED, kind=item.kind, why=why)


def _next(answer: ItemAnswer) -> str | None:
    """The page that shows what became of it."""
    if answer.kind is None or answer.object_id is None:
        return None
    endpoint, name = NEXT[answer.kind]
    about: dict[str, Any] = {name: answer.object_id}
    return url_for(endpoint, **about)


def _from_our_own_page() -> None:
    """Refuse what another site's page may have sent with this browser's cookie."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site != "same-origin":
            abort(400)
    elif request.headers.get("Origin", request.host_url.rstrip("/")) != request.host_url.rstrip(
        "/"
    ):
        abort(400)


def _batch() -> Batch:
    try:
        return read_batch(json_body(LARGEST, allow_surrogates=True))
    except BadBatch:
        abort(400)


def _text() -> str:
    return clock.now().isoformat()
