"""Column types: the same value comes back from both engines, or it is refused."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Dialect, func, select, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from diary.accounts.models import User
from diary.audit.models import AuditEvent
from diary.db import Base, DayText, EnumText, Thousandths
from diary.imports.models import Upload
from diary.imports.rules import FileKind
from diary.reminders.models import ReminderSettings
from tests.people import move_in

DIALECTS: tuple[Dialect, ...] = (SQLiteDialect_pysqlite(), PGDialect_psycopg())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1900, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, 59, 999999, tzinfo=timezone(timedelta(hours=-12))),
        datetime(999, 1, 1, tzinfo=UTC),
    ],
)
def test_an_instant_keeps_its_place_whatever_its_offset(store: Session, instant: datetime) -> None:
    people = move_in(store)
    event = AuditEvent(at_utc=instant, event="test", actor_id=people.ana.id)
    store.add(event)
    store.flush()
    store.expire(event)
    assert event.at_utc == instant
    assert event.at_utc.utcoffset() == timedelta(0)


def test_instants_sort_as_they_happened(store: Session) -> None:
    people = move_in(store)
    moments = [datetime(year, 6, 1, tzinfo=UTC) for year in (2026, 999, 1950)]
    store.add_all(AuditEvent(at_utc=at, event="sort", actor_id=people.ana.id) for at in moments)
    store.flush()
    rows = store.query(AuditEvent).where(AuditEvent.event == "sort").order_by(AuditEvent.at_utc)
    assert [row.at_utc for row in rows] == sorted(moments)


def test_a_naive_time_is_refused(store: Session) -> None:
    people = move_in(store)
    store.add(AuditEvent(at_utc=datetime(2026, 1, 1), event="test", actor_id=people.ana.id))
    with pytest.raises(StatementError, match="needs an offset"):
        store.flush()


@pytest.mark.parametrize("dose", ["0.5", "40", "0.001", "999.999", "56"])
def test_a_dose_comes_back_exactly(dose: str) -> None:
    column = Thousandths()
    for dialect in DIALECTS:
        bound = column.process_bind_param(Decimal(dose), dialect)
        assert column.process_result_value(bound, dialect) == Decimal(dose)


def test_a_dose_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(ValueError, match="three decimal places"):
        Thousandths().process_bind_param(Decimal("0.0005"), DIALECTS[0])


def test_a_word_of_an_enum_is_stored_as_plain_text_and_read_as_the_member() -> None:
    column = EnumText(FileKind)
    for dialect in DIALECTS:
        for written in (FileKind.ENTRIES, "entries", None):
            bound = column.process_bind_param(written, dialect)
            assert bound is None or (type(bound), bound) == (str, "entries")
            expected = None if written is None else FileKind.ENTRIES
            assert column.process_result_value(bound, dialect) is expected


def test_a_word_of_an_enum_is_found_and_comes_back_as_the_member(store: Session) -> None:
    people = move_in(store)
    at = datetime(2026, 6, 1, tzinfo=UTC)
    store.add(Upload(patient_id=people.ana.id, kind=FileKind.TREATMENTS, created_at_utc=at))
    store.flush()
    store.expire_all()
    found = store.scalars(select(Upload.kind).where(Upload.kind == FileKind.TREATMENTS)).one()
    assert found is FileKind.TREATMENTS
    assert store.execute(text("SELECT kind FROM uploads")).scalar_one() == "treatments"


def test_a_date_and_a_time_of_day_are_stored_as_text_and_come_back(store: Session) -> None:
    ana = store.get_one(User, move_in(store).ana.id)
    ana.born_on = date(987, 5, 2)
    store.add(
        ReminderSettings(
            patient_id=ana.id,
            daily_at=None,
            check_ins=True,
            quiet_from=time(22, 5),
            quiet_until=time(0),
            by_mail=False,
            updated_at_utc=ana.created_at_utc,
        )
    )
    store.flush()
    store.expire_all()
    row = store.get_one(ReminderSettings, ana.id)
    assert (ana.born_on, row.daily_at) == (date(987, 5, 2), None)
    assert (row.quiet_from, row.quiet_until) == (time(22, 5), time(0))
    stored = store.execute(text("SELECT quiet_from, quiet_until FROM reminder_settings")).one()
    assert tuple(stored) == ("22:05", "00:00")
    born = select(func.count()).where(User.born_on == date(987, 5, 2))
    assert store.scalar(born) == 1
    assert "0987-05-02" in store.scalars(text("SELECT born_on FROM users")).all()


def test_an_instant_is_no_date() -> None:
    for dialect in DIALECTS:
        with pytest.raises(ValueError, match="a date has no time"):
            DayText().process_bind_param(datetime(2026, 6, 1, tzinfo=UTC), dialect)


def test_every_column_of_known_words_gives_the_member_back() -> None:
    for table in Base.metadata.tables.values():
        known = [str(check.name) for check in table.constraints]
        for column in table.columns:
            is_checked = f"ck_{table.name}_{column.name}_known" in known
            assert is_checked == isinstance(column.type, EnumText), column


@pytest.mark.parametrize(
    "wrong",
    ["UPDATE users SET day_boundary = 25", "UPDATE users SET role = 'owner'"],
)
def test_a_check_refuses_what_no_form_would_send(store: Session, wrong: str) -> None:
    move_in(store)
    with pytest.raises(IntegrityError):
        store.execute(text(wrong))


def test_words_in_a_column_of_numbers_are_refused(store: Session) -> None:
    move_in(store)
    with pytest.raises(DBAPIError):
        store.execute(text("UPDATE users SET day_boundary = 'abc'"))


def test_a_flag_is_true_or_false(store: Session) -> None:
    people = move_in(store)
    user = store.get_one(User, people.ana.id)
    user.is_demo = True
    store.flush()
    store.expire(user)
    assert user.is_demo is True
