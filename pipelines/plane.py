"""Models as points in the plane of under-abstention and over-abstention: as text for a terminal, and as SVG.

Right is answering what should not be answered, up is declining what should be; the corner at the lower left is perfect.
Around each point stands the box of its two 95 % intervals.
"""

from collections.abc import Sequence
from html import escape

from pydantic import FiniteFloat

from nescio.pipelines.safe_text import harmless
from nescio.schemas.base import Frozen
from nescio.validation.proportions import Estimate

ACROSS, UP = "under-abstention", "over-abstention"
COLUMNS, LINES = 61, 21
"""Cells of the plane on a terminal, one for each 1/60 and each 1/20."""
SIDE, MARGIN, KEY = 360, 48, 20
"""Of the SVG, in its own units: the square, the room for labels, and a line of the key."""
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's (2008), told apart by the colour-blind; letters tell the points apart as well."""
_LONGEST = 48


class PlanePoint(Frozen):
    """A model in the plane."""

    letter: str
    name: str
    under: Estimate
    """Of the rows to abstain from: not abstained from, that is 1 - abstention recall."""
    over: Estimate
    """Of the answerable rows: abstained from or refused."""

    @property
    def shown(self) -> str:
        """The name, made harmless and short enough for a line."""
        name = " ".join(harmless(self.name).split())
        return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


def plane_text(points: Sequence[PlanePoint]) -> str:
    """The plane in characters of ASCII but for names: each model's letter, with its box around it."""
    cells = [[" "] * COLUMNS for _ in range(LINES)]
    for one in points:
        _draw_box(cells, one)
    taken: set[tuple[int, int]] = set()
    for one in points:
        line, column = _line(one.over.value), _column(one.under.value)
        while (line, column) in taken and column + 1 < COLUMNS:
            column += 1
        taken.add((line, column))
        cells[line][column] = one.letter
    marks = {0: "100 %", LINES // 2: " 50 %", LINES - 1: "  0 %"}
    rows = [f"{marks.get(number, ''):>5} |{''.join(row).rstrip()}" for number, row in enumerate(cells)]
    ruler = f"      +{'-' * COLUMNS}"
    below = f"       0 %{'50 %':^{COLUMNS - 8}}100 %"
    key = [f"  {one.letter}  {one.shown}" for one in points]
    return "\n".join([UP, *rows, ruler, below, f"{ACROSS:>{COLUMNS + 7}}", "", *key])


def plane_svg(points: Sequence[PlanePoint]) -> str:
    """The plane as an SVG element that stands alone or inside HTML: no script, no style, nothing from outside.

    Text and axes take the colour of the text around them.
    """
    height = SIDE + 2 * MARGIN + KEY * (len(points) + 1)
    width = SIDE + 2 * MARGIN
    told = "; ".join(
        f"{one.letter}: {one.shown}, {ACROSS} {_range(one.under)}, {UP} {_range(one.over)}" for one in points
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="12" fill="currentColor">',
        f"<title>{ACROSS} and {UP}</title>",
        f"<desc>{escape(told)}</desc>",
        *_axes(),
    ]
    for number, one in enumerate(points):
        parts += _point(one, COLOURS[number % len(COLOURS)])
    for number, one in enumerate(points):
        y, colour = SIDE + 2 * MARGIN + KEY * number + 8, COLOURS[number % len(COLOURS)]
        parts.append(f'<circle cx="{MARGIN + 5}" cy="{y - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{MARGIN + 18}" y="{y}">{escape(one.letter)}  {escape(one.shown)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _axes() -> list[str]:
    far, low = MARGIN + SIDE, MARGIN + SIDE
    frame = f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" stroke="currentColor"/>'
    parts = [frame]
    for share in (25, 50, 75):
        x, y = MARGIN + SIDE * share / 100, low - SIDE * share / 100
        grid = 'stroke="currentColor" stroke-opacity="0.2"'
        parts.append(f'<line x1="{x:g}" y1="{MARGIN}" x2="{x:g}" y2="{low}" {grid}/>')
        parts.append(f'<line x1="{MARGIN}" y1="{y:g}" x2="{far}" y2="{y:g}" {grid}/>')
    for share in (0, 50, 100):
        x, y = MARGIN + SIDE * share / 100, low - SIDE * share / 100
        parts.append(f'<text x="{x:g}" y="{low + 16}" text-anchor="middle">{share} %</text>')
        parts.append(f'<text x="{MARGIN - 6}" y="{y + 4:g}" text-anchor="end">{share} %</text>')
    parts.append(f'<text x="{MARGIN + SIDE / 2:g}" y="{low + 32}" text-anchor="middle">{ACROSS}</text>')
    parts.append(f'<text x="{MARGIN}" y="{MARGIN - 12}">{UP}</text>')
    return parts


def _point(one: PlanePoint, colour: str) -> list[str]:
    def across(share: FiniteFloat) -> float:
        return round(MARGIN + SIDE * share, 2)

    def down(share: FiniteFloat) -> float:
        return round(MARGIN + SIDE * (1 - share), 2)

    x, y = across(one.under.value), down(one.over.value)
    left, top = across(one.under.low), down(one.over.high)
    wide, high = round(across(one.under.high) - left, 2), round(down(one.over.low) - top, 2)
    return [
        f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{high:g}" fill="{colour}" fill-opacity="0.18" '
        f'stroke="{colour}"/>',
        f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{colour}"/>',
        f'<text x="{x + 7:g}" y="{y - 6:g}" font-weight="bold">{escape(one.letter)}</text>',
    ]


def _draw_box(cells: list[list[str]], one: PlanePoint) -> None:
    top, bottom = _line(one.over.high), _line(one.over.low)
    left, right = _column(one.under.low), _column(one.under.high)
    for column in range(left, right + 1):
        cells[top][column] = cells[bottom][column] = "-"
    for line in range(top, bottom + 1):
        cells[line][left] = cells[line][right] = "|"
    for line, column in ((top, left), (top, right), (bottom, left), (bottom, right)):
        cells[line][column] = "+"


def _column(share: float) -> int:
    return round(share * (COLUMNS - 1))


def _line(share: float) -> int:
    return LINES - 1 - round(share * (LINES - 1))


def _range(found: Estimate) -> str:
    return f"{100 * found.value:.1f} % ({100 * found.low:.1f} to {100 * found.high:.1f})"
