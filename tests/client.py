"""A test client that inspects what it fetches and notices work that nobody saved."""

import hashlib
from typing import Any

from flask import Flask, Response
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diary.request_state import request_state
from diary.web.background import settle
from tests import pages

SAFE = {"GET", "HEAD", "OPTIONS"}


class DiaryClient(FlaskClient):
    """A browser without scripts, signed in or not; set ``inspects`` to False for odd requests."""

    inspects = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        unsaved: list[str] = self.application.extensions["unsaved"]
        unsaved.clear()
        answer = super().open(*args, **{"buffered": True, **kwargs})
        settle(self.application)
        assert not unsaved, f"{answer.request.method} {answer.request.path} left {unsaved}"
        if self.inspects:
            found = pages.faults(answer, personal=self.signed_in)
            assert not found, f"{answer.request.method} {answer.request.path}: {found}"
        return answer

    @property
    def signed_in(self) -> bool:
        with self.session_transaction() as cookie:
            return "_user_id" in cookie

    def sign_in(self, token: str) -> None:
        """Hold the token of a sign-in, as after the form was sent."""
        with self.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True

    def token(self) -> str:
        """A CSRF token that belongs to this browser."""
        with self.session_transaction() as cookie:
            whose = str(cookie.get("_user_id", "nobody"))
            # the same at every request, so that answers can be compared byte by byte
            made = hashlib.sha1(whose.encode()).hexdigest()
            raw = cookie.setdefault("csrf_token", made)
        signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def send(self, address: str, **fields: Any) -> TestResponse:
        """Send a form with its CSRF token."""
        return self.post(address, data={"csrf_token": self.token(), **fields})


def watch(app: Flask) -> None:
    """Note what a request leaves in its session; must run before the app's first request."""
    app.extensions["unsaved"] = []
    app.test_client_class = DiaryClient

    def look(answer: Response) -> Response:
        held = request_state().session
        # ours is registered last, so it runs before the unit of work ends
        if held is not None:
            left = [*held.dirty, *held.deleted, *held.new]
            app.extensions["unsaved"] += [type(row).__name__ for row in left if _changed(held, row)]
        return answer

    app.after_request(look)


def _changed(held: Session, row: object) -> bool:
    return row not in held.dirty or held.is_modified(row)
