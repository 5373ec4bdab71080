"""The server and the phone's own script name the same exceeded limits, whatever was entered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from diary.domain.safety_limits import (
    FADED_HOURS,
    LASTING_HOURS,
    SAFETY_LIMITS,
    SideEffectCondition,
    VitalSignCondition,
    as_data,
    hours_since_session,
    safety_flags,
)
from diary.domain.side_effects import SideEffect
from diary.entries.forms import LogForm
from diary.entries.forms.log import SEVERITIES, EntryFormContext
from tests.node import call, needs_node

pytestmark = needs_node

STARTS = [datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 10, 9, tzinfo=UTC)]
HOME = "America/New_York"
A_MINUTE = timedelta(minutes=1)
SEVERITY_NAMES = [name for name, _ in SEVERITIES if name]

Case = tuple[dict[str, int | None], tuple[tuple[str, str], ...], datetime]


def edges(name: str) -> list[int | None]:
    """Below, at and above each number that any limit gives for a vital sign; and not measured."""
    numbers = {
        number
        for limit in SAFETY_LIMITS
        for condition in limit.any
        if isinstance(condition, VitalSignCondition) and condition.vital_sign == name
        for number in (condition.at_least, condition.below)
        if number is not None
    }
    assert numbers
    return [None, *sorted({number + step for number in numbers for step in (-1, 0, 1)})]


def side_effect_conditions() -> list[SideEffectCondition]:
    conditions = [condition for limit in SAFETY_LIMITS for condition in limit.any]
    return [each for each in conditions if isinstance(each, SideEffectCondition)]


def moments() -> list[datetime]:
    """Before any session, between two, and a minute to each side of each limit of hours."""
    limits = [timedelta(hours=hours) for hours in (0, LASTING_HOURS, FADED_HOURS)]
    near = [limit + step for limit in limits for step in (-A_MINUTE, timedelta(0), A_MINUTE)]
    return [start + each for start in STARTS for each in near]


def cases() -> Iterator[Case]:
    codes = {code for each in side_effect_conditions() for code in each.codes or ()}
    reports = list(product((*sorted(codes), "nausea"), SEVERITY_NAMES))
    signs = [
        dict(zip(("systolic", "diastolic", "spo2"), values, strict=True))
        for values in product(edges("systolic"), edges("diastolic"), edges("spo2"))
    ]
    some: list[tuple[tuple[str, str], ...]] = [
        (),
        (("nausea", "severe"),),
        (("confusion", "mild"), ("urinary", "mild")),
    ]
    for values, effects, at in product(signs, some, moments()):
        yield values, effects, at
    for first, second, at in product(reports, reports, moments()):
        if first[0] <= second[0]:
            yield {"spo2": 93}, tuple(dict((first, second)).items()), at


def as_typed(case: Case) -> dict[str, object]:
    values, effects, at = case
    wall = at.astimezone(ZoneInfo(HOME)).strftime("%Y-%m-%dT%H:%M")
    numbers = {name: "" if value is None else str(value) for name, value in values.items()}
    told = {f"effect_{code}": severity for code, severity in effects}
    unsaid = {f"effect_{code.value}": "" for code in SideEffect}
    fields = {**numbers, **unsaid, **told, "when": "pick", "at": wall, "clock": "diary"}
    return {"made": "2026-07-01T00:00:00Z", "fields": fields}


def test_both_name_the_same_limits_at_below_and_above_each() -> None:
    tried = list(cases())
    assert len(tried) > 8_000
    rows = [as_typed(case) for case in tried]
    at = call(
        "offline/entry-time.js",
        "return data.map((row) => module.instantOf(row, 'America/New_York'));",
        rows,
        "Asia/Tokyo",
    )
    data = {
        "limits": as_data(),
        "starts": [start.isoformat() for start in STARTS],
        "rows": [{"fields": row["fields"], "at": each} for row, each in zip(rows, at, strict=True)],
    }
    on_the_phone = call(
        "offline/safety-limits.js",
        "return data.rows.map(({ fields, at }) =>"
        " module.flagCodes(fields, data.limits, module.hoursSince(at, data.starts)));",
        data,
    )
    on_the_server = [
        [flag.code for flag in safety_flags(values, effects, hours_since_session(at, STARTS))]
        for values, effects, at in tried
    ]
    for case, phone, server in zip(tried, on_the_phone, on_the_server, strict=True):
        assert phone == server, case
    named = {code for codes in on_the_server for code in codes}
    assert named == {limit.flag.code for limit in SAFETY_LIMITS}


@pytest.mark.parametrize("device", [HOME, "Asia/Tokyo", "Pacific/Kiritimati", "UTC"])
def test_both_take_an_entry_to_be_from_the_same_moment(app: Flask, device: str) -> None:
    made = [datetime(2026, month, 29, 3, 17, tzinfo=UTC) for month in (1, 3, 6, 10)]
    typed = [
        *({"when": when, "at": ""} for when in ("now", "morning", "night")),
        {"when": "pick", "at": "2026-01-05T23:50"},
    ]
    rows = []
    expected = []
    for now, time, clock in product(made, typed, ("diary", "device")):
        fields = {**time, "clock": clock, "here": device, "anxiety": "3"}
        with app.test_request_context():
            form = LogForm(
                EntryFormContext(HOME, now), formdata=MultiDict(fields), meta={"csrf": False}
            )
            form.validate()
        if not form.at.errors:
            rows.append({"made": now.isoformat(), "fields": fields})
            expected.append(form.effective_at.timestamp() * 1000)
    assert len(rows) >= 20
    body = f"return data.map((row) => module.instantOf(row, '{HOME}'));"
    assert call("offline/entry-time.js", body, rows, device) == expected


def test_each_side_effect_that_a_limit_names_can_be_reported() -> None:
    effects = side_effect_conditions()
    codes = {code for each in effects for code in each.codes or ()}
    severities = {severity for each in effects for severity in each.severities or ()}
    assert codes <= {code.value for code in SideEffect}
    assert severities <= set(SEVERITY_NAMES)
