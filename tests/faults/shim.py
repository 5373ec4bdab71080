"""The shim before the kernel's writes: compiled here, told what to do from inside its process."""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from diary.config import ROOT
from tests.browser import NEEDS, compiles, without


class Shim:
    """For a process that runs under it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.shim_seen.restype = ctypes.c_int64

    def arm(self, at: int, error: int, *, on: bool = False) -> None:
        """Fail the call of this number, or all from there ``on``; 0 fails none."""
        self._library.shim_arm(ctypes.c_int64(at), error, int(on))

    def seen(self) -> int:
        return int(self._library.shim_seen())

    def trace(self, path: Path) -> None:
        self._library.shim_trace(str(path).encode())

    def mark(self, words: str) -> None:
        self._library.shim_mark(words.encode())


def compiled(folder: Path) -> Path:
    """The shim as a library; skips where there is no compiler."""
    if not compiles():
        pytest.skip(without([need for need in NEEDS if need.is_there is compiles]))
    library = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    done = ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(done, check=True)
    return library


def run_under(library: Path, module: str, *words: str) -> Any:
    """What a module of ours printed as JSON, run under the shim."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env={**os.environ, "LD_PRELOAD": str(library)},
        stdout=subprocess.PIPE,
        timeout=3600,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
