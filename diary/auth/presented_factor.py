"""Checking what a person presents besides a password: a passkey or a recovery code.

The challenge for a passkey is kept on the server, for one answer.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, request

from diary.auth import actions, queries
from diary.auth.one_time_codes import HEAD, read_recovery, recovery_matches
from diary.auth.passkeys import (
    PasskeyCredential,
    Site,
    authentication_options,
    read_credential_id,
    registration_options,
    site_of,
    verify_new_passkey,
    verify_passkey,
)
from diary.auth.rules import QUESTION_LASTS, PasskeyFor
from diary.domain.people import Viewer
from diary.extensions import settings
from diary.transactions import early_commit, read_only


@dataclass(frozen=True)
class PresentedPasskey:
    """A passkey that answered its challenge."""

    passkey_id: UUID
    person_id: UUID
    count: int


def start_passkey_registration(viewer: Viewer) -> dict[str, Any]:
    """A question whose answer is a new passkey."""
    with read_only() as looking:
        credential_ids = [
            key.credential_id for key in queries.list_passkeys(looking, viewer.user_id)
        ]
    challenge = _ask(PasskeyFor.ADD, viewer.user_id)
    return registration_options(_site(), challenge, viewer.user_id, viewer.email, credential_ids)


def start_passkey_authentication(purpose: PasskeyFor, person_id: UUID | None) -> dict[str, Any]:
    """A question whose answer is a passkey that was made before."""
    return authentication_options(_site(), _ask(purpose, person_id))


def read_new_passkey(viewer: Viewer, answer: str) -> PasskeyCredential | None:
    """Return the passkey of an answer. The challenge is used up either way."""
    challenge = _taken(PasskeyFor.ADD, viewer.user_id)
    return verify_new_passkey(_site(), challenge, answer) if challenge is not None else None


def check_passkey(
    purpose: PasskeyFor, person_id: UUID | None, answer: str
) -> PresentedPasskey | None:
    """Return which passkey was presented, where the answer is right. A wrong one is recorded."""
    challenge = _taken(purpose, person_id)
    if challenge is None:
        return None
    named = read_credential_id(answer)
    with read_only() as looking:
        passkey = queries.find_passkey(looking, named) if named else None
    count = None
    if passkey is not None and person_id in (None, passkey.user_id):
        whole = PasskeyCredential(passkey.credential_id, passkey.public_key, passkey.sign_count)
        count = verify_passkey(_site(), challenge, answer, whole, passkey.user_id)
    if passkey is None or count is None:
        with early_commit() as session:
            actions.record_refused_passkey(
                session, person_id or (passkey.user_id if passkey else None)
            )
        return None
    return PresentedPasskey(passkey.id, passkey.user_id, count)


def find_recovery_code(person_id: UUID, typed: str) -> UUID | None:
    """Return which unused recovery code was typed. Hashes, so it stays outside transactions."""
    code = read_recovery(typed)
    with read_only() as looking:
        row = queries.find_recovery_code(looking, person_id, code[:HEAD]) if code else None
    right = code and row and recovery_matches(row.code_hash, code)
    return row.id if row and right else None


def _site() -> Site:
    return site_of(settings().base_url)


def _ask(purpose: PasskeyFor, person_id: UUID | None) -> bytes:
    with early_commit() as session:
        token, challenge = actions.ask_for_passkey(session, purpose, person_id)
    _hold(token)
    return challenge


def _cookie() -> str:
    """A cookie of its own: a page that asks for something meanwhile must not put an older back."""
    return "__Host-diary-question" if settings().secure else "diary-question"


def _hold(token: str) -> None:
    """Let this browser, and no other, answer the question."""
    name, secure = _cookie(), settings().secure

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            name, token, max_age=QUESTION_LASTS, secure=secure, httponly=True, samesite="Lax"
        )
        return response


def _taken(purpose: PasskeyFor, person_id: UUID | None) -> bytes | None:
    token = request.cookies.get(_cookie())
    if token is None:
        return None
    with early_commit() as session:
        return actions.take_question(session, token, purpose, person_id)
