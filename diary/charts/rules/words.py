"""Words for the charts: patient's words made safe for Plotly, counts, elapsed time."""

from unicodedata import category

from diary.relief.wording import format_signed

LONGEST = 60


def format_plain(words: str) -> str:
    """Someone's own words for Plotly, which reads `<`, `>` and `&` as markup and would drop text.
    Control and direction characters go. What is too long for a chart is cut with an ellipsis.
    """
    text = " ".join("".join(c if category(c)[0] != "C" else " " for c in words).split())
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def format_count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"


def count_entries(number: int) -> str:
    return format_count(number, "entry", "entries")


def count_sessions(number: int) -> str:
    return format_count(number, "session", "sessions")


def format_number(value: float) -> str:
    return f"{value:g}"


def format_span(low: float, high: float) -> str:
    return format_number(low) if low == high else f"{format_number(low)}–{format_number(high)}"


def format_signed_span(low: float, high: float) -> str:
    """From one change to another, or the one change that both are: "−3 to +1", "0"."""
    ends = format_signed(low), format_signed(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def format_elapsed(hours: float) -> str:
    """An elapsed time in the words of the tooltip: "45 min", "1 h 15 min", "26 h", "5 days 3 h"."""
    sign = "−" if hours < 0 else ""
    minutes = round(abs(hours) * 60)
    whole, rest = divmod(minutes, 60)
    if whole < 1:
        return f"{sign}{rest} min"
    if whole < 4:
        return f"{sign}{whole} h" + (f" {rest} min" if rest else "")
    if whole < 72:
        return f"{sign}{round(abs(hours))} h"
    days, left = divmod(round(abs(hours)), 24)
    return f"{sign}{days} days" + (f" {left} h" if left else "")
