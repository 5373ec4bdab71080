"""A disk that loses power: what was synced is there, of all else any part in any order.

Writes since a file's last fsync are kept or lost sector by sector of 512 bytes. A file that was
made is taken to be there, empty: the names in a folder are the file system's own journal's.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
KEPT = (0.0, 0.3, 0.7, 0.95, 1.0)  # how much of what was not synced a cut leaves


@dataclass(frozen=True)
class Call:
    """A write, a truncation or a sync of one file; or the mark that an entry is promised."""

    kind: str
    name: str
    at: int
    data: bytes


def read_trace(path: Path) -> Iterator[Call]:
    with path.open("rb") as trace:
        while head := trace.readline():
            kind, name, at, size, has_data = head.decode().split()
            yield Call(kind, name, int(at), trace.read(int(size)) if has_data == "1" else b"")


@dataclass
class Disk:
    """What is on the disk for sure, and what may be."""

    sure: dict[str, bytearray]
    open: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))

    def take(self, call: Call) -> None:
        self.sure.setdefault(call.name, bytearray())
        if call.kind == "s":
            for one in self.open.pop(call.name, []):
                _apply(self.sure[call.name], one)
        else:
            self.open[call.name].append(call)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytearray]:
        """The files as they may be found when the power is back."""
        kept = chance.choice(KEPT)
        found = {name: bytearray(data) for name, data in self.sure.items()}
        for name, calls in self.open.items():
            for call in calls:
                for part in _parts(call):
                    if chance.random() < kept:
                        _apply(found[name], part)
        return found


def _parts(call: Call) -> Iterator[Call]:
    """A write by the sectors that it touches."""
    if call.kind != "w":
        yield call
        return
    at, rest = call.at, call.data
    while rest:
        size = SECTOR - at % SECTOR
        yield Call("w", call.name, at, rest[:size])
        at, rest = at + size, rest[size:]


def _apply(file: bytearray, call: Call) -> None:
    end = call.at if call.kind == "t" else call.at + len(call.data)
    if call.kind == "t":
        del file[end:]
    file.extend(bytes(max(0, end - len(file))))
    if call.kind == "w":
        file[call.at : end] = call.data
