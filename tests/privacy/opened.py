"""Opening an archive as somebody would who was handed it: by the standard library alone."""

import csv
import io
import json
import zipfile
from typing import Any


def names(archive: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        assert file.testzip() is None
        return file.namelist()


def text(archive: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return file.read(name).decode("utf-8")


def whole(archive: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(archive, "diary.json"))
    return found


def lines(archive: bytes, table: str) -> list[dict[str, str]]:
    written = text(archive, f"csv/{table}.csv").removeprefix("\N{BOM}")
    return list(csv.DictReader(io.StringIO(written, newline="")))
