"""Joining by a code: it opens one diary, once."""

from flask import Flask

from diary.access import actions as access
from diary.access.rules import spaced
from tests.client import DiaryClient
from tests.clinic.builders import own, write
from tests.people import People


def code_of(app: Flask, people: People) -> str:
    with write(app) as session:
        diary = own(session, people.ana)
        return access.invite_doctor(session, diary, notes=True, costs=False, ends_on=None)


def test_a_code_opens_the_diary_once(app: Flask, people: People, ben_client: DiaryClient) -> None:
    code = code_of(app, people)
    answer = ben_client.send("/patients/join", code=spaced(code).lower())
    assert answer.status_code == 303
    assert answer.location.endswith(f"/patients/{people.ana.id}")
    assert "Ana" in ben_client.get(answer.location).text
    assert ben_client.send("/patients/join", code=code).status_code == 422


def test_a_wrong_code_is_kept_in_the_field(people: People, ben_client: DiaryClient) -> None:
    for wrong in ("ABCD EFGH JKLM", "short", '"><script>'):
        answer = ben_client.send("/patients/join", code=wrong)
        assert answer.status_code == 422
        assert "does not open a diary" in answer.text
        assert "<script>" not in answer.text.split("<main")[1].split("</main>")[0]
    assert ben_client.send("/patients/join", code="").status_code == 422


def test_a_patient_cannot_join(app: Flask, people: People, cleo_client: DiaryClient) -> None:
    assert cleo_client.send("/patients/join", code=code_of(app, people)).status_code == 404
