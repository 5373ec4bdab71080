"""Where a browser may ask to be sent to: the known push services, and nothing else. Pure.

A subscription names an address that this server then calls. Free to choose, it could name a
machine beside this one.
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
    """Whether an address is that of a push service; in local mode also one on this machine."""
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
    """A browser's key from its base64url, if it has the right length."""
    if not text.isascii() or len(text) > 4 * length:
        return None
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == length else None
