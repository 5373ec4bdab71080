"""How far one warm request walks through the product: ``make walk``.

Prints for each request how many modules it enters, how many functions it runs, how many different
moves it makes (a function of one module calls one of another), and how many SQL statements it
takes. Only code in ``diary/`` counts. ``--sql`` prints the statements as well.
"""

import logging
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from diary.app import create_app
from diary.config import ROOT, Settings
from diary.demo.rules import BEN, PASSWORD, PATIENTS
from diary.extensions import alembic, db
from diary.web.background import settle

PRODUCT = str(ROOT / "diary")
ENTRY = {"anxiety": "6", "mood": "3", "when": "now", "again": "y"}
Request = Callable[[], TestResponse]


@dataclass
class Walk:
    """What one request ran."""

    modules: set[str] = field(default_factory=set)
    functions: set[CodeType] = field(default_factory=set)
    moves: set[tuple[CodeType, CodeType]] = field(default_factory=set)
    statements: list[str] = field(default_factory=list)

    def follow(self, frame: FrameType, kind: str, _value: object) -> None:
        """Note a call, for ``sys.setprofile``."""
        file = frame.f_code.co_filename
        if kind != "call" or not file.startswith(PRODUCT):
            return
        self.modules.add(file)
        self.functions.add(frame.f_code)
        caller = frame.f_back
        while caller is not None and not caller.f_code.co_filename.startswith(PRODUCT):
            caller = caller.f_back
        if caller is not None and caller.f_code.co_filename != file:
            self.moves.add((caller.f_code, frame.f_code))

    def hear(self, *args: object) -> None:
        """Keep one statement, for SQLAlchemy's ``before_cursor_execute``."""
        self.statements.append(" ".join(str(args[2]).split()))


@contextmanager
def _recorded(app: Flask) -> Iterator[Walk]:
    with app.app_context():
        engine = db.engine
    walk = Walk()
    event.listen(engine, "before_cursor_execute", walk.hear)
    sys.setprofile(walk.follow)
    try:
        yield walk
    finally:
        sys.setprofile(None)
        event.remove(engine, "before_cursor_execute", walk.hear)


def _token(client: FlaskClient, page: str) -> str:
    match = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert match is not None, page
    return match.group(1)


def _sign_in(client: FlaskClient, email: str) -> Request:
    fields = {"csrf_token": _token(client, "/sign-in"), "email": email, "password": PASSWORD}
    return lambda: client.post("/sign-in", data=fields)


def _entry(client: FlaskClient, token: str) -> Request:
    fields = {"csrf_token": token, "entry_id": str(uuid4()), **ENTRY}
    return lambda: client.post("/", data=fields)


def _signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    assert _sign_in(client, email)().status_code == 303
    return client


def _requests(app: Flask) -> Iterator[tuple[str, Callable[[], Request]]]:
    """The requests to follow, each made ready anew for each time it is sent."""
    patient, clinician = _signed_in(app, PATIENTS[0].email), _signed_in(app, BEN.email)
    token = _token(patient, "/")
    link = re.search(r'href="(/patients/[0-9a-f-]+)', clinician.get("/patients").text)
    assert link is not None
    yield "POST entry", lambda: _entry(patient, token)
    yield "POST sign-in", lambda: _sign_in(app.test_client(), PATIENTS[0].email)
    yield "GET charts", lambda: lambda: patient.get("/charts")
    yield "GET follow-up", lambda: lambda: clinician.get(link.group(1))


def _new_app(folder: str) -> Flask:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    environment = {"DIARY_INSTANCE": folder, "DIARY_SECRET_KEY": "w" * 40}
    app = create_app(Settings.from_env({**environment, "DIARY_STAFF_FACTOR": "optional"}))
    with app.app_context():
        alembic.upgrade()
    app.test_cli_runner().invoke(args=["demo", "fill"])
    return app


def main() -> None:
    """Send each request once to warm up, then once to follow it."""
    shows_statements = "--sql" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        app = _new_app(folder)
        print(f"{'request':<16}{'modules':>9}{'functions':>11}{'moves':>7}{'SQL':>5}")
        for name, make_ready in _requests(app):
            make_ready()()
            settle(app)
            send = make_ready()
            with _recorded(app) as walk:
                status = send().status_code
            settle(app)
            assert status < 400, (name, status)
            counts = f"{len(walk.modules):>9}{len(walk.functions):>11}{len(walk.moves):>7}"
            print(f"{name:<16}{counts}{len(walk.statements):>5}")
            for statement in walk.statements if shows_statements else ():
                print(f"    {statement[:150]}")
        with app.app_context():
            db.engine.dispose()


if __name__ == "__main__":
    main()
