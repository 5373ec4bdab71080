"""A JSON body, read strictly: what readers would differ on is no JSON here."""

import json
import math
from typing import Any, NoReturn

from flask import abort, request


def json_body(largest: int, *, allow_surrogates: bool = False) -> dict[str, Any]:
    """The object in the body: UTF-8, plain numbers, no key twice, no half of a letter.

    Anything else is refused. Surrogates are allowed where each part is looked at by itself, so
    that half an emoji in one of them does not hold up the others.
    """
    if request.mimetype != "application/json":
        abort(400)
    if (request.content_length or 0) > largest:
        abort(413)
    try:
        text = request.get_data().decode("utf-8")
        value = json.loads(
            text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_each_once
        )
        if not allow_surrogates and "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(value, dict):
        abort(400)
    return value


def _refuse(_name: str) -> NoReturn:
    raise ValueError("not a number")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key comes twice: readers would differ on what it says")
    return value
