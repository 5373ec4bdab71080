"""Reminders by mail: the same words for everybody, and a link that stops them."""

import logging
import smtplib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from diary.accounts.senders import mail_server
from diary.config import Smtp
from diary.reminders.rules.messages import MAIL, MAIL_END, TITLE
from diary.reminders.rules.outbox import SendOutcome

# must not fold long lines, as mailboxes could not read a folded unsubscribe address
WHOLE_LINES = SMTP.clone(max_line_length=900)
LOG = logging.getLogger(__name__)


def letter(sender: str, to: str, link: str, stop_link: str) -> EmailMessage:
    """Write the mail. ``link`` opens the form. ``stop_link`` asks before it stops anything."""
    message = EmailMessage(policy=WHOLE_LINES)
    message["From"], message["To"], message["Subject"] = sender, to, TITLE
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="diary")
    message["List-Unsubscribe"] = f"<{stop_link}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{MAIL}\n{link}\n\n{MAIL_END}\n{stop_link}\n")
    return message


def send(smtp: Smtp, message: EmailMessage) -> SendOutcome:
    """Hand a mail to the mail server. ``AWAY`` only if it was certainly not sent."""
    try:
        with mail_server(smtp) as server:
            return _hand_over(server, message)
    except (OSError, smtplib.SMTPException) as error:
        LOG.warning("the mail server is away: %s", type(error).__name__)
        return SendOutcome.AWAY


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> SendOutcome:
    """Send the mail. Only the kind of an error is logged, as its text may name the address."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return SendOutcome.REFUSED if all(code >= 500 for code in codes) else SendOutcome.AWAY
    except smtplib.SMTPServerDisconnected:
        return SendOutcome.UNKNOWN
    except smtplib.SMTPResponseException as error:
        return SendOutcome.REFUSED if error.smtp_code >= 500 else SendOutcome.AWAY
    except (OSError, smtplib.SMTPException) as error:
        LOG.warning("nobody knows whether a mail left: %s", type(error).__name__)
        return SendOutcome.UNKNOWN
    return SendOutcome.SENT
