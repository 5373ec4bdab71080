"""Taking in what a phone sends."""

from diary.sync.actions.receive import receive

__all__ = ["receive"]
