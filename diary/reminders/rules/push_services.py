"""The push services that a subscription may name. Pure.

This server calls the address in a subscription. Without a list of services, a subscription could
make it call an internal machine.
"""

import base64
import binascii
from urllib.parse import urlsplit

LONGEST = 2_000
SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "notify.windows.com",
    "push.apple.com",
)
LOOPBACK = ("127.0.0.1", "localhost")


def may_send_to(endpoint: str, more_hosts: tuple[str, ...] = (), *, local: bool = False) -> bool:
    """Whether an address is a push service's. In local mode this machine is allowed too."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or any(c <= " " for c in endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None:
        return False
    if local and parts.scheme in ("http", "https") and host in LOOPBACK:
        return True
    known = any(host == name or host.endswith(f".{name}") for name in (*SERVICES, *more_hosts))
    return parts.scheme == "https" and known and port in (None, 443)


def key_bytes(text: str, length: int) -> bytes | None:
    """Decode a browser's key from base64url, if it has the right length."""
    if not text.isascii() or len(text) > 4 * length:
        return None
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == length else None
