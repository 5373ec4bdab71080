"""Rows become values: the right diary, the patient's days, sessions that took place."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from diary.charts.queries import load, relief
from diary.domain.entries import MedicationStatus, SideEffectReport
from diary.domain.people import Role
from diary.domain.treatments import TreatmentStatus
from tests.charts.builders import utc, views_of
from tests.charts.stored import log, open_own, treat
from tests.people import add, move_in


def test_an_entry_keeps_its_instant_its_wall_and_its_diary_day(store: Session) -> None:
    diary = open_own(store, move_in(store).ana)
    at = utc(2026, 7, 2, 1, 30)  # 02:30 in Lisbon, before the day ends at 04:00
    entry_id = log(
        store, diary, at, 3, None, effects=(SideEffectReport("other", "mild", "tingling"),)
    )
    (found,) = load(store, diary, None, None).entries
    assert (found.entry_id, found.at) == (entry_id, at)
    assert found.wall.isoformat(timespec="minutes") == "2026-07-02T02:30"
    assert found.day == date(2026, 7, 1)
    assert (found.anxiety, found.mood) == (3, None)
    assert found.side_effects == (("other", "tingling", "mild"),)


def test_a_change_of_medication_after_midnight_stands_under_the_day_of_its_entry(
    store: Session,
) -> None:
    diary = open_own(store, move_in(store).ana)
    log(store, diary, utc(2026, 7, 2, 1, 30), medication="changed")
    rows = load(store, diary, date(2026, 7, 1), date(2026, 7, 1))
    assert [mark.day for mark in rows.marks] == [date(2026, 7, 1)]
    views = views_of(rows.entries, (), rows.marks, today=date(2026, 7, 1))
    assert "Medication changed" in str(views[0].table)


def test_only_sessions_that_took_place_are_numbered(store: Session) -> None:
    diary = open_own(store, move_in(store).ana)
    first = treat(store, diary, utc(2026, 5, 1))
    treat(store, diary, utc(2026, 5, 3), TreatmentStatus.PLANNED)
    second = treat(store, diary, utc(2026, 5, 8))
    rows = load(store, diary, date(2026, 5, 7), None)
    assert [(s.treatment_id, s.number, s.label) for s in rows.sessions] == [
        (first, 1, "IV 40 mg"),
        (second, 2, "IV 40 mg"),
    ]
    later = utc(2026, 5, 1) + timedelta(minutes=40)
    wall = rows.sessions[0].wall + timedelta(minutes=40)
    during = rows.sessions[0].treatment.vitals[0]
    assert rows.sessions[0].treatment.vitals == (during,)
    assert (during.phase, during.at, during.wall) == ("during", later, wall)
    assert (during.systolic, during.diastolic, during.pulse, during.spo2) == (148, 92, 88, 97)


def test_days_before_the_first_asked_for_stay_away(store: Session) -> None:
    diary = open_own(store, move_in(store).ana)
    for day in (1, 2, 3):
        log(store, diary, utc(2026, 5, day))
    days = [c.day.day for c in load(store, diary, date(2026, 5, 2), date(2026, 5, 2)).entries]
    assert days == [2]


def test_a_strangers_entries_are_never_among_them(store: Session) -> None:
    people = move_in(store)
    cleo = open_own(store, people.cleo)
    log(store, cleo, utc(2026, 5, 1))
    treat(store, cleo, utc(2026, 5, 1))
    rows = load(store, open_own(store, people.ana), None, None)
    assert (rows.entries, rows.sessions, rows.marks) == ((), (), ())


def test_words_on_medication_follow_the_consent_for_notes(store: Session) -> None:
    diary = open_own(store, move_in(store).ana)
    changed = MedicationStatus.CHANGED.value
    log(store, diary, utc(2026, 5, 1), medication=changed, medication_note="20 mg now")
    log(store, diary, utc(2026, 5, 2), medication=MedicationStatus.TAKEN.value)
    assert [m.label for m in load(store, diary, None, None).marks] == ["20 mg now"]
    unshared = replace(diary, sees_notes=False)
    assert [m.label for m in load(store, unshared, None, None).marks] == ["Medication changed"]


def test_the_analysis_reads_the_whole_diary_and_tells_of_the_sessions_asked_for(
    store: Session,
) -> None:
    diary = open_own(store, move_in(store).ana)
    for day in range(1, 29):
        log(store, diary, utc(2026, 5, day, 20), anxiety=8, mood=3)
    for day in (8, 22):
        treat(store, diary, utc(2026, 5, day))
    found = relief(store, diary, utc(2026, 6, 1), session_numbers={2})
    assert found.session_numbers == (2,)
    assert found.anxiety.before_first is not None
    assert found.anxiety.before_first.value == 8
    assert found.mood.sessions[0].baseline.value == 3


def test_an_analysis_up_to_a_day_knows_nothing_later(store: Session) -> None:
    diary = open_own(store, move_in(store).ana)
    for day in range(1, 20):
        log(store, diary, utc(2026, 5, day, 20), anxiety=8 if day < 11 else 2)
    treat(store, diary, utc(2026, 5, 10))
    treat(store, diary, utc(2026, 5, 17))
    until = relief(store, diary, utc(2026, 6, 1), until=date(2026, 5, 10))
    assert until.session_numbers == (1,)
    assert until.anxiety.sessions[0].change("24h").status == "not yet"
    assert until.anxiety.lately.value == 8


def test_lately_ends_with_the_patients_own_day(store: Session) -> None:
    """In Auckland it is the morning of the 16th while Greenwich still has the 15th."""
    diary = open_own(store, add(store, "Ana", Role.PATIENT, "Pacific/Auckland"))
    log(store, diary, utc(2026, 6, 15, 20), 3)
    found = relief(store, diary, utc(2026, 6, 15, 21))
    assert found.anxiety.lately.entries == 1


def test_an_empty_diary_has_an_analysis_that_says_so(store: Session) -> None:
    found = relief(store, open_own(store, move_in(store).ana), utc(2026, 6, 1))
    assert found.session_numbers == ()
    assert found.too_few
