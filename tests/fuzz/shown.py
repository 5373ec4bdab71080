"""What a form shows: the value of each of its fields, as a browser would send it again."""

from html.parser import HTMLParser

UNSEEN = ("radio", "checkbox", "submit", "hidden")  # unless they are ticked


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "textarea":
            self._area, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value", "")
        elif tag == "input" and name and self._sent(given):
            self.values[name] = given.get("value", "y")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.values[self._area] += data

    @staticmethod
    def _sent(given: dict[str, str]) -> bool:
        return given.get("type") not in UNSEEN or "checked" in given


def shown(html: str) -> dict[str, str]:
    """The fields of a page by name."""
    found = _Fields()
    found.feed(html)
    found.close()
    return found.values
