"""Flask-Login, touched here and nowhere else: a browser holds a random token, no user id."""

from flask import Response, after_this_request
from flask import session as cookie
from flask_login import UserMixin, login_user, logout_user

from diary.accounts import actions, queries
from diary.accounts.slowing import device_cookie, held_token
from diary.extensions import login_manager, settings
from diary.web import whose
from diary.web.viewer import Viewer
from diary.web.work import reading, session


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries through a request."""

    def __init__(self, token: str, viewer: Viewer | None = None) -> None:
        self.token, self.viewer = token, viewer

    def get_id(self) -> str:
        """The token; its hash is in the table of sign-ins."""
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(token: str) -> SignedIn | None:
    """The person of a browser's token, asked of the database at every request."""
    with reading() as own:
        viewer = queries.viewer_by_token(own, token)
    if viewer is None or (viewer.is_demo and settings().production):
        return (
            None  # invented people, whose password everybody knows, have no place beside real ones
        )
    whose.note(viewer)
    return SignedIn(token, viewer)


def let_in(token: str) -> None:
    """Give this browser its token, in a cookie session that starts empty (no fixation)."""
    cookie.clear()
    cookie.permanent = True
    viewer = queries.viewer_by_token(session(), token)
    whose.note(viewer)
    login_user(SignedIn(token, viewer))
    if viewer is not None:
        _remember(actions.know_device(session(), viewer.user_id, held_token()))


def _remember(device: str) -> None:
    """Let this browser be known again: whoever guesses elsewhere does not slow it down."""
    name, secure = device_cookie(), settings().secure

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            name, device, max_age=whose.LASTS, secure=secure, httponly=True, samesite="Lax"
        )
        return response


def let_out() -> None:
    """Take everything from this browser's cookie session."""
    logout_user()
    whose.note(None)
    cookie.clear()
