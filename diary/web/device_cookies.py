"""The cookies by which a phone's kept pages know whose diary it shows, and whether it is locked."""

from flask import Response, request

from diary.extensions import settings
from diary.request_state import request_state
from diary.web import device_lock_cookie, device_owner
from diary.web.device_owner import LASTS


def write_cookies(response: Response) -> Response:
    """Write both into an answer to a browser that does not know it yet."""
    state, secure = request_state(), settings().secure
    values = {
        device_owner.name(): state.device_owner,
        device_lock_cookie.name(): state.device_lock,
    }
    for name, value in values.items():
        if value is None or value == request.cookies.get(name, ""):
            continue
        if value:
            response.set_cookie(name, value, max_age=LASTS, secure=secure, samesite="Lax")
        else:
            response.delete_cookie(name, secure=secure, samesite="Lax")
    return response
