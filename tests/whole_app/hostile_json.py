"""JSON that readers differ on, and values in it that stores differ on."""

import json
from typing import Any

from tests.whole_app.hostile import LONE_SURROGATE, NUMBERS, TEXTS, TIMES

DEEP = 100_000
WORDS = {name: word for name, word in {**TEXTS, **NUMBERS, **TIMES}.items() if name != "megabyte"}
MOMENTS = (
    *("2026-06-15T12:09:00+14:00", "2026-06-15T12:09:00-12:00", "2026-06-15T12:09:00+05:45"),
    *("2026-06-15T12:09:00+23:59", "2026-06-15T12:09:00.999999Z", "2026-06-15 12:09+00"),
    *("1970-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    *("2026-06-15T12:09:00", "20260615T120900Z", "2026-W25-1T12:09Z", "now", "1781525340"),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 10**400, 0.5, -0.0, "", " ", "\x00", [], {}),
    *([[]], {"a": 1}, [None], "0" * 5_000, "\ud800", "\U0001f9e0", "٣", "1_000"),
)


def spoilt(whole: str) -> dict[str, bytes]:
    """A body that is right, spoilt in each way that some reader lets pass."""
    sound = whole.encode()
    return {
        "nan": whole.replace('"2"', "NaN").encode(),
        "infinity": whole.replace('"2"', "Infinity").encode(),
        "a huge float": whole.replace('"2"', "1e999").encode(),
        "a huge number": whole.replace('"2"', "9" * 5_000).encode(),
        "a key twice": whole.replace('{"anxiety": "2"', '{"anxiety": "9", "anxiety": "2"').encode(),
        "the first key twice": f'{{"{next(iter(json.loads(whole)))}": 1, {whole[1:]}'.encode(),
        "not utf-8": sound.replace(b'"2"', b'"\xff\xfe"'),
        "a surrogate": sound.replace(b'"2"', b'"' + LONE_SURROGATE + b'"'),
        "an escaped surrogate": sound.replace(b'"2"', b'"\\ud800"'),
        "utf-16": whole.encode("utf-16"),
        "a byte order mark": b"\xef\xbb\xbf" + sound,
        "deep": b"[" * DEEP,
        "deep inside": sound[:-1] + b', "more": ' + b"[" * DEEP + b"]" * DEEP + b"}",
        "cut": sound[:-2],
        "more after it": sound + b"{}",
        "a list": b"[" + sound + b"]",
        "null": b"null",
        "words": json.dumps(whole).encode(),
        "a comment": b"/* a */" + sound,
        "a comma too many": sound[:-1] + b",}",
        "nothing": b"",
    }


def variants(whole: Any) -> list[Any]:
    """The body with each of its parts put to each odd value, one at a time."""
    found = []
    for path in _paths(whole):
        for value in VALUES:
            copy = json.loads(json.dumps(whole))
            part = copy
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = value
            found.append(copy)
    return found


def _paths(value: Any) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[tuple[Any, ...]] = []
    for key, part in inner:
        found.append((key,))
        if isinstance(part, dict | list):
            found += [(key, *rest) for rest in _paths(part)]
    return found
