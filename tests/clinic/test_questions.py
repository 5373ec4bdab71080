"""What Ana wants to ask at the next visit: hers to write, her doctor's to read."""

import pytest
from flask import Flask

from diary.clinic import actions
from diary.clinic.models import Question
from diary.clinic.queries.questions import list_open_questions
from diary.clinic.rules import MOST_QUESTIONS
from tests.client import DiaryClient
from tests.clinic.builders import own, seen_by, share, write
from tests.people import People

WORDS = "May I drive the next morning?"


def test_ben_reads_on_the_follow_up_what_ana_wants_to_ask(
    app: Flask, people: People, ana_client: DiaryClient, ben_client: DiaryClient
) -> None:
    with write(app) as session:
        share(session, people, notes=False)
    assert ana_client.send("/visits", words=WORDS).status_code == 303
    assert WORDS in ana_client.get("/visits").text
    page = ben_client.get(f"/patients/{people.ana.id}").text
    assert WORDS in page
    assert WORDS in ben_client.get(f"/patients/{people.ana.id}/report").text


def test_an_answered_question_is_set_aside_and_can_be_put_back(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        asked = actions.ask(session, own(session, people.ana), WORDS).id
    ana_client.send(f"/visits/questions/{asked}/settle")
    with write(app) as session:
        assert list_open_questions(session, own(session, people.ana)) == []
    assert WORDS in ana_client.get("/visits").text
    ana_client.send(f"/visits/questions/{asked}/reopen")
    with write(app) as session:
        assert [q.words for q in list_open_questions(session, own(session, people.ana))] == [WORDS]


def test_the_same_words_twice_are_one_question(app: Flask, people: People) -> None:
    with write(app) as session:
        diary = own(session, people.ana)
        first, second = (actions.ask(session, diary, WORDS).id for _ in range(2))
        assert first == second


def test_an_empty_or_far_too_long_question_is_said_and_kept(ana_client: DiaryClient) -> None:
    empty = ana_client.send("/visits", words="  ")
    assert empty.status_code == 422
    assert "Write your question first." in empty.text
    long = ana_client.send("/visits", words="why " * 200)
    assert long.status_code == 422
    assert "why " * 200 in long.text


def test_there_is_room_for_a_visits_worth_of_questions(
    app: Flask, people: People, ana_client: DiaryClient
) -> None:
    with write(app) as session:
        diary = own(session, people.ana)
        for number in range(MOST_QUESTIONS):
            actions.ask(session, diary, f"Question {number}")
    full = ana_client.send("/visits", words=WORDS)
    assert full.status_code == 422
    assert WORDS in full.text
    assert "Set one aside first" in full.text


def test_nobody_but_the_patient_writes_a_question(app: Flask, people: People) -> None:
    with write(app) as session:
        share(session, people)
        asked = actions.ask(session, own(session, people.ana), WORDS).id
        doctors = seen_by(session, people.ben, people.ana)
        with pytest.raises(PermissionError):
            actions.ask(session, doctors, "What else?")
        with pytest.raises(PermissionError):
            actions.settle(session, doctors, asked)


def test_a_question_of_anas_is_none_of_cleos(
    app: Flask, people: People, cleo_client: DiaryClient
) -> None:
    with write(app) as session:
        asked = actions.ask(session, own(session, people.ana), WORDS).id
    assert cleo_client.send(f"/visits/questions/{asked}/settle").status_code == 404
    assert WORDS not in cleo_client.get("/visits").text
    with write(app) as session:
        assert session.get_one(Question, asked).answered_at_utc is None
