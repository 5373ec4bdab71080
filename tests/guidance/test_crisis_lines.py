"""The file of help lines is read whole or refused with every fault."""

from datetime import date

import pytest

from diary.guidance.routes import OURS, load_help_lines
from diary.guidance.rules.crisis_lines import BadLines, merge_countries, parse_countries

GOOD = """
[countries.GB]
name = "United Kingdom"
[countries.GB.emergency]
call = "999"
source = "a source"
checked = 2026-11-23
verified = true
[[countries.GB.lines]]
name = "Samaritans"
call = "116 123"
text = "+44 7725 909090"
source = "a source"
checked = 2026-11-23
verified = true
[[countries.GB.lines]]
name = "Half remembered"
call = "0800 1111"
verified = false
"""


def test_only_verified_lines_are_kept() -> None:
    country = parse_countries(GOOD)["GB"]
    assert country.name == "United Kingdom"
    assert country.emergency is not None
    assert country.emergency.call_address == "tel:999"
    assert [line.name for line in country.lines] == ["Samaritans"]
    assert country.lines[0].call_address == "tel:116123"
    assert country.lines[0].text_address == "sms:+447725909090"
    assert country.lines[0].checked == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("[countries", "is not TOML"),
        ("other = 1", "nothing else"),
        ("countries = 3", "nothing else"),
        ("[countries]\nGB = 3", "countries.GB must be a table"),
        ('[countries.uk]\nname = "x"', "two capital letters"),
        ("[countries.GB]", "countries.GB: name is missing"),
        ("[countries.GB]\nname = 3", "name must be words"),
        ('[countries.GB]\nname = "x"\nphone = "1"', "unknown key 'phone'"),
        ('[countries.GB]\nname = "x"\nemergency = "999"', "emergency must be a table"),
        ('[countries.GB]\nname = "x"\nlines = "999"', "write each as [[countries.GB.lines]]"),
        (GOOD.replace('"116 123"', '"116-123; rm"'), "lines 1: call must be a phone number"),
        (GOOD.replace('"116 123"', "116123"), "lines 1: call must be words"),
        (GOOD.replace('call = "0800 1111"', ""), "lines 2: give a number to call"),
        (GOOD.replace("false", '"no"'), "lines 2: verified must be true or false"),
        (GOOD.replace("verified = false", "verified = true"), "lines 2: a verified number needs"),
        (GOOD.replace("2026-11-23", '"yesterday"'), "checked must be a date"),
    ],
)
def test_a_fault_is_named_with_its_place(wrong: str, words: str) -> None:
    with pytest.raises(BadLines) as raised:
        parse_countries(wrong)
    assert words in str(raised.value)


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(BadLines) as raised:
        parse_countries('[countries.GB]\nname = 3\n[countries.xx]\nname = "x"\nphone = 1')
    assert len(str(raised.value).splitlines()) == 4


def test_a_country_of_the_operator_replaces_ours() -> None:
    theirs = parse_countries('[countries.GB]\nname = "Britain"\n[countries.AR]\nname = "Argentina"')
    both = merge_countries(parse_countries(GOOD), theirs)
    assert list(both) == ["AR", "GB"]
    assert both["GB"].lines == ()


def test_our_own_file_is_sound_and_shows_nothing_from_memory() -> None:
    found = load_help_lines(None)
    assert len(found) > 30
    shown = {code: [line.call for line in country.lines] for code, country in found.items()}
    assert {code: calls for code, calls in shown.items() if calls} == {
        "US": ["988"],
        "CA": ["988"],
        "GB": ["116 123"],
        "IE": ["116 123"],
        "AU": ["13 11 14"],
        "DE": ["0800 111 0 111", "0800 111 0 222"],
    }
    assert found["FR"].emergency is not None
    assert found["FR"].emergency.call == "112"
    assert found["JP"].emergency is None
    assert "verified = false" in OURS.read_text(encoding="utf-8")
