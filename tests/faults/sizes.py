"""How much is tried: a little in ``make test``, a lot in ``make faults``."""

import os

LONG = os.environ.get("DIARY_FAULTS") == "long"


def size(short: int, long: int) -> int:
    return long if LONG else short


def tell(words: str) -> None:
    """One line of what was counted; seen in ``make faults``."""
    print(f"\n  {words}", flush=True)
