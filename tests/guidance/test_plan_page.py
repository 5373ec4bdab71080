"""Ana writes her safety plan and finds it on Help now; Ben and Cleo never do."""

import html
import re

import pytest
from flask import Flask

from diary.access import actions as access
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.people import People

WORDS = "First: call Ben.\r\nThen walk by the river."
TYPED = {
    "words": WORDS,
    "contact_1-name": "Ben",
    "contact_1-phone": "020 7946 0018",
    "contact_4-name": "Aunt Ana",
    "contact_4-phone": "+351 (0)21 234-5678",
}


@pytest.fixture
def ana(ana_client: DiaryClient) -> DiaryClient:
    assert ana_client.send("/help/plan", **TYPED).location == "/help"
    return ana_client


def typed_again(page: str) -> dict[str, str]:
    """What the fields of the form hold."""
    fields = re.findall(r'name="(contact_\d-\w+)"[^>]*?value="([^"]*)"', page)
    words = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", page, re.DOTALL)
    assert words is not None
    return {"words": html.unescape(words[1]), **{n: html.unescape(v) for n, v in fields if v}}


def test_ana_is_led_to_write_one(ana_client: DiaryClient) -> None:
    page = ana_client.get("/help").text
    assert "Write down what helps you" in page
    assert "My plan" not in page
    assert 'href="/help/plan"' in ana_client.get("/more").text
    assert ana_client.get("/help/plan").status_code == 200


def test_ana_reads_her_plan_between_the_emergency_number_and_the_lines(ana: DiaryClient) -> None:
    page = ana.get("/help?country=GB").text
    assert "Your plan is saved." in page
    assert "Then walk by the river." in page
    places = ['"tel:999"', "First: call Ben.", '"tel:02079460018"', '"tel:+351212345678"']
    found = [page.index(each) for each in [*places, '"tel:116123"']]
    assert found == sorted(found)
    assert "Write down what helps you" not in page


@pytest.mark.parametrize("country", ["", "ZZ", "JP", "FR"])
def test_her_plan_is_there_whatever_the_country(ana: DiaryClient, country: str) -> None:
    page = ana.get("/help", query_string={"country": country}).text
    assert page.count("First: call Ben.") == 1


def test_the_form_shows_what_is_kept_without_gaps(ana: DiaryClient) -> None:
    assert typed_again(ana.get("/help/plan").text) == {
        "words": WORDS.replace("\r\n", "\n"),
        "contact_1-name": "Ben",
        "contact_1-phone": "020 7946 0018",
        "contact_2-name": "Aunt Ana",
        "contact_2-phone": "+351 (0)21 234-5678",
    }


def test_nobody_else_ever_reads_it(
    app: Flask, people: People, ana: DiaryClient, ben_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    with app.app_context(), early_commit() as session:
        access.add_care_link(
            session, people.ana.id, people.ben.id, notes=True, costs=True, ends_on=None
        )
    assert ben_client.get("/help/plan").status_code == 404
    assert ben_client.send("/help/plan", words="Mine").status_code == 404
    for page in (
        ben_client.get("/help"),
        ben_client.get(f"/patients/{people.ana.id}"),
        cleo_client.get("/help"),
        cleo_client.get("/help/plan"),
        app.test_client().get("/help"),
    ):
        assert page.status_code == 200
        assert "river" not in page.text
        # four digits alone may by chance stand in an id
        assert "79460018" not in page.text.replace(" ", "")
    assert cleo_client.send("/help/plan", words="Sing.").status_code == 303
    assert "river" in ana.get("/help").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"contact_2-name": "Cleo"}, "Contact 2: type the phone number of Cleo."),
        ({"contact_5-phone": "999"}, "Contact 5: say whose number this is."),
        ({"contact_1-phone": "ask Cleo"}, "Contact 1: use digits"),
        ({"contact_1-phone": "12"}, "at least three digits"),
        ({"contact_1-phone": "1" * 41}, "There is room for 40"),
        ({"contact_1-name": "B" * 101}, "There is room for 100"),
        ({"words": "w" * 4_001}, "There is room for 4,000"),
        ({"words": "nul \x00"}, "a character nobody can store"),
    ],
)
def test_what_is_wrong_is_said_and_every_word_kept(
    ana: DiaryClient, wrong: dict[str, str], words: str
) -> None:
    sent = {**TYPED, "words": "Something new.", **wrong}
    answer = ana.send("/help/plan", **sent)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert words in html.unescape(answer.text)
    assert typed_again(answer.text) == sent
    assert "river" in ana.get("/help").text


def test_the_fold_opens_on_what_is_wrong_in_it(ana: DiaryClient) -> None:
    assert "<details" in ana.get("/help/plan").text
    assert not re.search(r"<details[^>]*\bopen", ana.get("/help/plan").text)
    answer = ana.send("/help/plan", **{"contact_5-phone": "999"})
    assert re.search(r"<details[^>]*\bopen", answer.text)


def test_an_empty_form_takes_nothing_away_by_a_slip(ana: DiaryClient) -> None:
    answer = ana.send("/help/plan", words=" ")
    assert answer.status_code == 422
    assert "Your plan is still kept" in answer.text
    assert "river" in ana.get("/help").text
    assert ana.send("/help/plan", remove="y").status_code == 303
    page = ana.get("/help").text
    assert "river" not in page
    assert "Write down what helps you" in page


def test_an_empty_form_asks_nothing_where_nothing_is_kept(ana_client: DiaryClient) -> None:
    assert ana_client.send("/help/plan").status_code == 303
    assert "Write down what helps you" in ana_client.get("/help").text


def test_markup_in_her_words_stays_words(ana_client: DiaryClient) -> None:
    nasty = '<script>alert(1)</script>"><b>'
    sent = {"words": nasty, "contact_1-name": nasty, "contact_1-phone": "999"}
    assert ana_client.send("/help/plan", **sent).status_code == 303
    for page in (ana_client.get("/help").text, ana_client.get("/help/plan").text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    assert 'dir="auto"' in ana_client.get("/help").text
