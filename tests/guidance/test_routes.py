"""Help now and Learn, for everybody, signed in or out."""

import html
import re
from pathlib import Path

import pytest
from flask import Flask

from diary.guidance.routes import read_lines
from diary.guidance.rules.lines import BadLines
from diary.guidance.rules.pages import PAGES
from tests.client import DiaryClient
from tests.people import People, browser_of

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = re.compile(
    r"\b(diagnos\w*|detect\w*|predict\w*|forecast\w*|cures?\b|treats? (your |people )?"
    r"(anxiety|depression)|in real time|monitors you|watch(es|ing)? over you|"
    r"(reduced|lowered|caused|improved) by (the |your )?(ketamine|session|drug|treatment)|"
    r"you should (take|use|have) \w+ ?(mg|dose)|(increase|lower|raise|change|skip) your dose)",
    re.IGNORECASE,
)
DENIALS = re.compile(r"\b(no|not|nobody|never|none|nothing|cannot|without)\b", re.IGNORECASE)


def claims(text: str) -> list[str]:
    """Sentences that claim what a diary must not; one that denies it may name it."""
    sentences = re.split(r"(?<=[.!?:])\s+|\n{2,}|\s*[|·]\s*", text)
    return [each for each in sentences if CLAIMS.search(each) and not DENIALS.search(each)]


def words_of(page: str) -> str:
    """A page without its tags; every block ends its sentence."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", " ", page)
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</(p|li|h\d|td|th)>", "\n\n", body)))


def test_the_scan_finds_a_claim_and_lets_a_denial_pass() -> None:
    assert claims("It detects a relapse. Fine.") == ["It detects a relapse."]
    assert claims("This app treats anxiety.")
    assert claims("Your anxiety was reduced by the session.")
    assert claims("We diagnose.\n\nIt is not hard.")
    assert not claims("It gives no diagnosis, no forecast and no dose advice.")
    assert not claims("Anxiety was lower after the session. People who treat you will know.")


@pytest.mark.parametrize("path", ["/help", "/learn", *(f"/learn/{page.slug}" for page in PAGES)])
def test_no_page_claims_what_a_diary_must_not(client: DiaryClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert claims(words_of(answer.text)) == []


def test_the_readme_claims_nothing_either() -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README yet")
    assert claims(readme.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_each_page_says_its_sources_and_its_date(client: DiaryClient, page: object) -> None:
    assert page in PAGES
    for each in PAGES:
        if each is page:
            text = html.unescape(client.get(f"/learn/{each.slug}").text)
            assert each.sources
            assert all(source in text for source in each.sources)
            assert "23 Nov 2026" in text
            assert "Not yet reviewed by a clinician" in text


def test_learn_leads_to_all_six(client: DiaryClient) -> None:
    text = client.get("/learn").text
    assert len(PAGES) == 6
    assert all(f"/learn/{page.slug}" in text for page in PAGES)


def test_an_unknown_page_is_not_found(client: DiaryClient) -> None:
    assert client.get("/learn/dosing").status_code == 404
    assert client.get("/learn/page").status_code == 404


def test_help_asks_for_the_country_first(client: DiaryClient) -> None:
    text = client.get("/help").text
    assert "Nobody watches this diary live" in text
    assert "Where are you?" in text
    assert "tel:" not in text


def test_help_is_one_tap_from_a_call(client: DiaryClient) -> None:
    text = client.get("/help?country=GB").text
    assert 'href="tel:999"' in text
    assert 'href="tel:116123"' in text
    assert text.index("tel:999") < text.index("tel:116123")
    text = client.get("/help?country=US").text
    assert 'href="tel:988"' in text
    assert 'href="sms:988"' in text


def test_a_number_from_memory_is_never_shown(client: DiaryClient) -> None:
    text = client.get("/help?country=FR").text
    assert 'href="tel:112"' in text
    assert "3114" not in text
    assert "Your clinic can add the local line" in text


@pytest.mark.parametrize("country", ["ZZ", "", "<script>", "gb", "JP"])
def test_help_has_an_answer_for_every_country(client: DiaryClient, country: str) -> None:
    answer = client.get("/help", query_string={"country": country})
    assert answer.status_code == 200
    assert "Nobody watches this diary live" in answer.text
    assert "<script>" not in answer.text
    if country:
        assert 'href="tel:112"' in answer.text


def test_help_works_signed_in_for_each_role(app: Flask, people: People) -> None:
    for person in (people.ana, people.ben):
        assert browser_of(app, person).get("/help").status_code == 200


def test_a_faulty_file_of_the_operator_is_named(tmp_path: Path) -> None:
    own = tmp_path / "lines.toml"
    with pytest.raises(BadLines, match=r"DIARY_CRISIS_LINES_FILE .*lines\.toml"):
        read_lines(own)
    own.write_text('[countries.AR]\nname = "Argentina"\n')
    assert "AR" in read_lines(own)
    own.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadLines):
        read_lines(own)
