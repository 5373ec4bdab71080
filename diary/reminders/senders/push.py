"""Reminders to browsers, through the push services that they named."""

import logging
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from diary.reminders.rules.outbox import SendOutcome

SECONDS = 10
GONE = (404, 410)
LOG = logging.getLogger(__name__)


def post(endpoint: str, body: bytes, headers: dict[str, str]) -> SendOutcome:
    """Hand a message to the push service, without redirects. Callers check the address."""
    parts = urlsplit(endpoint)
    host, port = parts.hostname or "", parts.port
    connection = (
        HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
        if parts.scheme == "https"
        else HTTPConnection(host, port, timeout=SECONDS)
    )
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.connect()
    except OSError as error:
        LOG.warning("a push service is away: %s", type(error).__name__)
        return SendOutcome.AWAY
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        LOG.warning("nobody knows whether a push left: %s", type(error).__name__)
        return SendOutcome.UNKNOWN
    finally:
        connection.close()
    return _meaning(status)


def _meaning(status: int) -> SendOutcome:
    if 200 <= status < 300:
        return SendOutcome.SENT
    if status in GONE:
        return SendOutcome.GONE
    if status == 429 or status >= 500:
        return SendOutcome.AWAY
    LOG.warning("a push service refused with %d", status)
    return SendOutcome.REFUSED
