"""What might be sent: by any visitor, to any route of the app, as any field, header or file."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import UUID

from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.whole_app import hostile

MARK = "zqx"  # in whatever is sent as words, and found nowhere else
PAYLOADS = (
    "<script>zqx(1)</script>",
    '"><img src=x onerror=zqx(1)>',
    "' onmouseover='zqx(1)",
    "javascript:zqx(1)",
    "</textarea><svg/onload=zqx(1)>",
    "</script><script>zqx(1)</script>",
    "<a href=javascript:zqx(1)>zqx</a>",
    "{{ 7 * 191 }}{% raw %}",
    "<b>zqx</b><style>*{}</style>",
)
FIRST = 4_000  # characters of a word that is sent often; a megabyte is sent now and then


@dataclass
class Attempt:
    """One request before it is sent; ``words`` are the marked values by their field."""

    visitor: str
    method: str
    rule: str
    address: str
    kind: str
    body: dict[str, Any] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = f"{self.method} {self.address[:200]} by {self.visitor}, {self.kind}"
        return f"{said}: {self.body!r:.600} {self.headers!r:.200}"


def _printable(longest: int) -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=longest)


SHORT_SEEDS = [seed[:FIRST] for seed in hostile.SEEDS.values()]
words = st.one_of(st.sampled_from(PAYLOADS), _printable(60), st.sampled_from(SHORT_SEEDS))
values = st.one_of(
    st.sampled_from(SHORT_SEEDS),
    _printable(200),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.dates().map(str),
    st.sampled_from(PAYLOADS),
    st.integers(0, 10).map(str),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_printable(8), inner, max_size=4),
    max_leaves=12,
)
_latin = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=80)
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Encoding"),
    *("Cookie", "Forwarded", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "Origin"),
    *("Range", "Referer", "Sec-Fetch-Site", "User-Agent", "X-CSRFToken", "X-Forwarded-For"),
    *("X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Original-URL"),
)
headers = st.lists(
    st.tuples(
        st.sampled_from(HEADERS),
        st.one_of(
            _latin,
            st.sampled_from(["application/json", "gzip", "bytes=0-,-1", "W/\x22\x22", "null"]),
            st.sampled_from(["diary=a; diary=b", "diary=.eJx.x.x", "diary-person=<zqx>", "=;;="]),
        ),
    ),
    max_size=3,
)
_cell = st.one_of(values.map(lambda word: word[:300]), st.sampled_from(["1", "7", "", "iv", "40"]))
HEADS = (
    "recorded_at,anxiety,mood,note",
    "started_at,route,drug,dose,unit,words",
    "recorded_at,anxiety,mood,headache,medication",
    "Date,Time,Mood,Anxiety,sleep_hours,systolic",
    "date,time of day,category,rating/amount,detail,notes",
    "FeatureName,Timestamp,Value,Note",
)


@st.composite
def files(draw: Callable[..., Any]) -> bytes:
    """A file as somebody might upload it: nearly right, or nothing of the kind."""
    if draw(st.integers(0, 5)) == 0:
        return bytes(draw(st.binary(max_size=400)))
    lines = [draw(st.sampled_from(HEADS))]
    for _ in range(draw(st.integers(0, 4))):
        cells = ["2026-05-01T10:00+01:00", *draw(st.lists(_cell, min_size=2, max_size=5))]
        quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
        lines.append(quoted)
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1"]))
    return "\n".join(lines).encode(encoding, errors="replace")


def address_of(draw: Callable[..., Any], rule: Rule, named: dict[str, object], ids: Any) -> str:
    """The address of a route: what it names is Ana's, mostly; or another's, nobody's, or odd."""
    built = str(rule)
    for name, thing in named.items():
        what: object = thing
        if isinstance(thing, UUID) and draw(st.integers(0, 9)) == 0:
            what = draw(ids)
        elif draw(st.integers(0, 39)) == 0:
            what = draw(values)
        start = next(
            part for part in (f"<uuid:{name}>", f"<path:{name}>", f"<{name}>") if part in built
        )
        built = built.replace(start, quote(str(what)[:FIRST], errors="replace", safe="/"))
    if draw(st.integers(0, 3)) == 0:
        built += draw(st.sampled_from(hostile.QUERIES))
    return built
