"""What gunicorn reads when it starts in this folder: each worker sends reminders, in turns."""

from typing import Any


def post_worker_init(worker: Any) -> None:
    """After the fork, and only in a server: a shell command or a test never comes here."""
    from diary.app import start_reminders  # noqa: PLC0415 the first process serves nothing

    start_reminders(worker.wsgi)
