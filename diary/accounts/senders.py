"""Mail about an account. Without a mail server links are printed for the operator."""

import logging
import smtplib
import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from diary.config import Smtp

CONNECTING, SECONDS = 5, 20  # until the server is there; for each of its answers


def send_link(smtp: Smtp | None, to: str, subject: str, words: str, link: str) -> bool:
    """Send one link. Returns False where the mail server did not take it, after up to ``SECONDS``.

    No health data and no name: the words are the same for everybody.
    """
    if smtp is None:
        print(f"\n{subject} ({to}):\n  {link}\n", file=sys.stderr, flush=True)  # noqa: T201
        return True
    return _send(
        smtp, to, subject, f"{words}\n\n{link}\n\nIf you did not ask for this, ignore it.\n"
    )


def send_words(smtp: Smtp | None, to: str, subject: str, words: str) -> bool:
    """Send a notice. Returns False where no mail server took it, after up to ``SECONDS``.

    Without a mail server it is not printed: it holds nothing that the operator must pass on.
    """
    return smtp is not None and _send(smtp, to, subject, f"{words}\n")


def _send(smtp: Smtp, to: str, subject: str, text: str) -> bool:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = smtp.sender, to, subject
    message.set_content(text)
    try:
        with mail_server(smtp) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # the kind alone: what a server says may name the address
        logging.getLogger(__name__).error("mail was not sent: %s", type(error).__name__)
        return False
    return True


class _Server(smtplib.SMTP):
    """Patient with a server that answers slowly, not with one that is not there."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), CONNECTING)
        connected.settimeout(timeout)
        return connected


@contextmanager
def mail_server(smtp: Smtp) -> Iterator[smtplib.SMTP]:
    """The mail server, greeted and signed in to. Raises what the library raises."""
    with _Server(smtp.host, smtp.port, timeout=SECONDS) as server:
        if smtp.starttls:
            server.starttls(context=ssl.create_default_context())
        if smtp.user and smtp.password:
            server.login(smtp.user, smtp.password)
        yield server
