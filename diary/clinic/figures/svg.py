"""Small SVG builders. They use attributes only, because the page's policy forbids inline styles."""

from collections.abc import Iterable, Sequence
from html import escape

INK, FAINT, PALE = "#000000", "#8a8a8a", "#d9d9d9"
FONT = "Libertinus Serif, DejaVu Serif, serif"
Place = tuple[float, float]


def picture(width: float, height: float, parts: Iterable[str], words: str) -> str:
    """Build the whole picture. `words` describe it to readers who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{escape(words)}" font-family="{FONT}">{"".join(parts)}</svg>'
    )


def line(start: Place, end: Place, *, width: float = 0.6, dash: str = "", ink: str = INK) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
        f'stroke="{ink}" stroke-width="{width:g}"{dashed}/>'
    )


def path(places: Sequence[Place], *, width: float = 1.0, dash: str = "", ink: str = INK) -> str:
    """Draw a line through the places. A single place gets none, because a mark shows it."""
    if len(places) < 2:
        return ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return f'<path d="M{steps}" fill="none" stroke="{ink}" stroke-width="{width:g}"{dashed}/>'


def area(places: Sequence[Place]) -> str:
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return f'<path d="M{steps}Z" fill="{PALE}"/>'


def circle(at: Place, radius: float = 1.6, *, hollow: bool = False, ink: str = INK) -> str:
    fill = "#ffffff" if hollow else ink
    return (
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}" fill="{fill}" '
        f'stroke="{ink}" stroke-width="0.6"/>'
    )


def diamond(at: Place, radius: float = 2.2, *, hollow: bool = False, ink: str = INK) -> str:
    fill, (x, y) = "#ffffff" if hollow else ink, at
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    steps = "L".join(f"{a:.1f} {b:.1f}" for a, b in corners)
    return f'<path d="M{steps}Z" fill="{fill}" stroke="{ink}" stroke-width="0.6"/>'


def text(
    at: Place, words: str, *, size: float = 8, anchor: str = "start", bold: bool = False
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="{size:g}" '
        f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
    )


def box(corner: Place, size: Place, fill: str) -> str:
    return (
        f'<rect x="{corner[0]:.1f}" y="{corner[1]:.1f}" width="{size[0]:.1f}" '
        f'height="{size[1]:.1f}" fill="{fill}" stroke="{INK}" stroke-width="0.5"/>'
    )
