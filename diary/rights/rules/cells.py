"""Cells of a CSV file that no spreadsheet runs, and that still give back what was in them. Pure."""

# What a spreadsheet takes for a formula, also behind a blank of any kind; and our own mark
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")  # noqa: RUF001
_MARK = "'"


def cell(value: object) -> str:
    """One value as a cell. An empty cell is "nothing"; a text without letters is a lone mark."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)  # a number with a minus is no formula
    text = str(value)
    if not text or text.startswith(_RISKY) or text.lstrip().startswith(_RISKY):
        return _MARK + text
    return text


def text_in(written: str) -> str | None:
    """The text that a cell of words stands for; nothing for an empty cell."""
    if written == "":
        return None
    return written.removeprefix(_MARK)
