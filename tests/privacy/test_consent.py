"""What a patient agrees to: this version, these words, taken back as easily as given."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import list_linked_clinicians, list_open_invitations, open_diary
from diary.accounts.models import User
from diary.accounts.queries import viewer_of
from diary.privacy.actions import give_consent, join_checksums, withdraw_consent
from diary.privacy.queries.consent import has_unanswered_text, list_consents, load_consent_statuses
from diary.privacy.rules import consent_texts
from diary.privacy.rules.consent_texts import (
    FOLDER,
    ConsentText,
    TextChanges,
    compare_texts,
    current,
    read,
)
from diary.transactions import early_commit
from tests.client import DiaryClient
from tests.pages import read as page_of
from tests.people import PASSWORD, People, browser_of
from tests.privacy.lives import planted_life
from tests.whole_app.planting import plant

# Published texts are never changed: mend one in a new file with the next number.
PUBLISHED = {
    "diary-1.txt": "6474ca1fcb4114b82f0b20585a5e08b83d4757a26b1ba585038438cb89a13371",
    "sharing-1.txt": "a39a97b2e69127fcdba0de344ada9d7e38ac990f86f8e569f7041464d75a1711",
}


def test_a_published_text_is_never_changed() -> None:
    found = {path.name: read(path).checksum for path in FOLDER.glob("*.txt")}
    assert found == PUBLISHED


def test_the_texts_say_what_matters() -> None:
    told = " ".join(words for text in current() for words in text.paragraphs)
    for words in ("Nobody watches it live", "What it keeps", "Who sees it", "Help now"):
        assert words in told


def test_agreeing_is_kept_with_version_words_and_time(store: Session) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    assert has_unanswered_text(store, ana.id)
    assert not give_consent(store, diary, "other words")
    assert has_unanswered_text(store, ana.id)
    shown = join_checksums(load_consent_statuses(store, ana.id))
    assert give_consent(store, diary, shown)
    assert give_consent(store, diary, shown)
    kept = {(row.name, row.version, row.checksum) for row in list_consents(store, ana.id)}
    assert kept == {(text.name, text.version, text.checksum) for text in current()}
    assert len(list_consents(store, ana.id)) == len(current())
    assert not has_unanswered_text(store, ana.id)


def test_a_new_version_is_asked_for_anew(
    store: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    assert give_consent(store, diary, join_checksums(load_consent_statuses(store, ana.id)))
    for name in ("diary-1.txt", "sharing-1.txt", "diary-2.txt"):
        (tmp_path / name).write_text("Title\n\nOther words")
    monkeypatch.setattr(consent_texts, "FOLDER", tmp_path)
    current.cache_clear()
    try:
        assert current()[0].version == 2
        assert has_unanswered_text(store, ana.id)
    finally:
        current.cache_clear()


def test_taking_sharing_back_ends_every_link_at_once(store: Session) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    assert not withdraw_consent(store, diary, "sharing")
    give_consent(store, diary, join_checksums(load_consent_statuses(store, ana.id)))
    assert [reader.ended for reader in list_linked_clinicians(store, diary)] == [False]
    assert withdraw_consent(store, diary, "sharing")
    assert [reader.ended for reader in list_linked_clinicians(store, diary)] == [True]
    assert list_open_invitations(store, diary) == []
    assert [each.agreed_at is None for each in load_consent_statuses(store, ana.id)] == [
        False,
        True,
    ]
    assert not has_unanswered_text(store, ana.id), "she has answered"


def test_nobody_agrees_for_her(store: Session) -> None:
    ana, _ = planted_life(store)
    ben = store.query(User).filter(User.name == "Ben").one()
    seen = open_diary(store, viewer_of(ben), ana.id)
    assert seen is not None
    with pytest.raises(PermissionError):
        give_consent(store, seen, join_checksums(load_consent_statuses(store, ana.id)))


def test_she_is_asked_until_she_answers(app: Flask) -> None:
    ana: DiaryClient = browser_of(app, plant(app, clock.now()).people["ana"])
    assert "Read and agree" in ana.get("/more").text
    fields = {tag.get("name"): tag.get("value", "") for tag in page_of(
        ana.get("/agreements").text).all("input")}  # fmt: skip
    assert ana.send("/agreements", shown=fields["shown"]).status_code == 303
    assert "Read and agree" not in ana.get("/more").text
    page = ana.get("/agreements").text
    assert "You agreed on" in page
    assert ana.send("/agreements/diary/withdraw").status_code == 303
    assert "taken back on" in ana.get("/agreements").text


@pytest.fixture
def new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A text that says one thing more and one thing less than the one before."""
    for path in FOLDER.glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = (FOLDER / "diary-1.txt").read_text("utf-8")
    assert "Why. So that you" in before
    fresh = before.replace("Why. So that you", "The reason. So that you")
    (tmp_path / "diary-2.txt").write_text(fresh, "utf-8")

    def publish() -> None:
        monkeypatch.setattr(consent_texts, "FOLDER", tmp_path)
        current.cache_clear()

    yield publish
    current.cache_clear()


def _sign_in(browser: DiaryClient, wanted: str = "/") -> str:
    form = {"email": "ana@example.org", "password": PASSWORD}
    answer = browser.send(f"/sign-in?next={wanted}", **form)
    assert answer.status_code == 303
    return answer.location


def test_a_new_version_is_asked_at_the_next_sign_in_and_says_what_changed(
    app: Flask, people: People, new_version: Callable[[], None]
) -> None:
    browser = browser_of(app, None)
    asked = _sign_in(browser, "/charts")
    assert asked == "/agreements?next=/charts"
    shown = _fields(browser.get(asked).text)["shown"]
    assert browser.send(asked, shown=shown).location == "/charts"
    browser.send("/sign-out")
    assert _sign_in(browser) == "/"
    browser.send("/agreements/sharing/withdraw")
    browser.send("/sign-out")

    new_version()
    asked = _sign_in(browser, "/diary")
    page = browser.get(asked).text
    told = _words(page)
    assert "What you agree to has changed" in told
    assert "What is new The reason. So that you" in told
    assert "What it says no longer Why. So that you" in told
    # what she took back is not asked for again, nor agreed to on the way
    assert "Sharing with a doctor" not in told
    assert browser.send(asked, shown=_fields(page)["shown"]).location == "/diary"
    list_consents = _words(browser.get("/agreements").text)
    assert "diary, version 2: agreed on" in list_consents
    assert "You have not agreed to it" in list_consents


def test_not_now_locks_nothing_and_is_asked_again_at_the_next_sign_in(
    app: Flask, people: People
) -> None:
    browser = browser_of(app, None)
    page = browser.get(_sign_in(browser, "/charts")).text
    assert 'href="/charts"' in page
    for address in ("/charts", "/", "/diary", "/export", "/erasure", "/sharing", "/help"):
        assert browser.get(address).status_code == 200, address
    browser.send("/sign-out")
    assert _sign_in(browser).startswith("/agreements")


def test_nobody_else_and_nobody_invented_is_asked(app: Flask, people: People) -> None:
    browser = browser_of(app, None)
    form = {"email": "ben@example.org", "password": PASSWORD}
    assert browser.send("/sign-in", **form).location == "/patients"
    with app.app_context(), early_commit() as session:
        session.get_one(User, people.ana.id).is_demo = True
    assert _sign_in(browser_of(app, None)) == "/"


def test_what_changed_is_told_by_paragraphs() -> None:
    first = ConsentText("diary", 1, "Title", ("same", "old", "gone"), "a")
    second = ConsentText("diary", 2, "Title", ("same", "new", "old and more"), "b")
    assert compare_texts(first, second) == TextChanges(("new", "old and more"), ("old", "gone"))
    assert compare_texts(first, first) == TextChanges((), ())


def _fields(page: str) -> dict[str | None, str | None]:
    return {tag.get("name"): tag.get("value", "") for tag in page_of(page).all("input")}


def _words(page: str) -> str:
    """The words of a page, one blank apart."""
    return " ".join(re.sub("<[^>]*>", " ", page.partition("<main")[2]).split())
