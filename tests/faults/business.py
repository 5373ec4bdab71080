"""What people do in the diary, each as a request that can be sent again; and what lies in it."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import event, text
from werkzeug.test import TestResponse

from diary.access import actions as access
from diary.db import Base, engine
from diary.extensions import db
from diary.keys import Keys
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.conftest import KEYS, make_app
from tests.people import browser_of, move_in
from tests.treatments.builders import typed

Send = Callable[[], bool]
# what a look, a sign-in or a try notes by itself, in a transaction of its own
BESIDE = {"audit_events", "sign_ins", "rate_limits", "audit_places"}
OFTEN = "PRAGMA wal_autocheckpoint=20"  # so that a few minutes meet what else takes days


class Business:
    """Ana and Ben at work in a diary of their own, in this process."""

    def __init__(self, folder: Path, *pragmas: str, keys: Keys = KEYS) -> None:
        self.answers: Counter[int] = Counter()
        self.app: Flask = make_app(f"sqlite:///{folder / 'diary.sqlite'}", folder, keys)
        # a request that fails leaves work undone, as it must: the tests' own watch is not for it
        self.app.after_request_funcs[None].pop()
        with self.app.app_context():

            @event.listens_for(db.engine, "connect")
            def more(connection: Any, _record: object) -> None:
                for pragma in (OFTEN, *pragmas):
                    connection.execute(pragma)

            with early_commit() as session:
                people = move_in(session)
                access.add_care_link(
                    session, people.ana.id, people.ben.id, notes=True, costs=False, ends_on=None
                )
        self.people = people
        self.ana = self._browser("ana")
        self.ben = self._browser("ben")

    def _browser(self, name: str) -> DiaryClient:
        client = browser_of(self.app, getattr(self.people, name))
        client.inspects = False
        return client

    def commit_at_once(self) -> None:
        """The control: no transaction around a request, each statement stands for itself."""
        with self.app.app_context():
            event.remove(db.engine, "begin", engine._begin)

    def rows(self) -> dict[str, set[tuple[Any, ...]]]:
        """Every row of every table but those beside."""
        with self.app.app_context(), db.engine.connect() as connection:
            return {
                name: {tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))}
                for name in Base.metadata.tables
                if name not in BESIDE
            }

    def _done(self, answer: TestResponse) -> bool:
        self.answers[answer.status_code] += 1
        return answer.status_code in (200, 303)

    def save(self, entry_id: str | None = None) -> Send:
        said = {"entry_id": entry_id or str(uuid4()), "anxiety": "6", "mood": "3", "when": "now"}
        # never the same twice: the diary would ask whether it is
        said |= {"effect_nausea": "mild", "note": f"words that somebody typed {uuid4()}"}
        return lambda: self._done(self.ana.send("/", **said))

    def _there(self) -> str:
        entry_id = str(uuid4())
        assert self.save(entry_id)()
        return entry_id

    def edit(self) -> Send:
        entry_id = self._there()
        picked = {"at": (datetime.now(UTC) - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")}
        changed = {"entry_id": entry_id, "anxiety": "4", "mood": "5", **picked}
        return lambda: self._done(self.ana.send(f"/entries/{entry_id}/edit", **changed))

    def delete(self) -> Send:
        address = f"/entries/{self._there()}/delete"
        return lambda: self._done(self.ana.send(address))

    def session(self) -> Send:
        said = typed(words=f"Strange but not bad. {uuid4()}")
        return lambda: self._done(self.ana.send("/sessions/new", **said))

    def visit(self) -> Send:
        address = f"/patients/{self.people.ana.id}/visits/new"
        day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        said = {"held_on": day, "note": "a private note", "plan": f"rest {uuid4()}"}
        return lambda: self._done(self.ben.send(address, **said))

    def batch(self) -> Send:
        now, one = datetime.now(UTC).isoformat(), str(uuid4())
        fields = {"anxiety": "6", "mood": "3", "when": "now"}
        item = {"id": one, "kind": "entry.add", "object": one, "base": None, "fields": fields}
        items = [{**item, "made_at": now, "seen_at": None}]
        whole = {"person": str(self.people.ana.id), "sent_at": now, "items": items}

        def send() -> bool:
            answer = self.ana.post("/sync", json=whole)
            told = answer.json["answers"] if self._done(answer) and answer.json else []
            return bool(told) and told[0]["status"] in ("stored", "already there")

        return send
