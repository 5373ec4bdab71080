"""Taking in what a phone sends."""

from diary.sync.actions.receiving import receive

__all__ = ["receive"]
