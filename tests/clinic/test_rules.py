"""The order of "My patients" and the time that a follow-up covers."""

from datetime import date, timedelta

import pytest

from diary.clinic.rules import ListGroup, PatientStatus, choose_range, find_position

TODAY = date(2026, 11, 23)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def standing(name: str = "Ana Example", **more: object) -> PatientStatus:
    given: dict[str, object] = {"last_entry_on": TODAY, **more}
    return PatientStatus(name=name, **given)  # type: ignore[arg-type]


HIGH = "Blood pressure 184/102"


def test_a_value_beyond_a_limit_comes_first_and_says_what_and_when() -> None:
    found = find_position(standing(beyond=((days_ago(4), HIGH),)), TODAY)
    assert found.group is ListGroup.BEYOND_LIMIT
    assert found.reasons == (f"{HIGH} (4 days ago)",)


def test_of_several_values_the_latest_is_named_and_the_others_counted() -> None:
    beyond = ((days_ago(4), "Headache, severe"), (days_ago(1), HIGH), (days_ago(3), HIGH))
    assert find_position(standing(beyond=beyond), TODAY).reasons == (
        f"{HIGH} (yesterday), and 2 more",
    )


def test_a_value_beyond_a_limit_leaves_the_top_after_a_week() -> None:
    assert (
        find_position(standing(beyond=((days_ago(6), HIGH),)), TODAY).group
        is ListGroup.BEYOND_LIMIT
    )
    assert find_position(standing(beyond=((days_ago(7), HIGH),)), TODAY).group is ListGroup.BY_NAME


@pytest.mark.parametrize(("days", "group"), [(4, ListGroup.BY_NAME), (5, ListGroup.QUIET)])
def test_five_days_without_an_entry_count(days: int, group: ListGroup) -> None:
    assert find_position(standing(last_entry_on=days_ago(days)), TODAY).group is group


def test_somebody_without_any_entry_stands_with_the_quiet() -> None:
    found = find_position(standing(last_entry_on=None), TODAY)
    assert (found.group, found.reasons) == (ListGroup.QUIET, ("No entry yet",))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Session planned today"),
        (1, "Session planned tomorrow"),
        (3, "Session planned in 3 days"),
    ],
)
def test_a_session_soon_is_a_reason(days: int, words: str) -> None:
    found = find_position(standing(next_session_on=TODAY + timedelta(days=days)), TODAY)
    assert (found.group, found.reasons) == (ListGroup.SESSION_SOON, (words,))


def test_a_session_in_four_days_is_not_soon() -> None:
    assert find_position(standing(next_session_on=TODAY + timedelta(days=4)), TODAY).reasons == ()


def test_every_reason_is_said_and_the_weightiest_decides() -> None:
    found = find_position(
        standing(beyond=((TODAY, HIGH),), last_entry_on=days_ago(9), next_session_on=TODAY),
        TODAY,
    )
    assert found.group is ListGroup.BEYOND_LIMIT
    assert found.reasons == (f"{HIGH} (today)", "No entry for 9 days", "Session planned today")


def test_the_rest_stands_by_name_whatever_the_case() -> None:
    rows = [find_position(standing(name), TODAY) for name in ("ben", "Cleo", "Ana")]
    assert [row.name for row in sorted(rows, key=lambda row: row.key)] == ["Ana", "ben", "Cleo"]


def test_a_follow_up_looks_back_to_the_last_visit() -> None:
    found = choose_range([days_ago(200), days_ago(41)], TODAY)
    assert (found.since, found.until, found.after_visit) == (days_ago(41), TODAY, True)


def test_the_visit_of_today_does_not_shorten_its_own_follow_up() -> None:
    assert choose_range([days_ago(41), TODAY], TODAY).since == days_ago(41)


def test_without_a_visit_it_looks_back_ninety_days() -> None:
    found = choose_range([], TODAY)
    assert (found.days, found.after_visit) == (90, False)


def test_dates_asked_for_are_kept_within_reason() -> None:
    assert choose_range([], TODAY, since=days_ago(10)).days == 11
    assert choose_range([], TODAY, since=TODAY + timedelta(days=3)).days == 1
    assert choose_range([], TODAY, until=TODAY + timedelta(days=30)).until == TODAY
    assert choose_range([], TODAY, since=date(1900, 1, 1)).days <= 3661
    assert choose_range([], TODAY, since=days_ago(10), until=days_ago(20)).days == 1
