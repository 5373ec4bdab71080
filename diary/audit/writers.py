"""The chain of audit events, as arithmetic, and the file in which its newest link is kept.

Each link is a keyed hash of an event and of the link before it. The key is not in the database, so
the database alone is not enough to make a link. Even with both, what was written elsewhere stays.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

FIRST = ""  # what stands before the first link


@dataclass(frozen=True)
class Head:
    """The link at a position of the chain."""

    position: int
    link: str


def link_of(key: str, before: str, position: int, fields: Sequence[object]) -> str:
    """The link of an event at a position, after another link."""
    parts = [before, position, *(None if part is None else str(part) for part in fields)]
    return _hashed(key, json.dumps(parts))


def place_id(key: str, actor_id: UUID, address: str) -> UUID:
    """The id that stands for a person's address. The same address gets the same id."""
    return UUID(hex=_hashed(key, json.dumps(["place", str(actor_id), address]))[:32])


def append_head(file: Path, head: Head) -> None:
    """Write a head below the others, for the owner's eyes."""
    _append(file, f"{head.position} {head.link}\n")


def append_restored_head(file: Path, key: str, head: Head) -> None:
    """Say that a backup was brought back: what was noted after this head no longer holds."""
    _append(file, f"restored {head.position} {head.link or '-'} {_restored(key, head)}\n")


def read_heads(file: Path, key: str) -> dict[int, str]:
    """Each head that must be in the chain. Raises ``ValueError`` for a line that was forged."""
    text = file.read_text(encoding="ascii", errors="replace") if file.exists() else ""
    lines = text.splitlines()
    heads: dict[int, str] = {}
    for head, restored in _read(lines, key):
        if restored:
            heads = {at: link for at, link in heads.items() if at <= head.position}
        if head.position:
            heads[head.position] = head.link
    return heads


def _read(lines: Iterable[str], key: str) -> Iterator[tuple[Head, bool]]:
    for number, line in enumerate(lines, start=1):
        match line.split():
            case [position, link] if position.isdigit():
                yield Head(int(position), link), False
            case ["restored", position, link, mark] if position.isdigit():
                head = Head(int(position), "" if link == "-" else link)
                if not hmac.compare_digest(mark, _restored(key, head)):
                    raise ValueError(f"line {number} of the kept heads was written by nobody")
                yield head, True
            case _:
                raise ValueError(f"line {number} of the kept heads is no head")


def _restored(key: str, head: Head) -> str:
    return _hashed(key, json.dumps(["restored", head.position, head.link]))


def _append(file: Path, line: str) -> None:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    with file.open("a", encoding="ascii") as heads:
        heads.write(line)


def _hashed(key: str, text: str) -> str:
    return hmac.digest(bytes.fromhex(key), text.encode(), "sha256").hex()
