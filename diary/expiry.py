"""How long something may last at most that a stored time ends. Pure.

What lies farther ahead than its own rule allows was written while the clock was wrong. It counts
for nothing: a lock must bar nobody longer than its rule, and a link must not stay open longer.
"""

from datetime import datetime, timedelta

# how far a clock may be put right without a word
MAY_JUMP = timedelta(minutes=5)


def still_open(until: datetime, now: datetime, longest: timedelta) -> bool:
    """Whether something that lasts so long at most is not over yet."""
    return now < until <= now + longest + MAY_JUMP
