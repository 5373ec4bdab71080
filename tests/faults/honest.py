"""Patients who log while something goes wrong, over real HTTP, under ids of their own making."""

import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from diary.entries.models import EntryRow
from diary.extensions import db
from tests.people import Person, browser_of
from tests.serving import Client

FORM = {"anxiety": "6", "mood": "3", "when": "now"}


@dataclass
class Patient:
    """One signed-in patient and what she was told of each entry."""

    port: int
    cookie: str
    token: str
    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @classmethod
    def signed_in(cls, app: Flask, person: Person, port: int) -> "Patient":
        held = browser_of(app, person)
        token = held.token()
        kept = held.get_cookie(app.config["SESSION_COOKIE_NAME"])
        assert kept is not None
        return cls(port, f"{kept.key}={kept.value}", token)

    def log(self, patience: float, entry_id: str | None = None) -> int:
        """Send one entry on a connection of its own; 0 when no answer came in time."""
        sent = entry_id or str(uuid4())
        client = Client(self.port, self.cookie, patience)
        began = time.monotonic()
        try:
            status = client.post("/", self._form(sent))
        except (OSError, HTTPException):
            return 0
        finally:
            client.close()
        if status == 303:
            self.seconds.append(time.monotonic() - began)
            self.acknowledged.append(sent)
        return status

    def _form(self, entry_id: str) -> dict[str, str]:
        told = {**FORM, "note": f"words of {entry_id}"}
        return {"csrf_token": self.token, "entry_id": entry_id, **told}


def stored(app: Flask) -> Counter[str]:
    """How often each entry is in the diary, told by its words as well as by its id."""
    with app.app_context(), db.sessionmaker() as session:
        rows = session.execute(select(EntryRow.id, EntryRow.note)).all()
    return Counter(str(note).removeprefix("words of ") for _, note in rows)
