"""Keys that lie outside the database: where they come from, and what seals one field.

Nothing here knows a table. A key is made once, in a folder of its own, for its owner's eyes.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from os import stat_result
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from diary.private_files import protect, read_or_create, read_secret, replace_for_owner

KEY_BYTES = 32
NONCE_BYTES = 12
ANNOUNCED = "database.next"  # the key of a file that is about to take the database's place
FORMER = "database.before-"
PLAIN = b"SQLite format 3\x00"  # how a SQLite file begins that is not encrypted


class DecryptionFailed(RuntimeError):
    """A sealed value cannot be opened: the key is not there, or the value is not its row's."""


class Keyring:
    """The keys of the fields by their ids. The last one seals, each of them opens.

    A key file that changes is read again, so that a rotation needs no restart. Where there is no
    file yet, it is made when the first value is sealed, and not before: values that are there
    already may have been sealed with a key that was lost.
    """

    def __init__(self, text: str | None, file: Path | None = None) -> None:
        self._file, self._seen = file, _seen(file)
        self._ciphers = {} if text is None else _ciphers(text)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of every key, the one that seals last. There is none before the first is made."""
        return tuple(self._ciphers)

    def add(self) -> str:
        """Make a new key, which seals from now on.

        Raises ``ValueError`` for keys of the environment, which only the operator can change.
        """
        if self._file is None:
            raise ValueError("The keys come from DIARY_FIELD_KEYS: add the new one there, last.")
        self.make()
        self._write([*read_secret(self._file).split(), fresh_field_key()])
        return self.active

    def make(self) -> None:
        """Make the first key where there is none. Of two processes, one makes it."""
        if not self._ciphers and self._file is not None:
            read_or_create(self._file.parent, self._file.name, fresh_field_key())
            self._read_again()

    def drop(self, name: str) -> None:
        """Forget a key that seals nothing any more."""
        if self._file is None:
            raise ValueError("The keys come from DIARY_FIELD_KEYS: take it away there.")
        lines = read_secret(self._file).split()
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
        self.make()
        return next(reversed(self._ciphers))

    def seal(self, plain: bytes, place: str) -> str:
        """The id of the key and what only it opens, and only at this place."""
        active, nonce = self.active, secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._ciphers[active].encrypt(nonce, plain, place.encode())
        return f"{active}.{urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, place: str) -> bytes:
        """Open what was sealed at this place. Raises ``DecryptionFailed``, which quotes nothing."""
        name, _, rest = sealed.partition(".")
        if name not in self._ciphers and _seen(self._file) is not None:
            self._read_again()
        if name not in self._ciphers:
            raise DecryptionFailed(f"The field key {name[:20]!r} of {place} is not among the keys.")
        try:
            sealed_bytes = urlsafe_b64decode(rest)
            nonce, words = sealed_bytes[:NONCE_BYTES], sealed_bytes[NONCE_BYTES:]
            return self._ciphers[name].decrypt(nonce, words, place.encode())
        except (InvalidTag, NotBase64, ValueError) as error:
            raise DecryptionFailed(f"The value of {place} was not sealed there.") from error

    def _read_again(self) -> None:
        assert self._file is not None  # noqa: S101 for the type checker; both callers look first
        self._seen = _seen(self._file)
        self._ciphers = _ciphers(read_secret(self._file))


@dataclass(frozen=True)
class Keys:
    """Every key of one installation. An empty ``database`` means: the file is not encrypted."""

    database: str = field(repr=False)
    fields: Keyring = field(repr=False)
    # empty until it is made
    audit_key: str = field(repr=False)
    # where the database's own key lies; nowhere when the environment gives it
    folder: Path | None = field(default=None, repr=False)
    audit_file: Path | None = field(default=None, repr=False)

    @cached_property
    def audit(self) -> str:
        """The key of the audit's chain. It is made where there is none yet."""
        return self.known_audit or hexadecimal(self._made_audit(), "audit")

    @property
    def known_audit(self) -> str:
        """The key of the audit's chain, or nothing where there is none yet."""
        return self.audit_key or _written(self.audit_file) or ""

    def make(self) -> None:
        """Make what is not there yet. Look first whether the diary was written with other keys."""
        self.fields.make()
        _ = self.audit

    def _made_audit(self) -> str:
        assert self.audit_file is not None  # noqa: S101 for the type checker: else a key is given
        return read_or_create(
            self.audit_file.parent, self.audit_file.name, secrets.token_hex(KEY_BYTES)
        )


def fresh_field_key() -> str:
    """A new key of a keyring with an id that no other has: ``k3f9a12:…``."""
    key = urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"k{secrets.token_hex(3)}:{key}"


def read_keys(env: Mapping[str, str], instance: Path, database: Path | None) -> Keys:
    """Read each key from the environment, else from its file.

    The keys of fields and audit may be made later.

    ``database`` is the SQLite file that is to be encrypted, when one is. Raises ``ValueError``.
    """
    folder = Path(env.get("DIARY_KEYS") or instance / "keys").absolute()
    protect(folder, *folder.glob("*"))
    named, audit = env.get("DIARY_FIELD_KEYS", ""), env.get("DIARY_AUDIT_KEY", "")
    file = None if named else folder / "fields"
    key = audit or _written(folder / "audit")
    return Keys(
        _database_key(env, folder, database) if database else "",
        Keyring(named or _written(file), file),
        "" if key is None else hexadecimal(key, "audit"),
        folder if database and not env.get("DIARY_DATABASE_KEY") else None,
        None if audit else folder / "audit",
    )


def _written(file: Path | None) -> str | None:
    """Return what a key file holds, or nothing where there is none."""
    return read_secret(file) if file and file.exists() else None


def _database_key(env: Mapping[str, str], folder: Path, database: Path) -> str:
    key = env.get("DIARY_DATABASE_KEY", "") or _announced(folder, database)
    if not key and not (folder / "database").exists() and is_encrypted(database):
        raise ValueError(
            f"{database} is encrypted and its key is not there: put {folder / 'database'} back,"
            " or set DIARY_DATABASE_KEY."
        )
    return hexadecimal(key or read_or_create(folder, "database", fresh_database_key()), "database")


def fresh_database_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def announce(folder: Path, key: str, file: Path) -> None:
    """Write down the key of a file that is about to take the database's place.

    Beside it stands how that file begins, which is random and its own: whichever of the two lies
    there afterwards, its key is known, also when nothing more gets done.
    """
    replace_for_owner(folder / ANNOUNCED, f"{key} {_begins(file).hex()}\n")


def settle(folder: Path, database: Path, former: str) -> Path | None:
    """Make an announced key the key, and keep the former one under a name of its own.

    None when nothing was announced, or the file that was never took the place.
    """
    announced, kept_as = folder / ANNOUNCED, folder / f"{FORMER}{former}"
    key = _announced(folder, database)
    if not key:
        announced.unlink(missing_ok=True)
        return None
    if read_secret(folder / "database") != key:
        kept_as.hardlink_to(folder / "database")
        replace_for_owner(folder / "database", key)
    announced.unlink()
    return kept_as


def former_keys(folder: Path) -> list[str]:
    """Return the former keys of the database, the latest first. Older backups need them."""
    files = sorted(folder.glob(f"{FORMER}*"), reverse=True)
    return [hexadecimal(read_secret(file), "database") for file in files]


def _announced(folder: Path, database: Path) -> str:
    """The announced key when the database is the file that it opens, else nothing."""
    announced = folder / ANNOUNCED
    if not announced.exists():
        return ""
    key, _, begins = read_secret(announced).partition(" ")
    return key if begins and bytes.fromhex(begins) == _begins(database) else ""


def hexadecimal(key: str, owner: str) -> str:
    """Return a key as it is written down. Raises ``ValueError`` for what is none."""
    if len(key) != 2 * KEY_BYTES or set(key.lower()) - set("0123456789abcdef"):
        raise ValueError(f"The key of the {owner} must be 64 hexadecimal digits.")
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


def _ciphers(text: str) -> dict[str, AESGCM]:
    """The keys of a keyring, ``id:key`` by ``id:key``, in their order."""
    ciphers = {}
    for part in text.replace(",", " ").split():
        name, _, key = part.partition(":")
        try:
            decoded = urlsafe_b64decode(key)
        except NotBase64:
            decoded = b""
        if not name.isalnum() or len(decoded) != KEY_BYTES:
            raise ValueError("A field key must be written as id:key, 32 bytes as base64url.")
        ciphers[name] = AESGCM(decoded)
    if not ciphers:
        raise ValueError("There must be one field key at least.")
    return ciphers


def _seen(file: Path | None) -> tuple[int, int] | None:
    """Return what tells one version of a file from the next. A missing file is no new version."""
    if file is None or not file.exists():
        return None
    now: stat_result = file.stat()
    return now.st_mtime_ns, now.st_ino
