"""Ask of the code and of what it is made of: ``python -m tests.supply_chain code|audit|sbom``.

Each gate is shown a fault first that it must find: a gate
that cannot see it says so and fails, instead of passing for a clean bill.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

COULD_NOT_LOOK = 2
PLANTED_CODE = "import subprocess\nsubprocess.call(input(), shell=True)\n"
# two releases that are known to be vulnerable, for years
CANARY = "flask==2.2.2\nwerkzeug==2.2.2\n"
LISTS = ("requirements.txt", "tests/requirements.txt", "tests/tools.txt")


def main(what: str) -> int:
    """Run one gate; the exit code of the shell."""
    return {"code": code, "audit": audit, "sbom": sbom}[what]()


def code() -> int:
    """Dangerous calls in the code of the diary, by bandit."""
    with tempfile.TemporaryDirectory() as folder:
        planted = Path(folder) / "planted.py"
        planted.write_text(PLANTED_CODE, encoding="utf-8")
        if _tool("bandit", "-q", "-ll", str(planted), quiet=True).returncode != 1:
            return _say("bandit does not see a planted fault.", COULD_NOT_LOOK)
    read = _tool("bandit", "-q", "-ll", "-r", "diary", "wsgi.py", quiet=True)
    return _say(read.stdout + read.stderr, read.returncode) if read.returncode else 0


def audit() -> int:
    """PinLock versions that are known to be vulnerable, by pip-audit."""
    with tempfile.TemporaryDirectory() as folder:
        canary = Path(folder) / "canary.txt"
        canary.write_text(CANARY, encoding="utf-8")
        asked = ("--no-deps", "--disable-pip", "--format", "json", "--requirement", str(canary))
        if not flagged(_tool("pip_audit", *asked, quiet=True).stdout):
            return _say(
                "Could not look: two releases that are known to be vulnerable were not flagged, "
                "so nothing can be said of ours. Is there a way to the advisories?",
                COULD_NOT_LOOK,
            )
    strict = ("--strict", "--disable-pip", "--require-hashes")
    return max(_tool("pip_audit", *strict, "--requirement", name).returncode for name in LISTS)


def flagged(report: str) -> bool:
    """Whether a report of pip-audit names a vulnerability of every package that it was asked of."""
    try:
        found = json.loads(report)["dependencies"]
        return bool(found) and all(one.get("vulns") for one in found)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def sbom() -> int:
    """The list of what the diary is made of, in CycloneDX."""
    place = Path("build/sbom.json")
    place.parent.mkdir(exist_ok=True)
    made = _tool(
        *("cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON"),
        *("-o", str(place), "requirements.txt"),
    )
    if made.returncode == 0:
        parts = json.loads(place.read_text(encoding="utf-8"))["components"]
        return _say(f"{place}: {len(parts)} components", 0)
    return made.returncode


def _tool(name: str, *arguments: str, quiet: bool = False) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", name, *arguments]
    return subprocess.run(command, check=False, text=True, capture_output=quiet)


def _say(words: str, status: int) -> int:
    (sys.stderr if status else sys.stdout).write(f"{words}\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
