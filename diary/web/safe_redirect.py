"""Where a link of ours may lead on to: a page of ours, and nowhere else. Pure."""

from urllib.parse import urlsplit


def inside(wanted: str | None) -> str | None:
    """The wanted address if it is a plain path of ours, so that no link leads elsewhere."""
    if not wanted or not wanted.isascii() or not wanted.isprintable() or "\\" in wanted:
        return None
    parts = urlsplit(wanted)
    plain = not parts.scheme and not parts.netloc and wanted.startswith("/")
    return wanted if plain and not wanted.startswith("//") else None
