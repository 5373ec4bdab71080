"""Reading an untrusted archive without writing anything to disk. Pure.

Only ``diary.json`` is read, and never beyond the limit, whatever its header says.
"""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from diary.privacy.rules.export import FORMAT, VERSION
from diary.privacy.rules.older_exports import to_current

MEGABYTE = 1024 * 1024
MOST_BYTES = 16 * MEGABYTE
MOST_UNPACKED = 96 * MEGABYTE
MOST_FILES = 200
MOST_ROWS = 100_000
MOST_PEOPLE = 500
MOST_VALUES = 3_000_000  # in all rows together
WHOLE = "diary.json"
_NAMES = re.compile(r"README\.txt|diary\.json|csv/[a-z_]{1,60}\.csv")
_PLAIN = bytes(set(range(256)) - set(b'",[{'))
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
NO_EXPORT = "This is not a file that was downloaded from a Relief Diary."
DAMAGED = "The file is damaged. Download it again where it came from."


class ArchiveRefused(ValueError):
    """Why a file is refused, in a sentence for the person. Nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Archive:
    """The content of a file. Its values are not checked yet."""

    owner: UUID
    people: dict[UUID, str]
    tables: dict[str, list[dict[str, Any]]]

    def check_size(self, restored: Iterable[str]) -> None:
        """Raise ``ArchiveRefused`` if the tables that are brought back hold too many rows.

        The others, such as the history of what happened, are as long as they like.
        """
        if sum(len(self.tables.get(name, ())) for name in restored) > MOST_ROWS:
            raise ArchiveRefused(f"The file holds more than {MOST_ROWS:,} rows.")


def read_archive(content: bytes) -> Archive:
    """Read the archive in a file. Raises ``ArchiveRefused``."""
    if len(content) > MOST_BYTES:
        raise ArchiveRefused(f"The file is larger than {MOST_BYTES // MEGABYTE} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            _check_names(file)
            text = _unpacked(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ArchiveRefused(DAMAGED if content[:2] == b"PK" else NO_EXPORT) from error
    return _read(text)


def _check_names(file: zipfile.ZipFile) -> None:
    infos = file.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_FILES or len(set(names)) < len(names) or WHOLE not in names:
        raise ArchiveRefused(NO_EXPORT)
    if not all(_NAMES.fullmatch(name) for name in names):
        raise ArchiveRefused("The zip holds files that no export of a diary holds.")
    if any(info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS for info in infos):
        raise ArchiveRefused("The zip is packed in a way that no export of a diary is.")
    if sum(info.file_size for info in infos) > 2 * MOST_UNPACKED:
        raise ArchiveRefused("Unpacked, the file would be larger than any diary.")


def _unpacked(file: zipfile.ZipFile) -> bytes:
    with file.open(WHOLE) as part:
        text = part.read(MOST_UNPACKED + 1)
    if len(text) > MOST_UNPACKED:
        raise ArchiveRefused("Unpacked, the file would be larger than any diary.")
    return text


def _read(text: bytes) -> Archive:
    if _values_in(text) > MOST_VALUES:
        raise ArchiveRefused(f"The file holds more than {MOST_VALUES:,} values.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ArchiveRefused(DAMAGED) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ArchiveRefused(NO_EXPORT)
    if content.get("version") != VERSION:
        raise ArchiveRefused(
            "The file was made by another version of Relief Diary than this one reads."
        )
    return Archive(_id(content.get("owner")), _people(content.get("people")), _tables(content))


def _values_in(text: bytes) -> int:
    """Return an upper bound for the number of values in JSON, before it is parsed.

    Parsed values take far more memory than their text: a zip of 94 KB held 32 million empty lists,
    which took 3 GB. Each step is one call, because a loop over 25 million texts took 18 seconds.
    Texts without a mark shrink to two quotes and are dropped. If too many quotes are left, their
    number is returned, so that there are never many parts to split.
    """
    unescaped = text.replace(b"\\\\", b"").replace(b'\\"', b"")
    marks = unescaped.translate(None, _PLAIN).replace(b'""', b"")
    if (quotes := marks.count(b'"')) > MOST_VALUES:
        return quotes
    return sum(map(len, marks.split(b'"')[::2]))


def _tables(content: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    tables = content.get("tables")
    if not isinstance(tables, dict) or not all(_are_rows(rows) for rows in tables.values()):
        raise ArchiveRefused(DAMAGED)
    return to_current(cast(dict[str, list[dict[str, Any]]], tables))


def _are_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _people(people: object) -> dict[UUID, str]:
    if not isinstance(people, dict) or len(people) > MOST_PEOPLE:
        raise ArchiveRefused(DAMAGED)
    names = list(people.values())
    if not all(isinstance(name, str) and _is_name(name) for name in names):
        raise ArchiveRefused(DAMAGED)
    return {_id(key): name for key, name in people.items()}


def _is_name(name: str) -> bool:
    return 0 < len(name.strip()) <= len(name) <= 200 and name.isprintable()


def _id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise ArchiveRefused(DAMAGED) from error
