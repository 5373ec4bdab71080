"""Sealed fields: only a key opens them, and only in their own row and column, on both engines."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import ForeignKey, Integer, create_engine, insert, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    Session,
    aliased,
    mapped_column,
    relationship,
)

from diary.db import EncryptedText, Id, OfRow
from diary.db.encrypted import bind_rows
from diary.db.engine import engine_options, prepare
from diary.extensions import db
from diary.keys import DecryptionFailed, Keyring, Keys, fresh_database_key, fresh_field_key
from diary.private_files import read_or_create
from tests.conftest import KEYS

WORDS = "canarywords of Ana: naïve, 🌙, ܐ"


class Sealed(DeclarativeBase):
    """A base of the tests' own."""


bind_rows(Sealed)


class Leaf(Sealed):
    __tablename__ = "sealed_leaves"

    id: Mapped[UUID] = mapped_column(Id, primary_key=True, default=uuid4)
    words: Mapped[str | None] = mapped_column(EncryptedText("sealed_leaves.words", 40))
    other: Mapped[str | None] = mapped_column(EncryptedText("sealed_leaves.other"))
    number: Mapped[int] = mapped_column(Integer, default=0)
    veins: Mapped[list["Vein"]] = relationship(lazy="selectin", order_by="Vein.number")


class Vein(Sealed):
    __tablename__ = "sealed_veins"

    leaf_id: Mapped[UUID] = mapped_column(Id, ForeignKey("sealed_leaves.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    words: Mapped[str] = mapped_column(EncryptedText("sealed_veins.words"))


@pytest.fixture
def leaves(store: Session) -> Session:
    Sealed.metadata.create_all(store.connection())
    return store


def _held(session: Session, column: str, leaf: Leaf) -> str:
    """What lies in the table."""
    found = session.execute(
        select(text(column)).select_from(Leaf).where(Leaf.id == leaf.id)
    ).scalar_one()
    return str(found)


def _add(session: Session, words: str | None = WORDS) -> Leaf:
    leaf = Leaf(words=words, other="the same words", veins=[Vein(number=1, words="a vein")])
    session.add(leaf)
    session.flush()
    return leaf


def test_words_come_back_and_the_table_holds_none_of_them(leaves: Session) -> None:
    leaf = _add(leaves)
    assert "canary" not in _held(leaves, "words", leaf)
    assert _held(leaves, "words", leaf).startswith(f"{KEYS.fields.active}.")
    leaves.expire_all()
    assert leaf.words == WORDS
    assert [vein.words for vein in leaf.veins] == ["a vein"]


def test_the_same_words_are_never_sealed_the_same_way_twice(leaves: Session) -> None:
    one, two = _add(leaves), _add(leaves)
    assert _held(leaves, "other", one) != _held(leaves, "other", two)


def test_a_column_alone_an_alias_and_a_join_are_read_as_well(leaves: Session) -> None:
    leaf, other = _add(leaves), aliased(Leaf)
    assert leaves.scalars(select(Leaf.words).where(Leaf.id == leaf.id)).all() == [WORDS]
    joined = select(other.words, Vein.words).join(Vein, Vein.leaf_id == other.id)
    assert leaves.execute(joined).all() == [(WORDS, "a vein")]


def test_nothing_stays_nothing_and_empty_stays_empty(leaves: Session) -> None:
    nothing, empty = _add(leaves, None), _add(leaves, "")
    leaves.expire_all()
    assert (nothing.words, empty.words) == (None, "")


def test_a_change_is_sealed_and_another_change_leaves_the_words_alone(leaves: Session) -> None:
    leaf = _add(leaves)
    leaf.words = "other words"
    leaves.flush()
    before = _held(leaves, "words", leaf)
    leaves.expire_all()
    assert leaf.words == "other words"
    leaf.number = 3
    leaves.flush()
    assert _held(leaves, "words", leaf) == before


@pytest.mark.parametrize("moved_to", ["another row", "another column"])
def test_what_is_moved_cannot_be_read_there(leaves: Session, moved_to: str) -> None:
    one, two = _add(leaves), _add(leaves)
    column, row = ("words", two) if moved_to == "another row" else ("other", one)
    stolen = _held(leaves, "words", one)
    moved = text(f"UPDATE sealed_leaves SET {column} = :stolen WHERE number = :number")
    row.number = 7
    leaves.flush()
    leaves.execute(moved, {"stolen": stolen, "number": 7})
    with pytest.raises(DecryptionFailed):
        leaves.scalars(select(getattr(Leaf, column)).where(Leaf.id == row.id)).all()
    # the control: at home it opens
    assert leaves.scalars(select(Leaf.words).where(Leaf.id == one.id)).all() == [WORDS]


def test_words_taken_from_one_row_to_another_are_sealed_anew(leaves: Session) -> None:
    one = _add(leaves)
    two = Leaf(words=one.words)
    leaves.add(two)
    leaves.flush()
    leaves.expire_all()
    assert two.words == WORDS


def test_a_statement_that_does_not_say_the_row_is_refused(leaves: Session) -> None:
    row = {"id": uuid4(), "number": 1, "other": None}
    with pytest.raises(StatementError, match="needs to know the row"):
        leaves.execute(insert(Leaf), [{**row, "words": "words"}])
    leaves.execute(insert(Leaf), [{**row, "words": OfRow("words", row["id"])}])  # type: ignore[arg-type]
    assert leaves.scalars(select(Leaf.words)).all() == ["words"]


def test_longer_words_than_the_column_holds_are_refused(leaves: Session) -> None:
    assert _add(leaves, "🌙" * 40).words
    with pytest.raises(StatementError, match="at most 40"):
        leaves.execute(insert(Leaf), [{"id": uuid4(), "words": OfRow("a" * 41, "1")}])


def test_an_altered_value_and_a_missing_key_say_so_without_the_words(tmp_path: Path) -> None:
    ring = Keyring(fresh_field_key())
    sealed = ring.seal(b"words of Ana", "notes.words 1")
    assert ring.open(sealed, "notes.words 1") == b"words of Ana"
    altered = sealed[:-2] + ("AA" if sealed[-2:] != "AA" else "BB")
    for value, keys in ((altered, ring), (sealed, Keyring(fresh_field_key())), ("plain", ring)):
        with pytest.raises(DecryptionFailed) as refused:
            keys.open(value, "notes.words 1")
        assert "Ana" not in str(refused.value)


def test_a_key_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file, first, second = tmp_path / "fields", fresh_field_key(), fresh_field_key()
    file.write_text(first)
    ring, other = (Keyring(first, file) for _ in range(2))
    file.with_suffix(".new").write_text(f"{first}\n{second}\n")
    file.with_suffix(".new").replace(file)
    assert ring.active == second.partition(":")[0]
    assert other.open(ring.seal(b"words", "here"), "here") == b"words"


def test_a_key_file_that_is_away_for_a_while_holds_nobody_up(tmp_path: Path) -> None:
    """Its folder is not mounted just now: the keys that are held open and seal as before."""
    file, away = tmp_path / "fields", tmp_path / "away"
    file.write_text(fresh_field_key())
    ring = Keyring(file.read_text(), file)
    before = ring.seal(b"words", "here")
    file.rename(away)
    after = ring.seal(b"words", "here")
    assert ring.open(before, "here") == ring.open(after, "here") == b"words"
    with pytest.raises(DecryptionFailed, match="is not among the keys"):
        ring.open(f"other.{before.partition('.')[2]}", "here")
    away.rename(file)
    added = ring.add()
    assert ring.seal(b"words", "here").startswith(f"{added}.")


def test_a_new_key_is_on_the_disk_before_anything_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut soon after the first start must not leave a file that no key opens."""
    synced, sync = [], os.fsync

    def note(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        synced.append((path.name.partition(".")[0], os.fstat(handle).st_size > 0))
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    made = read_or_create(tmp_path / "keys", "database", fresh_database_key())
    assert (tmp_path / "keys" / "database").read_text() == made
    assert synced == [("database", True), ("keys", True), (tmp_path.name, True)]


@pytest.mark.parametrize("text", ["", "k1", "k1:short", "k1:!!!", "k 1:" + "A" * 43 + "="])
def test_a_keyring_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="field key"):
        Keyring(text)


def test_two_engines_have_two_keyrings(app: Flask, tmp_path: Path) -> None:
    """The keys belong to the engine, not to the program."""
    with app.app_context():
        mine = db.engine
    others = create_engine(**engine_options(f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"))
    prepare(others, Keys("", Keyring(fresh_field_key()), KEYS.audit))
    for engine in (mine, others):
        with Session(engine) as session:
            Sealed.metadata.create_all(session.connection())
            assert _add(session).words == WORDS
            session.rollback()
    others.dispose()
