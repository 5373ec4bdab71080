"""What must hold of every answer, and of every value that was accepted."""

import json
import re
from html.parser import HTMLParser

from werkzeug.test import TestResponse

from tests.fuzz.attempts import MARK
from tests.whole_app.planting import MAY_READ
from tests.whole_app.world import canaries

READS_CLEO = {"ben", "unlinked"}  # her doctors too, so her note is no leak to them
NOT_STORED = ("password", "current", "csrf_token", "code", "email")


def failed(answer: TestResponse) -> str | None:
    """A failure of ours; 503 is one too, as nothing here is busy."""
    return f"answered {answer.status_code}" if answer.status_code >= 500 else None


def leaked(answer: TestResponse, visitor: str) -> str | None:
    """Planted words that are not this visitor's to read."""
    may = MAY_READ.get(visitor, set()) | ({"cleo note"} if visitor in READS_CLEO else set())
    found = canaries(answer) - may
    return f"told {sorted(found)}" if found else None


class _Running(HTMLParser):
    """What of a page would run or lead to a script, and came from a visitor."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        data = attributes.get("type") == "application/json"
        self.inside = tag if tag in ("script", "style") and not data else ""
        for name, value in attributes.items():
            link = re.sub(r"[\x00-\x20]", "", value).lower()
            if MARK in value and (name.startswith("on") or name in ("style", "srcdoc")):
                self.found.append(f"{name} of {tag}")
            if name in ("href", "src", "action", "formaction") and link.startswith("javascript:"):
                self.found.append(f"a script behind {name} of {tag}")

    def handle_data(self, data: str) -> None:
        if self.inside and MARK in data:
            self.found.append(f"words of a visitor in {self.inside}")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


def ran(answer: TestResponse) -> str | None:
    """Words of a visitor that a browser would take for code."""
    if answer.mimetype != "text/html" or MARK not in answer.text:
        return None
    page = _Running()
    page.feed(answer.text)
    page.close()
    return f"would run: {page.found[:3]}" if page.found else None


def malformed(answer: TestResponse) -> str | None:
    """JSON that is none: NaN, Infinity, a key that comes twice."""
    if answer.mimetype != "application/json":
        return None
    try:
        json.loads(answer.get_data(), parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as error:
        return f"is no JSON: {error}"
    return None


def _refuse(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key comes twice")
    return dict(pairs)


def altered(name: str, sent: str, cells: list[str]) -> str | None:
    """An accepted value of which only a part, or another form, was stored."""
    if name.rsplit("-", 1)[-1] in NOT_STORED:
        return None
    mark = re.search(r"zqx\d+zqx", sent)
    whole = sent.strip()
    forms = {whole, whole.replace("\r\n", "\n"), json.dumps(whole)[1:-1]}
    forms.add(json.dumps(whole, ensure_ascii=False)[1:-1])
    for cell in cells:
        if mark and mark[0] in cell and not any(form in cell for form in forms):
            return f"{name}: {sent!r:.200} was stored as {cell!r:.200}"
    return None


def differs(sent: str, shown: str) -> bool:
    """Whether a form shows another value than it was sent."""
    one, other = (re.sub(r"\r\n?", "\n", text).strip() for text in (sent, shown))
    return one != other and _number(one) != _number(other)


def _number(text: str) -> object:
    try:
        return float(text) if text.isascii() else text
    except ValueError:
        return re.sub(r":00$", "", text) if re.fullmatch(r"[-\dT]+(:\d\d)+", text) else text
