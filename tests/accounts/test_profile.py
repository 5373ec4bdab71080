"""A profile that is changed keeps what it said, and shows it to its person alone."""

from sqlalchemy.orm import Session

from diary.accounts import actions, queries
from diary.accounts.actions import Profile
from tests.client import DiaryClient
from tests.people import move_in

FIRST = Profile("Ana", None, "Europe/Lisbon", 4, "en-GB", "auto", None)
MOVED = Profile("Ana Maria", None, "Asia/Tokyo", 2, "en-IE", "dark", "JP")


def test_a_change_keeps_what_it_said_before(store: Session) -> None:
    people = move_in(store)
    for profile in (FIRST, MOVED, MOVED, FIRST):
        actions.change_profile(store, people.ana.viewer, profile)
    earlier = queries.list_earlier_profiles(store, people.ana.id)
    assert [said["name"] for _, said in earlier] == ["Ana Maria", "Ana"]
    assert earlier[0][1]["zone"] == "Asia/Tokyo"
    assert queries.list_earlier_profiles(store, people.cleo.id) == []


def test_the_page_shows_it_to_her_and_to_nobody_else(
    ana_client: DiaryClient, cleo_client: DiaryClient
) -> None:
    assert "Earlier versions" not in ana_client.get("/profile").text
    fields = {"name": "Renamed", "zone": "Asia/Tokyo", "day_boundary": "4"}
    sent = ana_client.send("/profile", **fields, language="en-GB", theme="auto", country="")
    assert sent.status_code == 303
    page = ana_client.get("/profile").text
    assert "Earlier versions" in page
    assert "Europe/Lisbon ·" in page
    assert "Lisbon ·" not in cleo_client.get("/profile").text
