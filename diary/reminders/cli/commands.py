"""The shell command, for an operator's timer."""

from uuid import uuid4

import click
from flask.cli import AppGroup

from diary.reminders import actions
from diary.reminders.cli.send import one_pass
from diary.transactions import early_commit

group = AppGroup("reminders", help="Reminders: send those that are due.")


@group.command("send")
def send() -> None:
    """Send what is due now, and end. Run it every minute."""
    worker = uuid4()
    try:
        sent = one_pass(worker)
    finally:
        with early_commit() as session:
            actions.end_turn(session, worker)
    click.echo("Another worker sends at present." if sent is None else f"Sent {sent}.")
