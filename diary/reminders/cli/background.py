"""The server's own worker: a thread that sends every half minute."""

import logging
from threading import Event, Thread
from uuid import uuid4

from flask import Flask

from diary.reminders.cli.send import one_pass

EVERY = 30  # seconds
LOG = logging.getLogger(__name__)


def start(app: Flask, ended: Event) -> Thread:
    """Start a thread that sends until ``ended`` is set or the process ends."""
    thread = Thread(target=_run, args=(app, ended), name="reminders", daemon=True)
    thread.start()
    return thread


def _run(app: Flask, ended: Event) -> None:
    worker = uuid4()
    while not ended.wait(EVERY):
        try:
            with app.app_context():
                one_pass(worker)
        except Exception:
            LOG.exception("a pass of the reminders failed")
