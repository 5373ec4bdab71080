"""What the journeys and the fault tests need of the system: ``python -m tests.browser``.

A Chromium, what playwright's own Node needs, and a C compiler. What is missing is installed where
that is allowed; where it is not, one sentence says what is, and those tests are skipped.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DOWNLOADS = "https://cdn.playwright.dev"
JOURNEYS = "journeys in a browser"
FAILING_DISKS = "tests of a failing disk"
SECONDS = 10  # to see whether anything answers there


class Need(NamedTuple):
    """Something of the system, the Debian packages that hold it, and what is skipped without."""

    name: str
    is_there: Callable[[], bool]
    packages: tuple[str, ...]
    skipped: str


def find() -> str | None:
    """The path of a Chromium that starts: the named one, an installed one, or playwright's own."""
    named = os.environ.get("DIARY_TEST_CHROMIUM")
    if named:
        return named
    installed = (shutil.which(name) for name in NAMES)
    return next((path for path in installed if path and _starts(path)), None) or _playwrights()


@cache
def drives() -> bool:
    """Whether playwright's own Node starts; it needs a library that a small Debian lacks."""
    return _starts(compute_driver_executable()[0])


def compiles() -> bool:
    """Whether there is a C compiler, and what it needs beside it."""
    compiler = shutil.which("cc")
    if compiler is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        words = [compiler, "-x", "c", "-shared", "-o", f"{folder}/made.so", "-"]
        source = b"#include <unistd.h>\n"
        return subprocess.run(words, input=source, capture_output=True, check=False).returncode == 0


NEEDS = (
    Need("a Chromium", lambda: find() is not None, ("chromium",), JOURNEYS),
    Need("what playwright starts with", drives, ("libatomic1",), JOURNEYS),
    Need("a C compiler", compiles, ("gcc", "libc6-dev"), FAILING_DISKS),
)


def missing() -> list[Need]:
    """Looked at anew each time."""
    drives.cache_clear()
    return [need for need in NEEDS if not need.is_there()]


def install(needs: list[Need]) -> None:
    """By the system's packages; a Chromium also by playwright's download, where that answers."""
    packages = [package for need in needs for package in need.packages]
    for command in _by_apt(packages):
        _tell(f"Installing for the tests: {' '.join(command)}")
        if subprocess.run(command, check=False).returncode:
            break
    if any("chromium" in need.packages for need in missing()) and drives():
        _download()


def _by_apt(packages: list[str]) -> list[list[str]]:
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        prefix = ["env"]
    elif _may_sudo():
        prefix = ["sudo", "-n", "env"]
    else:
        return []
    apt = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qy"]
    return [[*apt, "update"], [*apt, "install", "--no-install-recommends", *packages]]


def _may_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _download() -> None:
    """Once, and only where something answers: playwright itself would ask five times over."""
    place = os.environ.get("PLAYWRIGHT_DOWNLOAD_HOST", DOWNLOADS)
    if not _answers(place):
        _tell(f"{place} cannot be reached, so no browser is fetched from there.")
        return
    _tell("Fetching a browser for the tests: playwright install chromium")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _answers(place: str) -> bool:
    try:
        urllib.request.urlopen(urllib.request.Request(place, method="HEAD"), timeout=SECONDS)
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _playwrights() -> str | None:
    if not drives():
        return None
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and _starts(path) else None


def _starts(path: str) -> bool:
    """Whether it is a program at all: Ubuntu's chromium-browser may be a stub that only says so."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def without(needs: list[Need]) -> str:
    """What to install, and what is not tried until then."""
    names = " and ".join(need.name for need in needs)
    skipped = " and ".join(dict.fromkeys(need.skipped for need in needs))
    packages = " ".join(package for need in needs for package in need.packages)
    how = f"On Debian: sudo apt-get install {packages}"
    return f"Skipping {skipped}: {names} could not be found. {how}"


def main() -> None:
    needs = missing()
    if needs:
        install(needs)
        needs = missing()
    if needs:
        _tell(without(needs))


if __name__ == "__main__":
    main()
