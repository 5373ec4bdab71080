"""A calendar of reminders (RFC 5545), with a neutral title, a time and an alarm for each."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from diary.reminders.rules.slots import Slot

LASTS = "PT10M"


def calendar(slots: Iterable[Slot], owner: str, title: str, name: str, now: datetime) -> bytes:
    """Write the feed. ``owner`` makes the ids of events unique but cannot be read from them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Diary//Reminders//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{name}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT3H",
        "X-PUBLISHED-TTL:PT3H",
    ]
    for slot in slots:
        lines += _event(slot, owner, title, now)
    return "".join(f"{line}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(slot: Slot, owner: str, title: str, now: datetime) -> list[str]:
    mark = hashlib.sha256(f"{owner} {slot.name}".encode()).hexdigest()[:32]
    return [
        "BEGIN:VEVENT",
        f"UID:{mark}@diary",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(slot.at)}",
        f"DURATION:{LASTS}",
        f"SUMMARY:{title}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:PT0M",
        f"DESCRIPTION:{title}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
