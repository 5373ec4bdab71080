"""Side effects by kind, for paper. Mild is plain, moderate is hatched, severe is dark."""

from collections.abc import Iterator, Sequence

from diary.charts.rules.effects import Tally
from diary.charts.rules.values import SEVERITIES
from diary.clinic.figures import svg

WIDTH, ROW, LEFT, TOP, MOST = 350.0, 15.0, 118.0, 6.0, 7
HATCH = (
    '<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="4" height="4" fill="#ffffff"/>'
    '<rect width="1.6" height="4" fill="#000000"/></pattern></defs>'
)
FILLS = {"mild": "#ffffff", "moderate": "url(#hatch)", "severe": "#000000"}


def draw_effects(kinds: Sequence[Tally], sessions: int, words: str) -> str:
    """Draw in how many sessions with an answer each side effect was reported.

    Each session counts with the worst severity reported after it.
    """
    drawn = kinds[:MOST]
    height = TOP + ROW * len(drawn) + 30
    return svg.picture(
        WIDTH, height, [HATCH, *_rows(drawn, max(sessions, 1)), *_legend(height)], words
    )


def _rows(kinds: Sequence[Tally], sessions: int) -> Iterator[str]:
    unit = (WIDTH - LEFT - 40) / sessions
    for number, tally in enumerate(kinds):
        y = TOP + number * ROW
        yield svg.text((LEFT - 5, y + 9), tally.label[:26].lower(), anchor="end", size=8)
        x = LEFT
        for severity in SEVERITIES:
            size = tally.of(severity) * unit
            if size:
                yield svg.box((x, y + 2), (size, ROW - 5), FILLS[severity])
            x += size
        yield svg.text((x + 4, y + 9), f"{tally.reported} of {sessions}", size=7.5)


def _legend(height: float) -> Iterator[str]:
    for number, severity in enumerate(SEVERITIES):
        x = LEFT + number * 70
        yield svg.box((x, height - 18), (10, 8), FILLS[severity])
        yield svg.text((x + 14, height - 11), severity, size=7.5)
