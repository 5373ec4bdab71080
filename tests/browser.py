"""Find a Chromium for the journeys, or install one: ``python -m tests.browser``."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def find() -> str | None:
    """The path of a Chromium that starts: the named one, an installed one, or playwright's own."""
    named = os.environ.get("DIARY_TEST_CHROMIUM")
    if named:
        return named
    installed = (shutil.which(name) for name in NAMES)
    return next((path for path in (*installed, _playwrights()) if path and _starts(path)), None)


def install() -> str | None:
    """Try the system's package first, then playwright's download."""
    for command in (*_by_apt(), [sys.executable, "-m", "playwright", "install", "chromium"]):
        sys.stdout.write(f"Installing a browser for the tests: {' '.join(command)}\n")
        sys.stdout.flush()
        subprocess.run(command, check=False)
    return find()


def _by_apt() -> list[list[str]]:
    if not shutil.which("apt-get"):
        return []
    if os.geteuid() == 0:
        prefix = ["env"]
    elif _may_sudo():
        prefix = ["sudo", "-n", "env"]
    else:
        return []
    apt = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qy"]
    return [[*apt, "update"], [*apt, "install", "--no-install-recommends", "chromium"]]


def _may_sudo() -> bool:
    if not shutil.which("sudo"):
        return False
    return subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0


def _playwrights() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    """Whether it is a browser at all: Ubuntu's chromium-browser may be a stub that only says so."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def main() -> None:
    if find() or install():
        return
    sys.exit(
        "The journeys need a Chromium, and none could be installed. On Debian:\n"
        "  sudo apt-get install chromium\n"
        "or name one: DIARY_TEST_CHROMIUM=/path/to/chromium make test"
    )


if __name__ == "__main__":
    main()
