"""An open diary knows its calendar: its patient's zone and the hour at which their day begins."""

from datetime import UTC, date, datetime
from uuid import uuid4

from diary.access.rules import OpenDiary

ANA = uuid4()
DIARY = OpenDiary(
    patient_id=ANA,
    viewer_id=ANA,
    is_owner=True,
    may_write=True,
    sees_notes=True,
    sees_costs=True,
    zone="Europe/Berlin",
    day_boundary=4,
)
NIGHT = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)  # 3:30 on the wall in Berlin


def test_the_wall_is_the_patients() -> None:
    assert DIARY.wall_of(NIGHT) == datetime(2026, 3, 10, 3, 30)


def test_before_the_boundary_it_is_still_yesterday() -> None:
    assert DIARY.today(NIGHT) == date(2026, 3, 9)
    assert DIARY.day_of(datetime(2026, 3, 10, 4)) == date(2026, 3, 10)


def test_a_day_starts_at_the_boundary() -> None:
    start = DIARY.start_of(date(2026, 3, 10))
    assert start == datetime(2026, 3, 10, 4)
    assert DIARY.day_of(start) == date(2026, 3, 10)
