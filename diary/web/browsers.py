"""A browser in plain words, so that somebody knows her own devices in a list. Pure."""


def device_name(agent: str) -> str:
    """A browser in a few plain words, from what it says of itself."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in (*browsers, ("Safari", "Safari")) if mark in agent), "")
    system = next((name for mark, name in systems if mark in agent), "")
    return " on ".join(part for part in (browser, system) if part) or "A browser"
