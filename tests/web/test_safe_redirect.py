"""Where signing in leads on to: 200 and more ways to write an address elsewhere, none followed."""

from itertools import product
from urllib.parse import urljoin, urlsplit

import pytest

from diary.web.safe_redirect import inside

HOSTS = (
    "evil.example",
    "evil.example/x",
    "localhost@evil.example",
    "evil.example:80",
    "\u2460.example",
)
LEADS = (
    "//",
    "///",
    "////",
    "/\\",
    "\\/",
    "\\\\",
    "/\\/",
    "https:",
    "http:",
    "https:/",
    "https://",
    "http://",
    "HTTPS://",
    "ftp://",
    "javascript://",
    "javascript:",
    "data:text/html,",
    " //",
    "\t//",
    "/\t/",
    "/\n/",
    "/\r/",
    "/\x00/",
    "\x00//",
    "/ /",
    "\uff0f\uff0f",
    "/\uff0f",
    "\u2044\u2044",
    "//\u200b",
    "/\u200b/",
    "http:\\\\",
    "http:///",
    "//user:password@",
    "\u2028//",
    "@",
    ".",
    "",
    "#//",
    "?//",
    "blob:http://",
    "view-source:http://",
    "/%09/",
    "\\%2f",
)
ELSEWHERE = [lead + host for lead, host in product(LEADS, HOSTS)]
# still a path of ours, whatever it looks like: a browser asks us for it
PATHS = ("/%09/", "/ /")


def _followed(wanted: str) -> str:
    """The host that a browser would ask: tabs and line ends fall out, backslashes are slashes."""
    plain = "".join(char for char in wanted if char not in "\t\r\n").strip().replace("\\", "/")
    return urlsplit(urljoin("https://diary.example/sign-in", plain)).netloc


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_no_way_to_write_it_leads_out(wanted: str) -> None:
    found = inside(wanted)
    if found is not None:
        assert found.startswith(PATHS)
        assert _followed(found) == "diary.example"


def test_there_are_two_hundred_and_many_would_be_followed() -> None:
    """The control: without the check a browser would leave by most of those with a host."""
    assert len(ELSEWHERE) >= 200
    assert sum(_followed(wanted) != "diary.example" for wanted in ELSEWHERE) > 80


@pytest.mark.parametrize("wanted", ["/", "/charts", "/diary?page=2", "/patients?search=a%20b"])
def test_a_page_of_ours_is_followed(wanted: str) -> None:
    assert inside(wanted) == wanted
