"""The preview says how a file was read, and nothing that is not so."""

import pytest
from flask import Flask
from sqlalchemy import update

from diary.accounts.models import User
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.entries.importing import counts, preview
from tests.imports.test_other_programs import answered
from tests.people import People
from tests.tabular.programs import SHAPES, lines


@pytest.fixture(autouse=True)
def berlin(app: Flask, people: People) -> None:
    """Ana lives in Berlin."""
    with app.app_context(), early_commit() as session:
        session.execute(update(User).where(User.id == people.ana.id).values(zone="Europe/Berlin"))


@pytest.mark.parametrize(
    "content",
    [
        SHAPES["imoodjournal"].content,
        lines("Start,End,Kind,Valence", "2026-03-04 20:15,,Daily Mood,-0.62"),
    ],
    ids=["ten steps", "fractions between few steps"],
)
def test_a_scale_as_fine_as_ours_is_not_called_coarse(
    ana_client: DiaryClient, content: bytes
) -> None:
    page = preview(ana_client, content)
    assert "is converted from a scale of" in page.text
    assert "coarse" not in page.text


@pytest.mark.parametrize("which", ["first", "second"])
def test_the_preview_says_which_of_two_a_doubled_hour_is(
    ana_client: DiaryClient, which: str
) -> None:
    page = preview(ana_client, lines("date,time,mood", "2025-10-26,02:30,6", "2025-10-25,09:00,7"))
    page = answered(ana_client, page, {"ask-fold": which})
    assert counts(page) == (2, 0, 0)
    assert page.text.count(f"(the {which} time)") == 1


def test_the_two_passes_of_an_hour_are_told_apart(ana_client: DiaryClient) -> None:
    page = preview(
        ana_client,
        lines("recorded_at,mood", "2025-10-26T02:40:00+02:00,6", "2025-10-26T02:40:00+01:00,7"),
    )
    assert "(the first time)" in page.text
    assert "(the second time)" in page.text


@pytest.mark.parametrize("name", ["clock", "Uhr"])
def test_a_column_of_times_is_known_by_its_other_names(ana_client: DiaryClient, name: str) -> None:
    page = preview(ana_client, lines(f"day,{name},mood", "3rd Mar 2026,8:15pm,6"))
    assert "3 Mar 2026, 20:15" in page.text


def test_times_in_a_column_that_is_left_out_are_pointed_at(ana_client: DiaryClient) -> None:
    page = preview(ana_client, lines("date,written at about,mood", "2026-03-03,8:15 PM,6"))
    assert "Days without a time stand at 12:00." in page.text
    assert "“written at about” may hold the times." in page.text
