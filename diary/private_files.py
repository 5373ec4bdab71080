"""Files that only their owner may read, and that a power cut leaves whole."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

OTHERS = 0o077  # what a group and everybody else may do


def read_or_create(folder: Path, name: str, fresh: str) -> str:
    """Return what a file holds. Where there is none, one of two that try at once creates it.

    It is on the disk before this returns: no power cut parts a key from what it seals.
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
    return read_secret(key)


def read_secret(file: Path) -> str:
    """Return what a file holds. Raises ``ValueError`` where that is no text."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise ValueError(f"{file} is damaged: put it back from your copy of the keys.") from error


def protect(*paths: Path) -> None:
    """Take every right to these files and folders from everybody but their owner.

    Whatever the umask was when they were made. A folder that is shared on purpose (sticky, as /tmp)
    and what belongs to somebody else are left as they are.
    """
    for path in paths:
        with suppress(FileNotFoundError, PermissionError):
            status = path.stat()
            shared = status.st_uid != os.geteuid() or status.st_mode & stat.S_ISVTX
            if status.st_mode & OTHERS and not shared:
                path.chmod(stat.S_IMODE(status.st_mode) & ~OTHERS)


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
