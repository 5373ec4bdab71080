"""Run under the shim: each write and each fsync of each thing that people do fails once."""

import errno
import json
import sys
from pathlib import Path
from typing import Any

from tests.faults.business import Business, Send
from tests.faults.shim import Shim

ACTIONS = ("save", "edit", "delete", "session", "visit", "batch")
ERRORS = (errno.EIO, errno.ENOSPC)
Rows = dict[str, set[tuple[Any, ...]]]


def grown(before: Rows, after: Rows) -> dict[str, int]:
    return {name: len(after[name]) - len(before[name]) for name in before}


class Sweep:
    """Counts what was tried and what went wrong."""

    def __init__(self, folder: Path, fault: str, *, whole: bool) -> None:
        """``whole``: with every error, not the first alone, and a control with every action."""
        self.shim, self.business = Shim(), Business(folder)
        self.actions: tuple[str, ...] = ACTIONS
        self.errors = ERRORS if whole else ERRORS[:1]
        if fault == "commits-at-once":
            self.business.commit_at_once()
            self.actions = ACTIONS if whole else ("save",)
        self.found: dict[str, int] = {"faults": 0, "refused": 0, "lost": 0, "half": 0, "stuck": 0}

    def run(self) -> None:
        for name in self.actions:
            whole = self._whole(name)
            for error in self.errors:
                at = 1
                while self._one(getattr(self.business, name)(), at, error, whole):
                    at += 1

    def _whole(self, name: str) -> dict[str, int]:
        """By how many rows each table grows when nothing fails."""
        send: Send = getattr(self.business, name)()
        before = self.business.rows()
        assert send(), name
        return grown(before, self.business.rows())

    def _one(self, send: Send, at: int, error: int, whole: dict[str, int]) -> bool:
        """Fail one call; false when the action made fewer."""
        before = self.business.rows()
        self.shim.arm(at, error)
        acknowledged = send()
        met = self.shim.seen() >= at
        self.shim.arm(0, 0)
        after = self.business.rows()
        changed = after != before
        if met:
            self.found["faults"] += 1
            self.found["refused"] += not acknowledged
            self.found["lost"] += acknowledged and not changed
            self.found["half"] += changed and grown(before, after) != whole
            if not acknowledged:  # the same again, with nothing restarted
                self.found["stuck"] += not send()
                self.found["half"] += grown(before, self.business.rows()) != whole
        return met


if __name__ == "__main__":
    sweep = Sweep(Path(sys.argv[1]), sys.argv[2], whole=sys.argv[3] == "whole")
    sweep.run()
    sweep.found["odd"] = sum(
        count for status, count in sweep.business.answers.items() if status not in (200, 303, 503)
    )
    print(json.dumps(sweep.found))
