"""`make mutants`: take away one guard at a time and see that a test notices.

    python -m tests.mutants            every guard
    python -m tests.mutants visits     those whose file or text holds the word
    python -m tests.mutants 60         so many of them, spread over all kinds

Each runs in a copy of the diary, so nothing here changes. It fails when a guard's absence passes
every test that is meant to catch it, when a run ends in anything but a failing test, or when those
tests fail while all guards stand.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.guards import Mutant
from tests.mutants.sampling import mutants, sample
from tests.mutants.syntax import ROOT

AT_ONCE = 2
COPIED = ("diary", "static", "templates", "tests", "wsgi.py", "pyproject.toml", "docs", "README.md")
# what another process is just compiling is renamed in the midst of a copy
UNDER_WAY = shutil.ignore_patterns("*.pyc.*")
OVER, FAILED, KILLED = 0, 1, "killed"


def main(wanted: list[str]) -> int:
    """Run them, say what became of each, and give the exit code."""
    chosen = _chosen(wanted)
    if not chosen:
        print("There is no such guard.")
        return FAILED
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [copied(Path(folder) / str(n)) for n in range(AT_ONCE)]
        if fault := _standing(copies[0], chosen):
            print(f"The tests fail while every guard stands:\n{fault}")
            return FAILED
        told = _all(copies, chosen)
    survived = [name for name, fate in told if fate != KILLED]
    minutes = (time.monotonic() - started) / 60
    noticed = len(told) - len(survived)
    print(f"\n{len(told)} guards taken away, {noticed} noticed, {minutes:.1f} min")
    for name in survived:
        print(f"  not noticed: {name}")
    return FAILED if survived else OVER


def _chosen(wanted: list[str]) -> list[Mutant]:
    if len(wanted) == 1 and wanted[0].isdecimal():
        return sample(int(wanted[0]))
    return [one for one in mutants() if not wanted or any(word in one.name for word in wanted)]


def _all(copies: Iterable[Path], chosen: list[Mutant]) -> list[tuple[str, str]]:
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def one(mutant: Mutant) -> tuple[str, str]:
        copy = free.get()
        try:
            fate = without(copy, mutant)
        finally:
            free.put(copy)
        print(f"{fate:9} {mutant.name}", flush=True)
        return mutant.name, fate

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, chosen))


def without(copy: Path, mutant: Mutant) -> str:
    """What becomes of the tests in this copy while one guard is away."""
    file = copy / mutant.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutant.applied(whole), encoding="utf-8")
    try:
        run = _pytest(copy, mutant.tests)
    finally:
        file.write_text(whole, encoding="utf-8")
    if run.returncode == FAILED and " failed" in run.stdout:
        return KILLED
    return "survived" if run.returncode == OVER else f"broken: {run.stdout[-2_000:]}"


def _standing(copy: Path, chosen: list[Mutant]) -> str:
    """What the tests say against the diary as it is; nothing where all is well."""
    run = _pytest(copy, sorted({test for one in chosen for test in one.tests}), "-n", "2")
    return "" if run.returncode == OVER else run.stdout[-4_000:]


def copied(folder: Path) -> Path:
    """The diary and its tests, also as they are compiled: a file keeps its time, so that holds."""
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=UNDER_WAY)
        else:
            shutil.copy(source, folder / name)
    return folder


def _pytest(copy: Path, tests: Iterable[str], *more: str) -> subprocess.CompletedProcess[str]:
    # a folder of its own for what the tests make, and no compiled file of a mutant
    own = {"TMPDIR": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    # a guard is the same on either engine, and SQLite is there at once
    quick = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-k", "not postgresql"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *quick, *more, *tests],
        cwd=copy,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
