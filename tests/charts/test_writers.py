"""Plotly's script: the small one where it is, the library's own else, compressed once."""

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from diary.charts import writers


def test_the_library_always_brings_a_script_of_its_version() -> None:
    head = writers.find_full_script().read_bytes()[:300].decode()
    assert f"plotly.js v{writers.VERSION}" in head


def test_the_small_script_is_preferred(tmp_path: Path) -> None:
    assert writers.find_script([tmp_path]) == writers.find_full_script()
    (tmp_path / writers.BASIC_NAME).write_text("small")
    assert writers.find_script([tmp_path]) == tmp_path / writers.BASIC_NAME


def test_a_small_script_of_another_version_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "plotly-basic-3.0.0.min.js").write_text("old")
    assert writers.find_script([tmp_path]) == writers.find_full_script()


@pytest.mark.parametrize("encoding", writers.ENCODINGS)
def test_packing_is_done_once_and_loses_nothing(tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "plotly.min.js"
    source.write_bytes(b"var Plotly;" * 500)
    folder = tmp_path / "kept"
    packed = writers.load_compressed(source, encoding, folder)
    unpack = brotli.decompress if encoding == "br" else gzip.decompress
    assert unpack(packed) == source.read_bytes()
    (kept,) = folder.iterdir()
    kept.write_bytes(b"kept")
    assert writers.load_compressed(source, encoding, folder) == b"kept"


def test_a_folder_that_cannot_be_written_to_is_no_fault(tmp_path: Path) -> None:
    source = tmp_path / "plotly.min.js"
    source.write_bytes(b"var Plotly;")
    (tmp_path / "file").write_text("in the way")
    packed = writers.load_compressed(source, "gzip", tmp_path / "file" / "kept")
    assert gzip.decompress(packed) == b"var Plotly;"
