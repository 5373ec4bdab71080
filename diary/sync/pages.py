"""What a phone is told, as JSON."""

from datetime import datetime
from typing import Any

from diary.domain.people import Viewer
from diary.entries.queries import CheckIns
from diary.entries.rules.check_ins import CheckInSlot


def state(
    who: Viewer, check_ins: CheckIns, effects: frozenset[str], now: datetime
) -> dict[str, Any]:
    """Whose phone it is, the check-ins that wait, and the side effects that come first.

    No score and no word of an entry: what a phone keeps of the past is as little as will do.
    """
    return {
        "person": str(who.user_id),
        "name": who.name,
        "demo": who.is_demo,
        "theme": who.theme,
        "language": who.language,
        "zone": who.zone,
        "now": now.isoformat(),
        "effects": sorted(effects),
        "foggy_until": check_ins.foggy_until.isoformat() if check_ins.foggy_until else None,
        "session_starts": [start.isoformat() for start in check_ins.session_starts],
        "check_ins": [_asked(slot) for slot in check_ins.open],
    }


def _asked(slot: CheckInSlot) -> dict[str, str]:
    return {
        "check_in": slot.check_in.value,
        "session": str(slot.session_id),
        "opens": slot.opens.isoformat(),
        "target": slot.target.isoformat(),
        "closes": slot.closes.isoformat(),
        "words": slot.words,
    }
