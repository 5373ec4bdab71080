"""Help now and Learn, for everybody, signed in or out."""

import html
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from diary.accounts.models import User
from diary.extensions import db
from diary.guidance.routes import load_help_lines
from diary.guidance.rules.crisis_lines import ANYWHERE, BadLines
from diary.guidance.rules.learn import PAGES
from diary.transactions import early_commit
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


def test_without_any_sign_of_a_country_three_numbers_can_be_called(client: DiaryClient) -> None:
    page = client.get("/help").text
    calls = re.findall(r'href="tel:(\d+)"', page)
    assert calls == ["112", "999", "911"]
    assert "United Kingdom" in words_of(page)
    assert "United States and Canada" in words_of(page)
    assert "Nobody watches this diary live" in page
    assert "Choose your country" in page


def test_each_of_the_three_numbers_stands_in_the_checked_file() -> None:
    lines = load_help_lines(None)
    calls = {country.emergency.call for country in lines.values() if country.emergency}
    assert {number for number, _ in ANYWHERE} <= calls
    both = {code for code, each in lines.items() if each.emergency and each.emergency.call == "911"}
    assert both == {"US", "CA"}


def test_a_new_patient_sees_the_numbers_of_their_time_zone(app: Flask, people: People) -> None:
    page = browser_of(app, people.cleo).get("/help").text  # New York; no country was ever chosen
    assert "Numbers for the United States" in words_of(page)
    assert 'href="tel:911"' in page
    assert ">Change<" in page


def test_the_country_of_the_profile_counts_before_its_time_zone(app: Flask, people: People) -> None:
    with app.app_context(), early_commit() as session:
        session.get_one(User, people.cleo.id).country = "GB"
    assert "Numbers for the United Kingdom" in browser_of(app, people.cleo).get("/help").text


def test_signed_out_the_languages_of_the_browser_tell_the_country(client: DiaryClient) -> None:
    page = client.get("/help", headers={"Accept-Language": "en-AU,en;q=0.9"}).text
    assert "Numbers for Australia" in page
    assert 'href="tel:000"' in page
    assert 'href="tel:112"' in page  # a language is a weak sign: the others stay in sight


def test_a_chosen_country_is_remembered_signed_in_and_out(
    app: Flask, client: DiaryClient, people: People
) -> None:
    for browser in (client, browser_of(app, people.cleo)):
        browser.get("/help?country=GB")
        page = browser.get("/help").text
        assert "Numbers for the United Kingdom" in page
        assert 'href="tel:999"' in page
        kept = browser.get_cookie("diary-country")
        assert kept is not None
        assert kept.value == "GB"


def test_somewhere_else_is_a_choice_too(app: Flask, people: People) -> None:
    browser = browser_of(app, people.cleo)
    browser.get("/help?country=ZZ")
    assert re.findall(r'href="tel:(\d+)"', browser.get("/help").text) == ["112", "999", "911"]


def test_a_link_on_another_site_chooses_no_country(client: DiaryClient) -> None:
    shown = client.get("/help?country=GB", headers={"Sec-Fetch-Site": "cross-site"})
    assert 'href="tel:999"' in shown.text
    assert client.get_cookie("diary-country") is None


def test_a_country_saved_in_the_profile_replaces_the_one_chosen_before(
    app: Flask, people: People
) -> None:
    browser = browser_of(app, people.cleo)
    browser.get("/help?country=GB")
    form = {"name": "Cleo", "born_on": "1990-01-01", "zone": "America/New_York"}
    more = {"day_boundary": "4", "language": "en-GB", "theme": "auto", "country": "DE"}
    assert browser.send("/profile", **form, **more).status_code == 303
    assert "Numbers for Germany" in browser.get("/help").text


def test_a_locked_diary_shows_the_numbers_of_its_country(app: Flask, people: People) -> None:
    browser = browser_of(app, people.cleo)
    browser.send("/pin", pin="7394", again="7394", minutes="5")
    browser.send("/lock")
    page = browser.get("/help").text
    assert "Numbers for the United States" in page
    assert "My plan" not in page


def test_signed_out_it_asks_the_database_for_nothing(app: Flask, client: DiaryClient) -> None:
    asked: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            client.get("/help", headers={"Accept-Language": "en-GB"})
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
    assert asked == []


def test_the_kept_page_holds_the_numbers_of_every_country(client: DiaryClient) -> None:
    page = client.get("/shell/help").text
    assert re.findall(r'href="tel:(\d+)"', page.partition("<template")[0]) == [
        "112",
        "999",
        "911",
    ]
    assert page.count("<template") == len(load_help_lines(None))
    assert "Europe/London" in page
    assert "3114" not in page


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
    assert 'href="tel:112"' in answer.text


def test_help_works_signed_in_for_each_role(app: Flask, people: People) -> None:
    for person in (people.ana, people.ben):
        assert browser_of(app, person).get("/help").status_code == 200


def test_a_faulty_file_of_the_operator_is_named(tmp_path: Path) -> None:
    own = tmp_path / "lines.toml"
    with pytest.raises(BadLines, match=r"DIARY_CRISIS_LINES_FILE .*lines\.toml"):
        load_help_lines(own)
    own.write_text('[countries.AR]\nname = "Argentina"\n')
    assert "AR" in load_help_lines(own)
    own.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(BadLines):
        load_help_lines(own)
