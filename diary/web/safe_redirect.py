"""Where a link of ours may lead on to: a page of ours, and nowhere else. Pure."""

from urllib.parse import urlsplit


def inside(address: str | None) -> str | None:
    """The wanted address if it is a plain path of ours, so that no link leads elsewhere."""
    if not address or not address.isascii() or not address.isprintable() or "\\" in address:
        return None
    parts = urlsplit(address)
    plain = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if plain and not address.startswith("//") else None
