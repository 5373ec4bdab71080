"""Sending mail about an erasure."""

import logging
import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from diary.accounts.senders import mail_server
from diary.config import Smtp


def send(smtp: Smtp | None, to: str, subject: str, words: str) -> bool:
    """Send a mail once. False if there is no mail server or it refused the mail."""
    if smtp is None:
        return False
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = smtp.sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="diary")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words)
    try:
        with mail_server(smtp) as server:
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # only the kind of error is logged, as a server's answer may name the address
        logging.getLogger(__name__).error("mail was not sent: %s", type(error).__name__)
        return False
    return True
