"""What lies in an encrypted file, freed pages and the log included: each page, opened by its key.

SQLCipher 4: pages of 4,096 bytes, of which the last 80 are the start of AES-256-CBC and a hash;
the first 16 bytes of the file are its salt. A copy by SQLite itself would leave freed pages out.
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT, START = 4096, 80, 16, 16
LOG_HEAD, FRAME_HEAD = 32, 24


def everything(file: Path, key: str) -> bytes:
    """Every byte of a database and of its log, as it is without the key where that is empty."""
    if not key:
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    cipher = algorithms.AES256(bytes.fromhex(key))
    return b"".join(_open(page, cipher, first) for page, first in _pages(file))


def _pages(file: Path) -> Iterator[tuple[bytes, bool]]:
    """Each page, and whether it is the first of the database, in which the salt stands."""
    data, log = file.read_bytes(), file.with_name(f"{file.name}-wal")
    for at in range(0, len(data), PAGE):
        yield data[at : at + PAGE], at == 0
    frames = log.read_bytes() if log.exists() else b""
    for at in range(LOG_HEAD, len(frames), FRAME_HEAD + PAGE):
        number = int.from_bytes(frames[at : at + 4], "big")
        yield frames[at + FRAME_HEAD : at + FRAME_HEAD + PAGE], number == 1


def _open(page: bytes, cipher: algorithms.AES256, first: bool) -> bytes:
    if len(page) < PAGE:
        return b""
    end = PAGE - RESERVED
    opening = Cipher(cipher, modes.CBC(page[end : end + START])).decryptor()
    return opening.update(page[SALT if first else 0 : end]) + opening.finalize()
