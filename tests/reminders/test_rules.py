"""When a reminder is due, for any zone, quiet hours, sessions and entries."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.domain.entries import CheckIn
from diary.entries.rules.check_ins import CheckInAnswer
from diary.reminders.rules.outbox import LEASE, LONGEST_WAIT, State, is_settled, wait_after
from diary.reminders.rules.push_services import key_bytes, may_send_to
from diary.reminders.rules.quiet_hours import AFTER_SESSION, Quiet, find_first_allowed, is_quiet
from diary.reminders.rules.slots import (
    A_WEEK,
    APART,
    IN_A_ROW,
    Preferences,
    ReminderContext,
    Sent,
    find_due_slot,
    find_hold_until,
    is_answered,
    slots,
    unanswered,
)
from diary.web.browsers import device_name
from tests.treatments.builders import build_treatment

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SESSION = UUID(int=7)
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Europe/London",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/St_Johns",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "Africa/Cairo",
            "UTC",
        )
    ]
)
CLOCK = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 30, 59]))
# around both changes of the clocks, and far from them
MOMENTS = st.one_of(
    *(
        st.datetimes(start, start + timedelta(days=4), timezones=st.just(UTC))
        for start in (
            datetime(2026, 3, 27),
            datetime(2026, 3, 7),
            datetime(2026, 10, 23),
            datetime(2026, 10, 31),
            datetime(2026, 4, 3),
            datetime(2026, 6, 15),
        )
    )
)


@st.composite
def stands(draw: st.DrawFn) -> tuple[ReminderContext, datetime]:
    now = draw(MOMENTS)
    hours = st.integers(-240, 120).map(lambda quarter: now + timedelta(hours=quarter))
    starts = draw(st.lists(hours, max_size=3))
    treatments = [build_treatment(id=UUID(int=n), starts_at_utc=at) for n, at in enumerate(starts)]
    past = st.integers(0, 15_000).map(lambda minutes: now - timedelta(minutes=minutes))
    names = st.sampled_from([f"daily 2026-01-{day:02}" for day in range(1, 9)])
    sent = draw(st.dictionaries(names, past, max_size=6))
    return ReminderContext(
        preferences=Preferences(
            draw(st.none() | CLOCK), draw(st.booleans()), draw(CLOCK), draw(CLOCK)
        ),
        zone=draw(ZONES),
        day_boundary=draw(st.integers(0, 8)),
        treatments=treatments,
        entries=[CheckInAnswer(at) for at in draw(st.lists(past, max_size=4))],
        last_entry_at=draw(st.none() | past),
        sent=[Sent(name, at) for name, at in sent.items()],
    ), now


@given(stands())
def test_nothing_is_ever_sent_in_quiet_hours_or_just_after_a_session_began(
    found: tuple[ReminderContext, datetime],
) -> None:
    context, now = found
    slot = find_due_slot(context, now)
    if slot is not None:
        assert not context.preferences.quiet(context.zone).holds(now)
        assert not any(at <= now < at + AFTER_SESSION for at in context.begun)
        assert not is_quiet(slot.at, context.preferences.quiet(context.zone), context.begun)
        assert slot.at <= now < slot.until
        assert now <= find_hold_until(context, slot, now) <= slot.until


@given(stands())
def test_nothing_is_asked_for_that_she_has_answered_or_that_was_sent(
    found: tuple[ReminderContext, datetime],
) -> None:
    context, now = found
    slot = find_due_slot(context, now)
    if slot is not None:
        assert not is_answered(context, slot)
        assert slot.due_check_in is not None or context.preferences.daily_at is not None
        again = find_due_slot(context, now, frozenset({slot.name}))
        assert again is None or again.name != slot.name


@given(stands())
def test_the_stop_rule_and_the_hour_between_two_hold(
    found: tuple[ReminderContext, datetime],
) -> None:
    context, now = found
    if find_due_slot(context, now) is None or not context.sent:
        return
    last = max(one.at for one in context.sent)
    assert now >= last + APART
    unanswered = [
        s for s in context.sent if context.last_entry_at is None or s.at > context.last_entry_at
    ]
    assert len(unanswered) < IN_A_ROW or now >= last + A_WEEK


@given(MOMENTS, ZONES, CLOCK, CLOCK)
def test_quiet_hours_end_when_the_wall_says_so(
    at: datetime, zone: ZoneInfo, starts: time, ends: time
) -> None:
    quiet = Quiet(starts, ends, zone)
    over = quiet.find_end(at)
    assert at <= over <= at + timedelta(hours=26)
    assert not quiet.holds(over)
    # nothing between them was free for longer than a change of the clocks
    minutes = int((over - at).total_seconds() // 60)
    free = [m for m in range(0, minutes, 5) if not quiet.holds(at + timedelta(minutes=m))]
    assert len(free) * 5 <= 65


@given(MOMENTS, ZONES, CLOCK)
def test_every_day_has_its_daily_reminder_once(at: datetime, zone: ZoneInfo, daily: time) -> None:
    never = Preferences(daily, check_ins=False, quiet_from=time(0), quiet_until=time(0))
    context = ReminderContext(never, zone, 4)
    found = slots(context, at, at + timedelta(days=5))
    assert len({slot.name for slot in found}) == len(found)
    assert 4 <= len(found) <= 6
    for slot in found:
        wall = slot.at.astimezone(zone).replace(tzinfo=None)
        meant = datetime.combine(wall.date(), daily)
        assert wall == meant or timedelta(0) < wall - meant <= timedelta(hours=1)  # a gap


def test_in_the_gap_of_spring_it_comes_after_it_and_in_the_fold_of_autumn_once() -> None:
    preferences = Preferences(time(1, 30), check_ins=False, quiet_from=time(9), quiet_until=time(9))
    context = ReminderContext(preferences, LONDON, 4)
    spring = slots(
        context, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)
    )
    assert [slot.at for slot in spring] == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC)]
    autumn = slots(
        context, datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)
    )
    assert [slot.at for slot in autumn] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


def test_a_session_asks_five_times_after_it_began_and_opens_the_right_form() -> None:
    preferences = Preferences(quiet_from=time(0), quiet_until=time(0))
    context = ReminderContext(
        preferences, LONDON, 4, [build_treatment(id=SESSION, starts_at_utc=NOW)]
    )
    found = slots(context, NOW, NOW + timedelta(days=8))
    hours = [(slot.at - NOW).total_seconds() / 3600 for slot in found]
    assert hours == [2, 4, 24, 72, 168]
    assert found[2].address == f"/?check_in=24h&session={SESSION}"
    assert find_due_slot(context, NOW + timedelta(hours=24, minutes=1)) == found[2]
    answer = CheckInAnswer(NOW, CheckIn.HOURS_24, SESSION)
    answered = ReminderContext(
        preferences, LONDON, 4, [build_treatment(id=SESSION, starts_at_utc=NOW)], [answer]
    )
    assert find_due_slot(answered, NOW + timedelta(hours=24, minutes=1)) is None


@given(stands())
def test_what_is_open_is_unanswered_and_can_still_be_answered(
    found: tuple[ReminderContext, datetime],
) -> None:
    context, now = found
    last = now + timedelta(days=31)
    listed = unanswered(context, now, last)
    assert all(slot.until > now and slot.at <= last for slot in listed)
    assert not any(is_answered(context, slot) for slot in listed)
    assert {slot for slot in slots(context, now, last) if not is_answered(context, slot)} <= {
        *listed
    }


def test_one_that_falls_into_the_night_waits_for_the_morning_or_is_dropped() -> None:
    evening = datetime(2026, 6, 15, 19, 0, tzinfo=UTC)  # 20:00 in London
    context = ReminderContext(
        Preferences(), LONDON, 4, [build_treatment(id=SESSION, starts_at_utc=evening)]
    )
    found = {slot.name.split()[0]: slot.at for slot in slots(context, NOW, NOW + timedelta(days=2))}
    assert "2h" not in found
    assert "4h" not in found
    assert found["24h"] == evening + timedelta(hours=24)


def test_a_late_worker_drops_a_lapsed_daily_reminder() -> None:
    context = ReminderContext(Preferences(time(9), check_ins=False), LONDON, 4)
    nine = datetime(2026, 6, 15, 8, tzinfo=UTC)
    assert find_due_slot(context, nine) is not None
    assert find_due_slot(context, nine + timedelta(minutes=119)) is not None
    assert find_due_slot(context, nine + timedelta(hours=2)) is None


def test_back_to_back_sessions_are_waited_out() -> None:
    starts = [NOW, NOW + timedelta(minutes=80)]
    quiet = Quiet(time(0), time(0), LONDON)
    assert find_first_allowed(NOW, quiet, starts) == NOW + timedelta(minutes=170)


def test_a_wait_doubles_until_half_an_hour() -> None:
    waits = [wait_after(tries) for tries in range(1, 9)]
    assert waits[:5] == [timedelta(minutes=m) for m in (1, 2, 4, 8, 16)]
    assert set(waits[5:]) == {LONGEST_WAIT}


def test_what_may_have_left_is_never_taken_again() -> None:
    late = NOW + timedelta(days=1)
    assert is_settled(State.SENDING, 1, NOW, late)
    assert is_settled(State.SENT, 1, NOW, late)
    assert not is_settled(State.CLAIMED, 1, NOW, late)
    assert is_settled(State.CLAIMED, 1, NOW + LEASE, NOW)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://[::1]/x",
        "https://fcm.googleapis.com:8080/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilpush.apple.com.example/x",
        "https://notpush.apple.community/x",
        "https://fcm.googleapis.com/x\r\nHost: y",
        "file:///etc/passwd",
        "https://fcm.googleapis.com/" + "x" * 2_000,
        "https://[/x",
        "",
    ],
)
def test_a_real_server_calls_no_address_but_a_push_service(endpoint: str) -> None:
    assert not may_send_to(endpoint)


def test_the_push_services_of_the_usual_browsers_are_known() -> None:
    for host in (
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "wns2-par02p.notify.windows.com",
        "web.push.apple.com",
    ):
        assert may_send_to(f"https://{host}/abc")
    assert may_send_to("https://push.example.org/x", ("push.example.org",))
    assert may_send_to("http://127.0.0.1:9000/x", local=True)
    assert not may_send_to("http://192.168.0.1/x", local=True)


def test_a_key_of_another_length_is_none() -> None:
    assert key_bytes("BTBZMqHH6r4Tts7J_aSIgg", 16) is not None
    for wrong in ("", "short", "BTBZMqHH6r4Tts7J/aSIgg!", "é", "A" * 900):
        assert key_bytes(wrong, 16) is None


def test_a_device_is_named_in_plain_words() -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    assert device_name(agent) == "Chrome on Android"
    assert device_name("") == "A browser"
