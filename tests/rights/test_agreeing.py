"""What a patient agrees to: this version, these words, taken back as easily as given."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from diary import clock
from diary.access.queries import open_diary, readers, waiting_invitations
from diary.accounts.models import User
from diary.accounts.queries import viewer_of
from diary.rights.actions import agree, checksums, withdraw
from diary.rights.queries.agreeing import history, is_asked, standing
from diary.rights.rules import agreements
from diary.rights.rules.agreements import FOLDER, current, read
from tests.client import DiaryClient
from tests.pages import read as page_of
from tests.people import browser_of
from tests.rights.lives import planted_life
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
    assert is_asked(store, ana.id)
    assert not agree(store, diary, "other words")
    assert is_asked(store, ana.id)
    shown = checksums(standing(store, ana.id))
    assert agree(store, diary, shown)
    assert agree(store, diary, shown)
    kept = {(row.name, row.version, row.checksum) for row in history(store, ana.id)}
    assert kept == {(text.name, text.version, text.checksum) for text in current()}
    assert len(history(store, ana.id)) == len(current())
    assert not is_asked(store, ana.id)


def test_a_new_version_is_asked_for_anew(
    store: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    assert agree(store, diary, checksums(standing(store, ana.id)))
    for name in ("diary-1.txt", "sharing-1.txt", "diary-2.txt"):
        (tmp_path / name).write_text("Title\n\nOther words")
    monkeypatch.setattr(agreements, "FOLDER", tmp_path)
    current.cache_clear()
    try:
        assert current()[0].version == 2
        assert is_asked(store, ana.id)
    finally:
        current.cache_clear()


def test_taking_sharing_back_ends_every_link_at_once(store: Session) -> None:
    ana, _ = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    assert not withdraw(store, diary, "sharing")
    agree(store, diary, checksums(standing(store, ana.id)))
    assert [reader.ended for reader in readers(store, diary)] == [False]
    assert withdraw(store, diary, "sharing")
    assert [reader.ended for reader in readers(store, diary)] == [True]
    assert waiting_invitations(store, diary) == []
    assert [each.agreed_at is None for each in standing(store, ana.id)] == [False, True]
    assert not is_asked(store, ana.id), "she has answered"


def test_nobody_agrees_for_her(store: Session) -> None:
    ana, _ = planted_life(store)
    ben = store.query(User).filter(User.name == "Ben").one()
    seen = open_diary(store, viewer_of(ben), ana.id)
    assert seen is not None
    with pytest.raises(PermissionError):
        agree(store, seen, checksums(standing(store, ana.id)))


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
