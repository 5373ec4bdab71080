"""An export comes back whole into an empty diary, once; and a hostile one not at all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from diary.access.queries import list_linked_clinicians, open_diary
from diary.access.rules import OpenDiary
from diary.accounts.models import User
from diary.accounts.queries import viewer_of
from diary.audit.rules import OPERATOR
from diary.auth.queries import find_credentials
from diary.extensions import db
from diary.privacy.actions import restore_archive
from diary.privacy.actions.placeholder_users import FROM_A_FILE, placeholder_id
from diary.privacy.actions.restore import PROFILE
from diary.privacy.queries.restore import is_person
from diary.privacy.queries.table_owners import MappedTable, list_tables
from diary.privacy.rules.archive import Archive, ArchiveRefused, read_archive
from diary.privacy.rules.export_policy import ExportRule
from diary.transactions import early_commit
from tests.conftest import make_app, migrate
from tests.privacy.lives import archive_of, changed, newcomer, planted_life, whole_life

EXPORTED = {kept.name: kept for kept in list_tables() if kept.policy.rule is ExportRule.EXPORTED}
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The export of a whole life, made on another server."""
    folder: Path = tmp_path_factory.mktemp("elsewhere")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    with app.app_context():
        with early_commit() as session:
            found = whole_life(session)
        db.engine.dispose()
    return read_archive(found)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """One of everything, made on another server."""
    folder: Path = tmp_path_factory.mktemp("small")
    url = f"sqlite:///{folder / 'diary.sqlite'}"
    migrate(url, folder)
    app = make_app(url, folder)
    with app.app_context():
        with early_commit() as session:
            _, found = planted_life(session)
        db.engine.dispose()
    return read_archive(found)


def _expected(found: Archive, here: UUID) -> Rows:
    """The rows as they must stand here: her id is another, and closed accounts stand in."""
    return {
        name: _in_order(_moved(kept, row, found.owner, here) for row in found.tables[name])
        for name, kept in EXPORTED.items()
        if name != "users"
    }


def _moved(kept: MappedTable, row: dict[str, Any], there: UUID, here: UUID) -> dict[str, Any]:
    moved = {name: str(here) if told == str(there) else told for name, told in row.items()}
    for name, told in moved.items():
        known = (None, str(here), str(OPERATOR))
        if is_person(kept.columns[name]) and told not in known:
            moved[name] = str(placeholder_id(here, UUID(told)))
    return moved


def _in_order(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=repr)


def _stored(session: Session, diary: OpenDiary) -> Rows:
    found = archive_of(session, diary).tables
    return {name: _in_order(iter(found[name])) for name in EXPORTED if name != "users"}


def test_a_whole_life_comes_back_row_by_row(store: Session, whole: Archive) -> None:
    assert {name for name in EXPORTED if not whole.tables[name]} == set(), "nothing to compare"
    diary = newcomer(store)
    outcome = restore_archive(store, diary, whole, diary.patient_id)
    expected = _expected(whole, diary.patient_id)
    assert _stored(store, diary) == expected
    assert (outcome.added, outcome.already) == (1 + sum(map(len, expected.values())), 0)
    user = store.get_one(User, diary.patient_id)
    there = whole.tables["users"][0]
    assert {name: getattr(user, name) for name in PROFILE} == {n: there[n] for n in PROFILE}


def test_twice_adds_nothing(store: Session, whole: Archive) -> None:
    diary = newcomer(store)
    first = restore_archive(store, diary, whole, diary.patient_id)
    before = _stored(store, diary)
    again = restore_archive(store, diary, whole, diary.patient_id)
    assert (again.added, again.already, again.differing) == (0, first.added, 0)
    assert _stored(store, diary) == before


def test_its_own_export_adds_nothing_where_it_was_made(store: Session) -> None:
    ana, made = planted_life(store)
    diary = open_diary(store, ana.viewer, ana.id)
    assert diary is not None
    before = _stored(store, diary)
    outcome = restore_archive(store, diary, read_archive(made), ana.id)
    assert (outcome.added, outcome.differing) == (0, 0)
    assert _stored(store, diary) == before


def test_what_the_diary_says_by_now_is_kept(store: Session, small: Archive) -> None:
    diary = newcomer(store)
    restore_archive(store, diary, small, diary.patient_id)
    before = _stored(store, diary)
    other = changed(
        changed(small, "entries", {"note": "something else"}), "users", {"zone": "Asia/Seoul"}
    )
    outcome = restore_archive(store, diary, other, diary.patient_id)
    assert (outcome.added, outcome.differing) == (0, 2)
    assert _stored(store, diary) == before
    assert store.get_one(User, diary.patient_id).zone == "Europe/Lisbon"


@given(data=st.data())
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_words_it_holds_come_back_as_they_were(
    store: Session, small: Archive, data: st.DataObject
) -> None:
    texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=90)
    made = small
    for table, name in (
        ("entries", "note"),
        ("entry_side_effects", "other_name"),
        ("treatments", "words"),
        ("visits", "plan"),
        ("safety_plans", "words"),
        ("safety_contacts", "name"),
    ):
        said = texts.filter(str.strip) if table == "safety_contacts" else texts
        made = changed(made, table, {name: data.draw(said)})
    made = changed(made, "visit_questions", {"words": data.draw(texts.filter(str.strip))})
    scores = {"anxiety": data.draw(st.integers(0, 10)), "mood": data.draw(st.integers(0, 10))}
    made = changed(made, "entries", scores)
    with store.begin_nested() as attempt:
        diary = newcomer(store, "Hypothesis")
        restore_archive(store, diary, made, diary.patient_id)
        assert _stored(store, diary) == _expected(made, diary.patient_id)
        attempt.rollback()


def test_it_opens_the_diary_to_nobody(store: Session, small: Archive) -> None:
    """Neither a link nor an account of the file counts here, even where the ids are known."""
    diary = newcomer(store)
    restore_archive(store, diary, small, diary.patient_id)
    assert small.tables["care_links"]
    assert list_linked_clinicians(store, diary) == []
    strangers = store.query(User).filter(User.name.endswith(FROM_A_FILE)).all()
    assert [one.name for one in strangers] == ["Ben" + FROM_A_FILE]
    assert find_credentials(store, strangers[0].email) is None
    assert open_diary(store, viewer_of(strangers[0]), diary.patient_id) is None


def test_nothing_is_put_down_to_a_doctor_who_is_here(store: Session) -> None:
    """A file can claim a visit by anybody whose id its maker knows."""
    ana, made = planted_life(store)
    found = read_archive(made)
    ben = UUID(found.tables["visits"][0]["doctor_id"])
    forged = replace(found, tables={**found.tables})
    ids = {row["id"] for name in EXPORTED for row in found.tables[name] if "id" in row}
    fresh = {old: str(uuid4()) for old in ids if old != str(ana.id)}
    for name in EXPORTED:
        forged.tables[name] = [
            {key: fresh.get(value, value) if isinstance(value, str) else value
             for key, value in row.items()}
            for row in found.tables[name]
        ]  # fmt: skip
    diary = newcomer(store)
    restore_archive(store, diary, forged, diary.patient_id)
    rows = _stored(store, diary)
    assert str(ben) not in repr(rows)
    assert rows["visits"][0]["doctor_id"] == str(placeholder_id(diary.patient_id, ben))


def test_rows_of_another_patient_here_are_refused(store: Session) -> None:
    ana, made = planted_life(store)
    diary = newcomer(store)
    own = open_diary(store, ana.viewer, ana.id)
    assert own is not None
    before = _stored(store, own)
    with pytest.raises(ArchiveRefused, match="another diary on this server"):
        restore_archive(store, diary, read_archive(made), diary.patient_id)
    assert _stored(store, own) == before
    assert not any(_stored(store, diary).values())


def test_only_the_patient_brings_her_diary_back(store: Session) -> None:
    ana, made = planted_life(store)
    ben = store.query(User).filter(User.name == "Ben").one()
    seen = open_diary(store, viewer_of(ben), ana.id)
    assert seen is not None
    with pytest.raises(PermissionError):
        restore_archive(store, seen, read_archive(made), ben.id)


ELSEWHERE = str(uuid4())


@pytest.mark.parametrize(
    ("table", "values", "words"),
    [
        ("entries", {"patient_id": ELSEWHERE}, "another person"),
        ("safety_plans", {"patient_id": ELSEWHERE}, "another person"),
        ("entries", {"patient_id": None}, "another person"),
        ("entry_side_effects", {"entry_id": ELSEWHERE}, "not in the file"),
        ("treatment_vital_signs", {"treatment_id": ELSEWHERE}, "not in the file"),
        ("entry_check_ins", {"treatment_id": ELSEWHERE}, "not in the file"),
        ("visits", {"doctor_id": ELSEWHERE}, "does not say who"),
        ("users", {"id": ELSEWHERE}, "whose diary it is"),
        ("users", {"password_hash": "x"}, "does not know"),
        ("entries", {"unheard_of": 1}, "does not know"),
        ("entries", {"anxiety": 11}, "entries.csv, line 2"),
        ("entries", {"version": 0}, "line 2, version"),
        ("entries", {"version": None}, "line 2, version"),
        ("entries", {"effective_at_utc": "2031-01-01T00:00:00+00:00"}, "effective_at_utc"),
        ("entries", {"effective_wall": "20260615T1100"}, "effective_wall"),
        ("users", {"name": ""}, "users.csv, line 2, name"),
        ("users", {"name": " "}, "users.csv, line 2, name"),
        ("users", {"day_boundary": 11}, "day_boundary"),
        ("users", {"country": "Nowhere"}, "country"),
        ("users", {"born_on": "2199-01-01"}, "born_on"),
        ("safety_contacts", {"name": ""}, "line 2, name"),
        ("safety_contacts", {"phone": "javascript:1"}, "line 2, phone"),
        ("visit_questions", {"words": "\n"}, "line 2, words"),
        ("visits", {"next_meeting": "1999-01-01"}, "next_meeting"),
        ("visits", {"held_on": "2026-W01-1"}, "held_on"),
        ("visit_versions", {"version": 0}, "version"),
        ("treatments", {"updated_at_utc": "1999-01-01T00:00:00+00:00"}, "updated_at_utc"),
        ("treatments", {"merged_into_id": ELSEWHERE}, "merged_into_id"),
        ("treatments", {"starts_zone": ""}, "starts_zone"),
        ("entries", {"anxiety": "7"}, "no diary can keep"),
        ("entries", {"effective_wall": "yesterday"}, "effective_wall"),
        ("entries", {"effective_wall": "2020-01-01T00:00:00"}, "effective_wall|effective_at_utc"),
        ("entries", {"effective_zone": "Mars/Nowhere"}, "effective_zone"),
        ("entries", {"effective_at_utc": "0001-01-01T00:00:00+00:00"}, "effective_at_utc"),
        ("entries", {"note": "x" * 20_000}, "no diary can keep"),
        ("treatments", {"currency": "XXX"}, "currency"),
        ("treatments", {"route": "by air"}, "no diary can keep"),
        ("entry_versions", {"snapshot": "[]"}, "snapshot"),
        ("treatment_versions", {"snapshot": "{}"}, "snapshot"),
        ("visits", {"held_on": "2026-02-30"}, "held_on"),
        ("reminder_settings", {"daily_at": "25:00"}, "daily_at"),
    ],
)
def test_a_row_that_no_export_made_is_refused_whole(
    store: Session, small: Archive, table: str, values: dict[str, Any], words: str
) -> None:
    diary = newcomer(store)
    with pytest.raises(ArchiveRefused, match=words):
        restore_archive(store, diary, changed(small, table, values), diary.patient_id)
    assert not any(_stored(store, diary).values())


def test_a_row_that_is_there_twice_and_a_table_of_nobody_are_refused(
    store: Session, small: Archive
) -> None:
    diary = newcomer(store)
    twice = {**small.tables, "entries": small.tables["entries"] * 2}
    for tables in (twice, {**small.tables, "sqlite_master": []}):
        with pytest.raises(ArchiveRefused):
            restore_archive(store, diary, replace(small, tables=tables), diary.patient_id)
    assert not any(_stored(store, diary).values())


NASTY: tuple[object, ...] = ("", "=1", -1, 2**40, 1.5, True, [], "9999-12-31T23:59:59+00:00")


@pytest.mark.parametrize("table", EXPORTED)
def test_any_value_in_any_column_is_kept_or_refused_in_words(
    store: Session, small: Archive, table: str
) -> None:
    """A value for each column, in turns: all of them for each would take minutes."""
    names = list(small.tables[table][0])
    tried = [(name, NASTY[at % len(NASTY)]) for at, name in enumerate(names)]
    for name, value in tried:
        with store.begin_nested() as attempt:
            diary = newcomer(store)
            said = _refusal(store, diary, changed(small, table, {name: value}))
            assert said == "" or said.endswith("."), (name, value)
            attempt.rollback()


def _refusal(store: Session, diary: OpenDiary, found: Archive) -> str:
    try:
        restore_archive(store, diary, found, diary.patient_id)
    except ArchiveRefused as refused:
        return str(refused)
    return ""
