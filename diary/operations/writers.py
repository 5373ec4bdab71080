"""A dump sealed piece by piece: none is changed, moved, left out or cut off unnoticed.

Each line is one piece under a key of the fields, bound to this dump, its number, and whether it is
the last. The id of the key stands before it, so that a rotation leaves older dumps readable.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import TypeVar

from diary.keys import DecryptionFailed, Keyring

T = TypeVar("T")
HEAD = "relief-diary-dump 1"
PIECE = 1024 * 1024  # bytes


def sealed(ring: Keyring, pieces: Iterable[bytes]) -> Iterator[str]:
    """The lines of a file, without their ends."""
    name = secrets.token_hex(16)
    yield f"{HEAD} {name}"
    some = False
    for number, piece, last in _numbered(pieces):
        some = True
        yield ring.seal(piece, _place(name, number, last))
    if not some:
        yield ring.seal(b"", _place(name, 0, True))


def opened(ring: Keyring, lines: Iterable[str]) -> Iterator[bytes]:
    """Open the pieces. Raises ``DecryptionFailed`` at the first that is not in its place."""
    rest = iter(lines)
    head, _, name = next(rest, "").strip().rpartition(" ")
    if head != HEAD:
        raise DecryptionFailed("This is no sealed dump.")
    some = False
    for number, line, last in _numbered(rest):
        some = True
        yield ring.open(line.strip(), _place(name, number, last))
    if not some:
        raise DecryptionFailed("The dump is cut off.")


def _numbered(them: Iterable[T]) -> Iterator[tuple[int, T, bool]]:
    """Each with its number, and whether none comes after it."""
    rest = iter(them)
    number = 0
    try:
        current = next(rest)
    except StopIteration:
        return
    for following in rest:
        yield number, current, False
        number, current = number + 1, following
    yield number, current, True


def _place(name: str, number: int, last: bool) -> str:
    return f"dump {name} {number} {'last' if last else 'more'}"
