"""Erasing diaries that are due: once from the shell, or every few minutes beside the server."""

import logging
from threading import Event, Thread
from uuid import UUID

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from diary.db.engine import scrub
from diary.extensions import db, settings
from diary.privacy import actions, senders
from diary.privacy.queries import erasure as queries
from diary.privacy.rules.erasure_receipt import SUBJECT
from diary.transactions import early_commit, read_only

EVERY = 600  # seconds
LOG = logging.getLogger(__name__)
erasures = AppGroup("erasures", help="Erasures: do those whose grace is over.")


@erasures.command("run")
def run() -> None:
    """Erase what is due now, and end. The server does it by itself; this is for a timer."""
    click.echo(f"Erased {one_pass()}.")
    with read_only() as session:
        if not queries.is_scrubbed(session):
            raise click.ClickException(
                "Freed pages of the file are still to be cleaned: run again."
            )


def one_pass() -> int:
    """Erase each due diary in its own transaction, then clean the database file."""
    with read_only() as session:
        due = queries.list_due_patients(session)
    done = sum(_erase(patient_id) for patient_id in due)
    with read_only() as session:
        clean = queries.is_scrubbed(session)
    if not clean and scrub(db.engine):
        with early_commit() as session:
            actions.record_scrubbing(session)
    return done


def _erase(patient_id: UUID) -> bool:
    """Erase one diary. A fault in it is logged and does not stop the next one."""
    try:
        with early_commit() as session:
            erased = actions.erase(session, patient_id)
        if erased is None:  # cancelled, or another worker was faster
            return False
        senders.send(settings().smtp, erased.email, SUBJECT, erased.receipt.text)
    except OperationalError:
        raise
    except Exception:
        LOG.exception("an erasure failed")
        return False
    return True


def start(app: Flask, ended: Event) -> Thread:
    """Start a thread that erases until ``ended`` is set or the process ends."""
    thread = Thread(target=_run, args=(app, ended), name="erasures", daemon=True)
    thread.start()
    return thread


def _run(app: Flask, ended: Event) -> None:
    while not ended.wait(EVERY):
        try:
            with app.app_context():
                one_pass()
        except Exception:
            LOG.exception("a pass of the erasures failed")
