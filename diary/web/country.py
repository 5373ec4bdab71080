"""The country that was chosen on Help now: a cookie of this browser that holds its code alone.

It belongs to the place where a phone is, not to an account: it counts signed out, behind the lock
and without the database. The page that a phone keeps may read and set it.
"""

from flask import Response, after_this_request, request

from diary.extensions import settings
from diary.web.device_owner import LASTS


def cookie_name() -> str:
    """Return the name of the cookie."""
    return "__Host-diary-country" if settings().secure else "diary-country"


def remembered_country() -> str | None:
    """Return what the cookie holds, which may be anything."""
    return request.cookies.get(cookie_name())


def remember_country(code: str) -> None:
    """Keep a choice, unless a link on another site made it."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return

    @after_this_request
    def keep(response: Response) -> Response:
        secure = settings().secure
        response.set_cookie(cookie_name(), code, max_age=LASTS, secure=secure, samesite="Lax")
        return response


def forget_country() -> None:
    """Drop the choice of this browser: the profile says another country since."""

    @after_this_request
    def drop(response: Response) -> Response:
        response.delete_cookie(cookie_name(), secure=settings().secure, samesite="Lax")
        return response
