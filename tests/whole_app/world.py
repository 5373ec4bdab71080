"""Every kind of visitor, at the door of a diary full of planted words."""

import re
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import time_machine
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from diary.accounts.models import User
from diary.entries.models import EntryRow
from diary.extensions import db
from diary.transactions import early_commit, read_only
from tests.client import DiaryClient
from tests.people import browser_of
from tests.whole_app.planting import CANARIES, NOW, Planted

# Whose browser it is, of those visitors who are not themselves in what is planted
BROWSERS = {"closed": "ana", "retired": "ben", "bereft": "ben"}
CLOSED = {"closed": "ana", "retired": "ben", "bereft": "ana"}


class World:
    """The app on a file that can be put back, and a browser for each visitor."""

    def __init__(self, app: Flask, file: Path, planted: Planted) -> None:
        self.app, self.file, self.planted = app, file, planted
        self._cookies = self._sign_everybody_in()
        self._let_go()
        shutil.copy(file, self._kept)

    def _sign_everybody_in(self) -> dict[str, str]:
        cookies = {}
        with time_machine.travel(NOW, tick=False):
            for name, who in self.planted.people.items():
                held = browser_of(self.app, who)
                cookie = held.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
                assert cookie is not None
                cookies[name] = cookie.value
        return cookies

    def put_back(self) -> None:
        """Make everything as it was, if anything was written."""
        log = self.file.with_name(self.file.name + "-wal")
        if log.exists() and log.stat().st_size == 0:
            return
        self._let_go()
        for rest in ("-wal", "-shm"):
            self.file.with_name(self.file.name + rest).unlink(missing_ok=True)
        shutil.copy(self._kept, self.file)

    @property
    def _kept(self) -> Path:
        return self.file.with_suffix(".kept")

    def _let_go(self) -> None:
        with self.app.app_context():
            db.engine.dispose()

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table; read by the driver alone, since most tests ask twice."""
        found = {}
        with self.app.app_context(), db.engine.connect() as connection:
            read = connection.connection.cursor().execute
            for (name,) in read("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                found[str(name)] = sorted(map(repr, read(f'SELECT * FROM "{name}"').fetchall()))
        return found

    def own_entry(self, name: str) -> str:
        """The id of an entry of one of the patients."""
        with self.app.app_context(), read_only() as session:
            of = EntryRow.patient_id == self.planted.people[name].id
            return str(session.scalars(select(EntryRow.id).where(of)).one())

    def browser(self, visitor: str) -> DiaryClient:
        """A browser as the visitor had it before the first request."""
        client = browser_of(self.app, None)
        whose = BROWSERS.get(visitor, visitor)
        if whose in self._cookies:
            client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self._cookies[whose])
        if visitor == "invited":
            client.get(f"/join/{self.planted.things['auth.join:token']}")
        return client

    def close(self, name: str) -> None:
        """Close an account, as its operator would."""
        with self.app.app_context(), early_commit() as session:
            closed = session.get(User, self.planted.people[name].id)
            assert closed is not None
            closed.disabled_at_utc = NOW

    def ask(
        self,
        visitor: str,
        method: str,
        address: str,
        body: dict[str, Any] | None = None,
        *,
        inspects: bool = True,
    ) -> TestResponse:
        """One request of a visitor, ten minutes after the world was made.

        After more of them, the use of the sign-in would be noted as well.
        """
        browser = self.browser(visitor)
        browser.inspects = inspects
        with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
            browser.token()  # the same in each answer, so that answers can be compared
            if method == "POST" and "json" in (body or {}):
                return browser.post(
                    address, **(body or {}), headers={"X-CSRFToken": browser.token()}
                )
            if method == "POST":
                return browser.send(address, **(body or {}))
            return browser.open(address, method=method)

    def body(self, fields: dict[str, Any] | None) -> dict[str, Any]:
        """What a form is sent with, in this world: its code, and files as files."""
        # an open file is read once, so each body is made anew
        planted = {"code": self.planted.things["code"]}
        if "json" in (fields or {}):
            told = (fields or {})["json"]
            ana = str(self.planted.people["ana"].id)
            return {"json": {**told, "person": ana} if "person" in told else told}
        return {
            name: (BytesIO(value), "file.csv")
            if isinstance(value, bytes)
            else planted.get(name, value)
            for name, value in (fields or {}).items()
        }

    def address(self, rule: Rule) -> str:
        """The address of a route with Ana's things in it."""
        return self._build(rule, named(self.planted, rule))

    def missing(self, rule: Rule) -> str | None:
        """The same address with ids that do not exist; none where a route names no id."""
        known = named(self.planted, rule)
        others = {name: uuid4() for name, thing in known.items() if isinstance(thing, UUID)}
        return self._build(rule, {**known, **others}) if others else None

    def _build(self, rule: Rule, things: dict[str, object]) -> str:
        said = {**(rule.defaults or {}), **things}
        return str(self.app.url_map.bind("localhost").build(rule.endpoint, said))


def named(planted: Planted, rule: Rule) -> dict[str, object]:
    """What stands for each name in the address of a route."""
    things = planted.things
    fixed = rule.defaults or {}  # what the route itself says is no part of the address
    place = ":".join([rule.endpoint, *fixed.values()])
    asked = rule.arguments - fixed.keys()
    known = {n: things.get(f"{place}:{n}", things.get(n)) for n in asked}
    unknown = [name for name, thing in known.items() if thing is None]
    assert not unknown, f"plant {unknown} of {rule} in tests/whole_app/planting.py"
    return known


def canaries(answer: TestResponse) -> set[str]:
    """Which planted words an answer holds, in its body, its headers or its address."""
    # a PDF is no text; what is in it is drawn from the same page as its HTML
    told = answer.get_data().decode(errors="replace") + str(answer.headers)
    return {name for name, word in CANARIES.items() if word in told}


def rules(app: Flask) -> dict[tuple[str, str], Rule]:
    """Every route of the app by its method and its address, as the table writes them."""
    return {
        (method, re.sub(r"<\w+:", "<", str(rule))): rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
