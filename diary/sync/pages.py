"""What a phone is told, as JSON."""

from datetime import datetime
from typing import Any

from diary.domain.people import Viewer
from diary.entries.queries import CheckIns
from diary.entries.rules.check_ins import Asked


def state(who: Viewer, stand: CheckIns, effects: frozenset[str], now: datetime) -> dict[str, Any]:
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
        "foggy_until": stand.foggy_until.isoformat() if stand.foggy_until else None,
        "session_at": stand.session_at.isoformat() if stand.session_at else None,
        "check_ins": [_asked(one) for one in stand.open],
    }


def _asked(one: Asked) -> dict[str, str]:
    return {
        "check_in": one.check_in.value,
        "session": str(one.session_id),
        "opens": one.opens.isoformat(),
        "target": one.target.isoformat(),
        "closes": one.closes.isoformat(),
        "words": one.words,
    }
