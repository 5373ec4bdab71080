"""Rate limits for signing in, which slow guessing down and spare known browsers."""

from datetime import timedelta
from uuid import UUID

from flask import request

from diary.accounts.rules import token_hash
from diary.auth import actions, queries
from diary.auth.actions import Try
from diary.auth.rules import ACCOUNT_LIMIT, ADDRESS_LIMIT, DEVICE_LIMIT, RateLimit, network
from diary.extensions import settings
from diary.transactions import early_commit, read_only

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def device_cookie() -> str:
    """The name of the cookie that marks a known browser. It opens nothing."""
    return "__Host-diary-device" if settings().secure else "diary-device"


def read_device_token() -> str | None:
    """The token this browser holds from an earlier sign-in."""
    token = request.cookies.get(device_cookie(), "")
    return token if 20 <= len(token) <= 100 and token.isascii() else None


def address_try(what: str, limit: RateLimit = ADDRESS_LIMIT) -> Try:
    """The try counted for the client's address. Only a configured proxy is believed."""
    return f"{what}:from:{network(request.remote_addr)}", limit


def sign_in_tries(email: str) -> list[Try]:
    """The tries counted for a sign-in: the known device's, else the account's and the address's."""
    token = read_device_token()
    if token is not None:
        with read_only() as session:
            if queries.is_known_device(session, email, token):
                return [(f"sign-in:device:{email}:{token_hash(token)}", DEVICE_LIMIT)]
    return [(actions.account_try(email), ACCOUNT_LIMIT), address_try("sign-in")]


def second_step_tries(person_id: UUID, email: str) -> list[Try]:
    """The tries counted for a code: the known device's, else the account's.

    Nobody gets here without the password, so nobody else can use them up.
    """
    token = read_device_token()
    if token is not None:
        with read_only() as session:
            if queries.is_known_device(session, email, token):
                return [(f"code:device:{person_id}:{token_hash(token)}", DEVICE_LIMIT)]
    return [(f"code:account:{person_id}", ACCOUNT_LIMIT)]


def count_tries(*tries: Try) -> str | None:
    """Count these tries and commit. Returns words for the page where there were too many."""
    with early_commit() as session:
        wait = actions.take_try(session, tries)
    if wait is None:
        return None
    return f"There were too many tries. Try again in {_span(wait)}. Nobody is locked out for good."


def _span(wait: timedelta) -> str:
    """The wait in minutes, or in hours where it is long. Never less than what is left."""
    unit, name = (HOUR, "hour") if wait > 2 * HOUR else (MINUTE, "minute")
    count = -(-wait // unit)
    return f"{count} {name}{'s' if count > 1 else ''}"
