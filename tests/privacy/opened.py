"""Opening a parcel as somebody would who was handed it: by the standard library alone."""

import csv
import io
import json
import zipfile
from typing import Any


def names(parcel: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(parcel)) as file:
        assert file.testzip() is None
        return file.namelist()


def text(parcel: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(parcel)) as file:
        return file.read(name).decode("utf-8")


def whole(parcel: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(parcel, "diary.json"))
    return found


def lines(parcel: bytes, table: str) -> list[dict[str, str]]:
    written = text(parcel, f"csv/{table}.csv").removeprefix("\N{BOM}")
    return list(csv.DictReader(io.StringIO(written, newline="")))
