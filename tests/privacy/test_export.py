"""Everything about a patient in one file: nothing missing, nobody else's, no secret."""

import stat
from pathlib import Path

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, select, text

from diary import clock
from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.audit.models import AuditEvent
from diary.audit.rules import OPERATOR, Event
from diary.auth.rules import PROOF_LASTS
from diary.db import Base
from diary.extensions import db
from diary.privacy.queries import collect_export
from diary.privacy.queries.table_owners import about, column_kind, list_tables
from diary.privacy.rules.export_policy import ExportRule, MissingPolicy, parse_policy
from diary.privacy.rules.json_values import ColumnKind
from diary.tabular.csv_cells import cell, text_in
from diary.transactions import read_only
from tests.people import PASSWORD, browser_of
from tests.privacy import opened
from tests.whole_app.planting import CANARIES, MAY_READ, Planted, plant

SECRETS = ("password_hash", "token_hash", "code_hash", "endpoint", "public_key", "secret")


@pytest.fixture
def planted(app: Flask) -> Planted:
    return plant(app)


def _export(app: Flask, planted: Planted, name: str = "ana") -> bytes:
    return browser_of(app, planted.people[name]).send("/export").get_data()


def _shell(app: Flask, path: Path, *more: str, email: str = "ana@example.org") -> Result:
    return app.test_cli_runner().invoke(args=["export", str(path), "--patient", email, *more])


def test_every_table_says_what_an_export_does_with_it() -> None:
    """A new table: table(…, rights="exported"), or "not exported: why"; see docs/export.md."""
    assert {kept.name for kept in list_tables()} == set(Base.metadata.tables)


def test_a_table_that_says_nothing_is_noticed() -> None:
    silent = Table("silent", MetaData(), Column("id", Integer, primary_key=True))
    with pytest.raises(MissingPolicy):
        parse_policy(silent.name, silent.info.get("rights"))


def test_every_exported_table_leads_to_a_person(planted: Planted) -> None:
    ana = planted.people["ana"].id
    lost = {
        kept.name
        for kept in list_tables()
        if kept.policy.rule is not ExportRule.NOT and about(kept.table, ana) is None
    }
    assert lost == set()


def test_no_column_with_the_name_of_a_secret_is_exported() -> None:
    told = {
        f"{kept.name}.{name}"
        for kept in list_tables()
        if kept.policy.rule is not ExportRule.NOT
        for name in kept.columns.keys() - kept.withheld(by_clinic=True).keys()
        if name.endswith(SECRETS) or "hash" in name or "token" in name
    }
    assert told == set()


def test_it_holds_every_word_of_hers_and_none_of_others(app: Flask, planted: Planted) -> None:
    told = opened.text(_export(app, planted), "diary.json")
    here = {name for name, word in CANARIES.items() if word in told}
    # money stands there as a number of cents
    assert here == MAY_READ["ana"] - {"ana cost"}
    assert "765432" in told
    assert "$argon2" not in told


def test_it_holds_every_row_about_her(app: Flask, planted: Planted) -> None:
    """Counted by plain SQL, table by table, so that a query which loses rows is noticed."""
    found = opened.whole(_export(app, planted))
    ana = str(planted.people["ana"].id)
    of_entry = "entry_id IN (SELECT id FROM entries WHERE patient_id = :ana)"
    of_session = "treatment_id IN (SELECT id FROM treatments WHERE patient_id = :ana)"
    otherwise = {
        **dict.fromkeys(
            ("entry_side_effects", "entry_versions", "entry_check_ins", "entry_arrivals"), of_entry
        ),
        **dict.fromkeys(("treatment_vital_signs", "treatment_versions"), of_session),
        "visit_versions": "visit_id IN (SELECT id FROM visits WHERE patient_id = :ana)",
        "users": "id = :ana",
        "sign_ins": "user_id = :ana",
        "pins": "sign_in_id IN (SELECT id FROM sign_ins WHERE user_id = :ana)",
        "profile_versions": "user_id = :ana",
        "audit_events": "patient_id = :ana OR actor_id = :ana",
    }
    asked = {name: otherwise.get(name, "patient_id = :ana") for name in found["tables"]}
    with app.app_context(), db.engine.connect() as connection:
        counted = {
            name: connection.execute(
                text(f"SELECT count(*) FROM {name} WHERE {where}"), {"ana": ana}
            ).scalar_one()
            for name, where in asked.items()
        }
    assert {name: len(found["tables"][name]) for name in counted} == counted
    assert sum(counted.values()) > 15


def test_the_csv_files_say_the_same_as_the_json(app: Flask, planted: Planted) -> None:
    archive = _export(app, planted)
    tables = opened.whole(archive)["tables"]
    kinds = {
        kept.name: {name: column_kind(column) for name, column in kept.columns.items()}
        for kept in list_tables()
    }
    assert len(tables) > 15
    for name, rows in tables.items():
        lines = opened.lines(archive, name)
        assert len(lines) == len(rows)
        for row, line in zip(rows, lines, strict=True):
            assert {key: cell(value) for key, value in row.items()} == line
            words = {key for key in row if kinds[name][key] is ColumnKind.TEXT}
            assert {k: text_in(line[k]) for k in words} == {k: row[k] for k in words}


def test_the_readme_names_what_is_left_out_and_why(app: Flask, planted: Planted) -> None:
    readme = opened.text(_export(app, planted), "README.txt")
    for words in ("users.password_hash: a secret", "uploads: her own file", "entries: 1"):
        assert words in readme


def test_it_is_a_readme_one_whole_file_and_tables(app: Flask, planted: Planted) -> None:
    archive = _export(app, planted)
    assert opened.names(archive)[:2] == ["README.txt", "diary.json"]
    assert all(name.startswith("csv/") for name in opened.names(archive)[2:])


def test_nobody_else_may_make_it(app: Flask, planted: Planted) -> None:
    ana, ben = planted.people["ana"], planted.people["ben"]
    with app.app_context(), read_only() as session:
        diary = open_diary(session, ben.viewer, ana.id)
        assert isinstance(diary, OpenDiary)
        with pytest.raises(PermissionError):
            collect_export(session, diary)


def test_a_phone_that_was_signed_in_a_while_ago_asks_first(app: Flask, planted: Planted) -> None:
    phone = browser_of(app, planted.people["ana"])
    with time_machine.travel(clock.now() + PROOF_LASTS, tick=False):
        asked = phone.send("/export")
        assert (asked.status_code, "Is it you?" in asked.text) == (401, True)
        assert phone.send("/export", proof_password=PASSWORD).mimetype == "application/zip"


def test_an_export_is_noted(app: Flask, planted: Planted, tmp_path: Path) -> None:
    _export(app, planted)
    assert _shell(app, tmp_path / "ana.zip").exit_code == 0
    with app.app_context(), read_only() as session:
        told = select(AuditEvent).where(AuditEvent.event == Event.PRIVACY_EXPORT.value)
        actors = [event.actor_id for event in session.scalars(told)]
    assert actors == [planted.people["ana"].id, OPERATOR]


def test_the_shell_writes_for_its_owner_and_over_nothing(
    app: Flask, planted: Planted, tmp_path: Path
) -> None:
    path = tmp_path / "ana.zip"
    assert "rows to" in _shell(app, path).stdout
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    again = _shell(app, path)
    assert (again.exit_code, "File exists" in again.stderr) == (1, True)
    assert path.read_bytes() == before
    unknown = _shell(app, tmp_path / "none.zip", email="nobody@example.org")
    assert (unknown.exit_code, "no patient" in unknown.stderr) == (1, True)
    assert _shell(app, tmp_path / "ben.zip", email="ben.ben@example.org").exit_code == 1


def test_only_the_clinic_can_hand_over_what_a_doctor_noted_for_himself(
    app: Flask, planted: Planted, tmp_path: Path
) -> None:
    note = CANARIES["visit note"]
    _shell(app, tmp_path / "plain.zip")
    _shell(app, tmp_path / "whole.zip", "--with-doctors-notes")
    told = [
        opened.text((tmp_path / name).read_bytes(), "diary.json")
        for name in ("plain.zip", "whole.zip")
    ]
    assert [note in one for one in told] == [False, True]
