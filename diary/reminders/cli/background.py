"""The worker that comes with the server: a thread that looks every half minute."""

import logging
from threading import Event, Thread
from uuid import uuid4

from flask import Flask

from diary.reminders.cli.send import one_pass

EVERY = 30  # seconds
LOG = logging.getLogger(__name__)


def start(app: Flask, ended: Event) -> Thread:
    """Send until ``ended`` is set; ends with the process, whatever it was doing."""
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
