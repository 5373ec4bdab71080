"""The inspection of each page finds a planted fault, also in a page like one that it knows."""

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, TestResponse

from tests import pages

SOUND = """<!doctype html><html lang="en"><head><title>Diary</title></head><body><h1>Diary</h1>
<form method="post"><label for="note">Note</label><input id="note" name="note" value="first">
<a id="more" href="/entries/1">09:00</a><img src="/a.png" alt="A cup"></form></body></html>"""
FAULTS = {
    'id="more"': 'id="note"',
    "<title>Diary": "<title> ",
    "<h1>Diary": "<h1>\n",
    "<h1>Diary</h1>": "<h1>Diary</h1><h1>Diary</h1>",
    ' lang="en"': "",
    ' alt="A cup"': "",
    'for="note"': 'for="other"',
    'value="first"': 'value="first" style="color: red"',
    'href="/entries/1"': 'href="/entries/1" onclick="go()"',
    "</form>": "<script>go()</script></form>",
    "</h1>": "</h1><style>p {}</style>",
}


def _faults(html: str) -> list[str]:
    policy = {"Content-Security-Policy": "default-src 'none'", "Content-Type": "text/html"}
    request = EnvironBuilder().get_request()
    answer = TestResponse([html.encode()], "200 OK", Headers(policy), request)
    return pages.faults(answer, personal=False)


@pytest.mark.parametrize(("part", "fault"), FAULTS.items())
def test_a_fault_is_found_though_a_sound_page_like_it_was_seen(part: str, fault: str) -> None:
    assert _faults(SOUND) == []
    assert SOUND.count(part) == 1
    assert len(_faults(SOUND.replace(part, fault))) == 1
    assert len(_faults(SOUND.replace(part, fault))) == 1  # it is not forgotten either


def test_other_words_and_values_are_the_same_outline() -> None:
    other = SOUND.replace("first", "second").replace("09:00", "10:00").replace("/1", "/2")
    assert pages.outline_of(other) == pages.outline_of(SOUND)
    assert "Diary" not in pages.outline_of(SOUND)


def test_an_attribute_is_never_taken_for_words() -> None:
    odd = '<p title="a > b" id="x">words</p>'
    assert 'id="x"' in pages.outline_of(odd)
