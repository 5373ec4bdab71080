"""A JSON body, read strictly: what readers would differ on is no JSON here."""

import json
from typing import Any, NoReturn

from flask import abort, request


def json_body(largest: int) -> Any:
    """The body of the request: UTF-8, plain numbers, no key twice; else it is refused."""
    if request.mimetype != "application/json":
        abort(400)
    if (request.content_length or 0) > largest:
        abort(413)
    try:
        text = request.get_data().decode("utf-8")
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        abort(400)


def _no_number(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice: readers would differ on what it says")
    return found
