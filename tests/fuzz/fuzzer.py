"""Sends what was drawn, holds every answer to the laws, and counts."""

import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import brotli  # type: ignore[import-untyped]
import time_machine
from backports import zstd
from hypothesis import strategies as st
from sqlalchemy import String, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from diary.db import Base
from diary.extensions import db
from tests.fuzz import laws
from tests.fuzz.attempts import (
    MARK,
    Attempt,
    address_of,
    files,
    headers,
    json_values,
    values,
    words,
)
from tests.fuzz.shown import shown
from tests.whole_app import hostile
from tests.whole_app.forms import fields_of, visitor_of
from tests.whole_app.planting import CANARIES, NOW
from tests.whole_app.route_table import BODIES, TABLE
from tests.whole_app.world import World, named, rules

PACKED: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "deflate": zlib.decompress,
    "gzip": gzip.decompress,
    "zstd": zstd.decompress,
}
HASHING = {"/sign-in", "/join/<token>", "/reset/<token>", "/sign-up", "/password", "/pin"}
OPENS = {"/patients/join", "/sharing", "/sharing/<link_id>"}  # these change who may read what
EDITS = {
    *("/profile", "/help/plan", "/reminders", "/entries/<entry_id>/edit"),
    *("/sessions/<treatment_id>/edit", "/patients/<patient_id>/sessions/<treatment_id>/edit"),
    "/patients/<patient_id>/visits/<visit_id>",
}
FRESH = ("entry_id", "treatment_id", "vitals_id", "visit_id")  # ids that a form brings along


@dataclass
class Fuzzer:
    """A world under fire."""

    world: World
    counts: Counter[str] = field(default_factory=Counter)
    findings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rules = rules(self.world.app)
        self.visitors = [*self.world.planted.people, "nobody", "invited"]
        often = [key for key in self.rules if key[1] not in HASHING] * 6
        self.routes = sorted([*often, *self.rules])
        self._forms: dict[str, dict[str, str]] = {}
        things = [one for one in self.world.planted.things.values() if isinstance(one, UUID)]
        others = [who.id for who in self.world.planted.people.values()]
        self.ids = st.sampled_from([*things, *others, uuid4()])
        self._things = {key: self._named(rule) for key, rule in self.rules.items()}

    def _named(self, rule: Rule) -> dict[str, object]:
        try:
            return named(self.world.planted, rule)
        except AssertionError:  # a route so new that nothing is planted for it: try nobody's
            return {name: uuid4() for name in rule.arguments}

    def draw(self, draw: Callable[..., Any]) -> Attempt:
        """One attempt: half of them by the visitor who gets furthest."""
        method, place = draw(st.sampled_from(self.routes))
        visitor = draw(st.sampled_from(self.visitors))
        if (method, place) in TABLE and draw(st.booleans()):
            visitor = visitor_of(place, method)
        rule = self.rules[method, place]
        address = address_of(draw, rule, self._things[method, place], self.ids)
        made = Attempt(visitor, method, place, address, "look")
        if draw(st.integers(0, 7)) == 0:
            made.headers = draw(headers)
        if method != "GET":
            self._fill(draw, made)
        return made

    def _fill(self, draw: Callable[..., Any], made: Attempt) -> None:
        if draw(st.integers(0, 15)) == 0:
            made.kind = "raw"
            body, kind = hostile.RAW_BODIES[draw(st.sampled_from(sorted(hostile.RAW_BODIES)))]
            made.body = {"data": body, "content_type": kind}
        elif "json" in BODIES.get(made.rule, {}):
            made.kind = "json"
            made.body = {"json": self._json(draw, made)}
        else:
            made.kind = "form"
            made.body = self._form(draw, made)

    def _form(self, draw: Callable[..., Any], made: Attempt) -> dict[str, Any]:
        fields = dict(self._fields(made.rule))
        for name in FRESH:
            if name in fields and draw(st.booleans()):
                fields[name] = str(uuid4())
        for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=3)):
            fields[name] = draw(values)
        for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=2)):
            made.words[name] = fields[name] = self._marked(draw)
        if "file" in fields:
            return {**fields, "file": (BytesIO(draw(files())), "a.csv")}
        return fields

    def _fields(self, form: str) -> dict[str, str]:
        """The fields of a form, looked up once."""
        if form not in self._forms:
            known = ("POST", form) in TABLE
            found = fields_of(self.world, form, visitor_of(form)) if known else {"anything": ""}
            # what a page shows of Ana's is not for another to send: it would come back to them
            self._forms[form] = {
                name: "" if value in CANARIES.values() else value for name, value in found.items()
            }
        return self._forms[form]

    def _marked(self, draw: Callable[..., Any]) -> str:
        self.counts["marked"] += 1
        return f"{draw(words)}{MARK}{self.counts['marked']}{MARK}{draw(words)}"

    def _json(self, draw: Callable[..., Any], made: Attempt) -> Any:
        """The body of the table with a few of its parts put wrong."""
        whole = json.loads(json.dumps(self.world.body(BODIES[made.rule])["json"]))
        for _ in range(draw(st.integers(0, 3))):
            part: Any = whole
            while isinstance(part, dict | list) and part:
                keys = sorted(part) if isinstance(part, dict) else range(len(part))
                key = draw(st.sampled_from(list(keys)))
                if draw(st.booleans()) or not isinstance(part[key], dict | list):
                    part[key] = draw(st.one_of(json_values, values, self.ids.map(str)))
                    break
                part = part[key]
        items = whole.get("items") if isinstance(whole, dict) else None
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and isinstance(item.get("fields"), dict):
                item["id"], item["object"] = str(uuid4()), str(uuid4())
                item["fields"]["note"] = made.words["note"] = self._marked(draw)
        return whole

    def send(self, made: Attempt) -> None:
        """Send it, and hold the answer to every law."""
        answer = self._ask(made)
        self.counts["requests"] += 1
        self.counts[f"answered {answer.status_code // 100}xx"] += 1
        self._hold(made, answer)
        if made.method == "GET" or answer.status_code >= 400:
            return
        self.counts["accepted writes"] += 1
        self._read_back(made, answer)
        if made.rule in OPENS | HASHING or self.counts["accepted writes"] % 40 == 0:
            self.world.put_back()

    def _ask(self, made: Attempt) -> TestResponse:
        browser = self.world.browser(made.visitor)
        browser.inspects = False
        body = made.body
        with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
            extra = [("X-CSRFToken", browser.token()), *made.headers]
            if made.kind == "form":
                body = {"data": {"csrf_token": browser.token(), **made.body}}
            elif made.kind == "json":
                body = {"data": json.dumps(body["json"]), "content_type": "application/json"}
            answer = browser.open(made.address, method=made.method, headers=extra, **body)
            return _unpacked(answer)

    def _hold(self, made: Attempt, answer: TestResponse) -> None:
        for fault in (
            laws.failed(answer),
            laws.leaked(answer, made.visitor),
            laws.ran(answer),
            laws.malformed(answer),
        ):
            if fault:
                self.found(made, fault)

    def found(self, made: Attempt, fault: str) -> None:
        """Keep the first of its kind for each route."""
        kind = re.sub(r"[^a-z ].*", "", fault)
        self.findings.setdefault(f"{made.method} {made.rule}: {kind}", f"{fault}\n  {made}")

    def report(self, write: Callable[[str], object]) -> None:
        """The counts, and each finding with the request that showed it."""
        for name, count in sorted(self.counts.items()):
            write(f"{count:>9,} {name}\n")
        for key, said in self.findings.items():
            write(f"FOUND {key}\n  {said}\n")

    def _read_back(self, made: Attempt, answer: TestResponse) -> None:
        """What was accepted, as the app reads it from its tables and shows it in its form."""
        if made.words:
            cells = self._cells()
            for name, sent in made.words.items():
                self.counts["values read back"] += 1
                if fault := laws.altered(name, sent, cells):
                    self.found(made, fault)
        form = answer.headers.get("Location", "")
        page = form.replace("/saved", "/edit") if form.endswith("/saved") else made.address
        if made.kind == "form" and (made.rule in EDITS or form.endswith("/saved")):
            self._compare(made, page)

    def _compare(self, made: Attempt, page: str) -> None:
        looked = Attempt(made.visitor, "GET", made.rule, page, "read back")
        answer = self._ask(looked)
        self.counts["requests"] += 1
        self._hold(looked, answer)
        fields = shown(answer.text)
        for name, sent in made.body.items():
            # "now", or nothing, has no time yet, and a ticked box is sent as whatever it is sent as
            decided = name in ("at", "when") and made.body.get("when") in (None, "", "now")
            decided |= fields.get(name) == "y"
            if isinstance(sent, str) and fields.get(name) and not decided:
                self.counts["values read back"] += 1
                if laws.differs(sent, fields[name]):
                    self.found(made, f"shown otherwise: {name} {sent!r:.90} {fields[name]!r:.90}")

    def _cells(self) -> list[str]:
        found: list[str] = []
        with self.world.app.app_context(), db.sessionmaker() as session:
            for table in Base.metadata.tables.values():
                columns = [one for one in table.columns if isinstance(one.type, String)]
                columns += [one for one in table.columns if one.name in ("snapshot", "content")]
                for row in session.execute(select(*columns)) if columns else []:
                    found += [str(cell) for cell in row if cell is not None and MARK in str(cell)]
        return found


def _unpacked(answer: TestResponse) -> TestResponse:
    """As a browser reads it, which asked for it to be packed."""
    way = answer.headers.get("Content-Encoding")
    if way:
        answer.set_data(PACKED[way](answer.get_data()))
    return answer
