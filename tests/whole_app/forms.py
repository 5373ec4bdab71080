"""A form as somebody would send it: who gets furthest with it, and which fields it has."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict

from tests.pages import read
from tests.whole_app.route_table import BODIES, TABLE, VISITORS
from tests.whole_app.world import World, rules


def visitor_of(address: str, method: str = "POST") -> str:
    """Who gets furthest with a form: the first whom it does not turn away."""
    row = dict(zip(VISITORS, TABLE[method, address], strict=True))
    asked = ("ana", "ben", "admin", "nobody")
    return next(name for name in asked if row[name] < 400 or row[name] == 422)


def fields_of(world: World, form: str, visitor: str) -> dict[str, str]:
    """The fields of a form as its page shows them, and what the table would send."""
    found: dict[str, str] = {}
    if twin := rules(world.app).get(("GET", form)):
        page = read(world.ask(visitor, "GET", world.address(twin)).text)
        for tag in page.all("input", "select", "textarea"):
            found.setdefault(tag.get("name", ""), tag.get("value", ""))
    found |= {name: str(value) for name, value in world.body(BODIES.get(form)).items()}
    found.pop("csrf_token", None)
    found.pop("", None)
    return found or {"anything": ""}


READERS = [
    *("getlist", "get", "__getitem__", "__contains__", "__iter__", "items", "keys", "values"),
    *("lists", "listvalues", "to_dict"),
]


@contextmanager
def names_read(app: Flask) -> Iterator[set[str]]:
    """Collect the names of fields and questions that requests read; ``*`` if one reads them all."""
    names: set[str] = set()
    methods = {name: _noting(getattr(ImmutableMultiDict, name), names) for name in READERS}
    fields = type("NotingFields", (ImmutableMultiDict,), methods)
    before = app.request_class
    app.request_class = type("NotingRequest", (before,), {"parameter_storage_class": fields})
    try:
        yield names
    finally:
        app.request_class = before


def _noting(method: Callable[..., Any], names: set[str]) -> Callable[..., Any]:
    def read_and_note(self: object, *words: Any, **more: Any) -> Any:
        names.add(str(words[0]) if words else "*")
        return method(self, *words, **more)

    return read_and_note
