"""What every page owes its reader, checked on each page that a test fetches."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Protocol

from werkzeug.datastructures import Headers

UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
Attributes = dict[str, str]
# what a page shows or sends and where it leads, which differs from test to test
VALUES = re.compile(r"""(\s(?:value|href|action|datetime|content|data-[a-z-]+))="[^"<>]*\"""")
WORDS = re.compile(r">[^<>\"'=]+<")
_SOUND: set[int] = set()  # the outlines that were found without a fault in this run


class Answer(Protocol):
    """As much of a response as the inspection reads."""

    @property
    def status_code(self) -> int: ...
    @property
    def mimetype(self) -> str | None: ...
    @property
    def headers(self) -> Headers: ...
    @property
    def text(self) -> str: ...


@dataclass
class Page(HTMLParser):
    """The outline of one HTML page: every tag, and the words of titles and headings."""

    tags: list[tuple[str, Attributes]] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=lambda: {"title": [], "h1": []})
    wrapped: list[Attributes] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag in self.words and "svg" not in self._open:
            self.words[tag].append("")
        if tag in ("label", "svg", "script", *self.words):
            self._open.append(tag)
        if tag in ("input", "select", "textarea") and "label" in self._open:
            self.wrapped.append(attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.words and "svg" not in self._open:
            self.words[self._open[-1]][-1] += data

    def all(self, *names: str) -> list[Attributes]:
        """The attributes of every tag of these names."""
        return [attributes for name, attributes in self.tags if name in names]


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def told(html: str) -> str:
    """The words of a page, for the message of a failing test."""
    main = html.partition("<main")[2] or html
    return " ".join(re.sub(r"<[^>]*>?", " ", main).split())[:1_500]


def faults(answer: Answer, *, personal: bool) -> list[str]:
    """What is wrong with an answer; empty when all is well."""
    found = _header_faults(answer.headers, personal=personal)
    if answer.mimetype == "text/html" and answer.text and not 300 <= answer.status_code < 400:
        text = answer.text
        outline = hash(outline_of(text))
        if outline not in _SOUND:
            of_page = _page_faults(read(text))
            found += of_page
            if not of_page:
                _SOUND.add(outline)
    return found


def outline_of(html: str) -> str:
    """A page without what nothing is asked about: most words, and the values of some attributes.

    Pages with the same outline have the same faults. Words with a quote or an equals sign stay,
    so that no attribute is ever taken for words.
    """
    return WORDS.sub(_blank_or_not, VALUES.sub(r"\1", html))


def _blank_or_not(match: re.Match[str]) -> str:
    return "> <" if match[0][1:-1].isspace() else ">x<"


def _header_faults(headers: Headers, *, personal: bool) -> list[str]:
    found = []
    policy = headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        found.append(f"content security policy: {policy!r}")
    html = headers.get("Content-Type", "").startswith("text/html")
    if personal and html and "no-store" not in headers.get("Cache-Control", ""):
        found.append(f"a personal page may be kept: {headers.get('Cache-Control')!r}")
    return found


def _page_faults(page: Page) -> list[str]:
    found = [f"{name}: {words}" for name, words in page.words.items() if not _one(words)]
    ids = Counter(a["id"] for _, a in page.tags if "id" in a)
    found += [f"id used {n} times: {name}" for name, n in ids.items() if n > 1]
    if not any(a.get("lang") for a in page.all("html")):
        found.append("no language")
    found += [f"no alt: {a}" for a in page.all("img") if "alt" not in a]
    return found + _label_faults(page) + _inline_faults(page)


def _one(words: list[str]) -> bool:
    return len(words) == 1 and bool(words[0].strip())


def _label_faults(page: Page) -> list[str]:
    labelled = {a.get("for") for a in page.all("label")}
    fields = page.all("input", "select", "textarea")
    return [
        f"no label: {a}"
        for a in fields
        if a.get("type") not in UNLABELLED
        and a.get("id") not in labelled
        and a not in page.wrapped
        and not ({"aria-label", "aria-labelledby"} & a.keys())
    ]


def _inline_faults(page: Page) -> list[str]:
    found = ["inline style"] if page.all("style") else []
    data = [a for a in page.all("script") if a.get("type") == "application/json"]
    found += ["inline script" for a in page.all("script") if "src" not in a and a not in data]
    for tag, attributes in page.tags:
        found += [f"{n} on {tag}" for n in attributes if n == "style" or n.startswith("on")]
    return found
