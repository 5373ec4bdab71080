"""Plotly's own script: which file to send, and its compressed twin, made once and kept."""

import gzip
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import plotly
from plotly.offline import get_plotlyjs_version

# The script must be the version that wrote the figures, so it is read from the library.
VERSION: str = get_plotlyjs_version()
BASIC_NAME = f"plotly-basic-{VERSION}.min.js"
ENCODINGS = ("br", "gzip")


def find_full_script() -> Path:
    """The full script inside the installed library: always there, but three times as large."""
    return Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def find_script(folders: Sequence[Path]) -> Path:
    """The basic script where a folder holds it, else the library's own."""
    paths = (folder / BASIC_NAME for folder in folders)
    return next((path for path in paths if path.is_file()), find_full_script())


def load_compressed(source: Path, encoding: str, folder: Path, *, quality: int = 5) -> bytes:
    """The script compressed. Kept in `folder` where it can be, so that it is done once."""
    target = folder / f"{source.stem}-{VERSION}-{source.stat().st_size}.{encoding}"
    if target.is_file():
        return target.read_bytes()
    data = compress(source.read_bytes(), encoding, quality)
    write_file(target, data)
    return data


def compress(data: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(data, quality=quality))
    return gzip.compress(data, compresslevel=min(9, quality + 1), mtime=0)


def write_file(path: Path, data: bytes) -> None:
    """Written whole or not at all. A folder that cannot be written to is no fault."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        return
