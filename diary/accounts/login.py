"""Flask-Login, touched here and nowhere else: a browser holds a random token, no user id."""

from flask import session as cookie
from flask_login import UserMixin, login_user, logout_user

from diary.accounts import queries
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


def let_out() -> None:
    """Take everything from this browser's cookie session."""
    logout_user()
    whose.note(None)
    cookie.clear()
