"""Keys that lie outside the database: where they come from, and what seals one field.

Nothing here knows a table. A key is made once, in a folder of its own, for its owner's eyes.
"""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from os import stat_result
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
ANNOUNCED = "database.next"  # the key of a file that is about to take the database's place
FORMER = "database.before-"
PLAIN = b"SQLite format 3\x00"  # how a SQLite file begins that is not encrypted


class Unreadable(RuntimeError):
    """A sealed value cannot be opened: the key is not there, or the value is not its row's."""


class Keyring:
    """The keys of the fields by their ids; the last one seals, each of them opens.

    A key file that changes is read again, so that a rotation needs no restart.
    """

    def __init__(self, text: str, file: Path | None = None) -> None:
        self._file, self._seen = file, _seen(file)
        self._ciphers = _ciphers(text)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of every key, the one that seals last."""
        return tuple(self._ciphers)

    def add(self) -> str:
        """Make a new key, which seals from now on.

        Raises ``ValueError`` for keys of the environment, which only the operator can change.
        """
        if self._file is None:
            raise ValueError("The keys come from DIARY_FIELD_KEYS: add the new one there, last.")
        self._write([*self._file.read_text(encoding="utf-8").split(), fresh_field_key()])
        return self.active

    def drop(self, name: str) -> None:
        """Forget a key that seals nothing any more."""
        if self._file is None:
            raise ValueError("The keys come from DIARY_FIELD_KEYS: take it away there.")
        lines = self._file.read_text(encoding="utf-8").split()
        self._write([line for line in lines if line.partition(":")[0] != name])

    def _write(self, lines: list[str]) -> None:
        assert self._file is not None  # noqa: S101 for the type checker; both callers look first
        replace_for_owner(self._file, "".join(f"{line}\n" for line in lines))
        self._read_again()

    @property
    def active(self) -> str:
        """The id of the key that seals."""
        now = _seen(self._file)
        if now is not None and now != self._seen:
            self._read_again()
        return next(reversed(self._ciphers))

    def seal(self, plain: bytes, place: str) -> str:
        """The id of the key and what only it opens, and only at this place."""
        active, nonce = self.active, secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._ciphers[active].encrypt(nonce, plain, place.encode())
        return f"{active}.{urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, place: str) -> bytes:
        """What was sealed at this place; raises ``Unreadable`` without a word of it."""
        name, _, rest = sealed.partition(".")
        if name not in self._ciphers and _seen(self._file) is not None:
            self._read_again()
        if name not in self._ciphers:
            raise Unreadable(f"The field key {name[:20]!r} of {place} is not among the keys.")
        try:
            held = urlsafe_b64decode(rest)
            nonce, words = held[:NONCE_BYTES], held[NONCE_BYTES:]
            return self._ciphers[name].decrypt(nonce, words, place.encode())
        except (InvalidTag, NotBase64, ValueError) as error:
            raise Unreadable(f"The value of {place} was not sealed there.") from error

    def _read_again(self) -> None:
        assert self._file is not None  # noqa: S101 for the type checker; both callers look first
        self._seen = _seen(self._file)
        self._ciphers = _ciphers(self._file.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Keys:
    """Every key of one installation. An empty ``database`` means: the file is not encrypted."""

    database: str = field(repr=False)
    fields: Keyring = field(repr=False)
    audit: str = field(repr=False)
    # where the database's own key lies; nowhere when the environment gives it
    folder: Path | None = field(default=None, repr=False)


def fresh_field_key() -> str:
    """A new key of a keyring with an id that no other has: ``k3f9a12:…``."""
    key = urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"k{secrets.token_hex(3)}:{key}"


def read_keys(env: Mapping[str, str], instance: Path, database: Path | None) -> Keys:
    """Each key from the environment, else from its file; made where there is none yet.

    ``database`` is the SQLite file that is to be encrypted, when one is. Raises ``ValueError``.
    """
    folder = Path(env.get("DIARY_KEYS") or instance / "keys").absolute()
    named = env.get("DIARY_FIELD_KEYS", "")
    file = None if named else folder / "fields"
    fields = Keyring(named or kept(folder, "fields", fresh_field_key()), file)
    audit = env.get("DIARY_AUDIT_KEY", "") or kept(folder, "audit", secrets.token_hex(KEY_BYTES))
    return Keys(
        _database_key(env, folder, database) if database else "",
        fields,
        hexadecimal(audit, "audit"),
        folder if database and not env.get("DIARY_DATABASE_KEY") else None,
    )


def _database_key(env: Mapping[str, str], folder: Path, database: Path) -> str:
    key = env.get("DIARY_DATABASE_KEY", "") or _announced(folder, database)
    if not key and not (folder / "database").exists() and is_encrypted(database):
        raise ValueError(
            f"{database} is encrypted and its key is not there: put {folder / 'database'} back,"
            " or set DIARY_DATABASE_KEY."
        )
    return hexadecimal(key or kept(folder, "database", fresh_database_key()), "database")


def fresh_database_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def announce(folder: Path, key: str, made: Path) -> None:
    """Write down the key of a file that is about to take the database's place.

    Beside it stands how that file begins, which is random and its own: whichever of the two lies
    there afterwards, its key is known, also when nothing more gets done.
    """
    replace_for_owner(folder / ANNOUNCED, f"{key} {_begins(made).hex()}\n")


def settle(folder: Path, database: Path, former: str) -> Path | None:
    """Make an announced key the key, and keep the former one under a name of its own.

    None when nothing was announced, or the file that was never took the place.
    """
    announced, kept_as = folder / ANNOUNCED, folder / f"{FORMER}{former}"
    key = _announced(folder, database)
    if not key:
        announced.unlink(missing_ok=True)
        return None
    if (folder / "database").read_text().strip() != key:
        kept_as.hardlink_to(folder / "database")
        replace_for_owner(folder / "database", key)
    announced.unlink()
    return kept_as


def former_keys(folder: Path) -> list[str]:
    """The keys that opened the database before, the latest first; older backups need them."""
    found = sorted(folder.glob(f"{FORMER}*"), reverse=True)
    return [hexadecimal(file.read_text().strip(), "database") for file in found]


def _announced(folder: Path, database: Path) -> str:
    """The announced key when the database is the file that it opens, else nothing."""
    announced = folder / ANNOUNCED
    if not announced.exists():
        return ""
    key, _, begins = announced.read_text().strip().partition(" ")
    return key if begins and bytes.fromhex(begins) == _begins(database) else ""


def hexadecimal(key: str, whose: str) -> str:
    """A key as it is written down; raises ``ValueError`` for what is none."""
    if len(key) != 2 * KEY_BYTES or set(key.lower()) - set("0123456789abcdef"):
        raise ValueError(f"The key of the {whose} must be 64 hexadecimal digits.")
    return key


def is_encrypted(database: Path) -> bool:
    """Whether there is a database that only a key opens."""
    return _begins(database) not in (b"", PLAIN)


def is_plain(database: Path) -> bool:
    """Whether there is a database that anybody could read."""
    return _begins(database) == PLAIN


def _begins(database: Path) -> bytes:
    try:
        with database.open("rb") as file:
            return file.read(len(PLAIN))
    except FileNotFoundError:
        return b""


def kept(folder: Path, name: str, fresh: str) -> str:
    """A key made at the first start and kept for its owner's eyes; of two starts, one makes it.

    On the disk before anything is written that only it opens: no power cut parts the two.
    """
    key = folder / name
    if not key.exists():
        changed = [folder] if folder.exists() else [folder, folder.parent]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = folder / f"{name}.{secrets.token_hex(4)}"
        _write_for_owner(written, fresh)
        with suppress(FileExistsError):
            key.hardlink_to(written)
        written.unlink()
        for place in changed:
            _sync_folder(place)
    return key.read_text().strip()


def replace_for_owner(file: Path, text: str) -> None:
    """Write a file anew for its owner's eyes: after a power cut it is the old one or the new."""
    written = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    _write_for_owner(written, text)
    written.replace(file)
    _sync_folder(file.parent)


def _write_for_owner(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    with file.open("w", encoding="utf-8") as new:
        new.write(text)
        new.flush()
        os.fsync(new.fileno())


def _sync_folder(place: Path) -> None:
    folder = os.open(place, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _ciphers(text: str) -> dict[str, AESGCM]:
    """The keys of a keyring, ``id:key`` by ``id:key``, in their order."""
    found = {}
    for part in text.replace(",", " ").split():
        name, _, key = part.partition(":")
        try:
            decoded = urlsafe_b64decode(key)
        except NotBase64:
            decoded = b""
        if not name.isalnum() or len(decoded) != KEY_BYTES:
            raise ValueError("A field key must be written as id:key, 32 bytes as base64url.")
        found[name] = AESGCM(decoded)
    if not found:
        raise ValueError("There must be one field key at least.")
    return found


def _seen(file: Path | None) -> tuple[int, int] | None:
    """What tells one version of a file from the next; a file that is gone is no new version."""
    if file is None or not file.exists():
        return None
    now: stat_result = file.stat()
    return now.st_mtime_ns, now.st_ino
