"""Small drawings for the pages, as inline SVG whose words and colours come from the page around it."""

from collections.abc import Sequence
from itertools import product

_LAYERS = 8


def range_bar(
    figures: tuple[float, float, float],
    ends: tuple[float, float],
    *,
    gate: float | None = None,
    chance: float | None = None,
) -> str:
    """A figure (value, low, high) on a line between `ends`, its interval thick, the gate dashed.

    The figures stand beside it in words, so it is hidden from readers who hear the page.
    """
    value, low, high = figures

    def x(one: float) -> str:
        return f"{2 + 96 * (min(max(one, ends[0]), ends[1]) - ends[0]) / (ends[1] - ends[0]):.1f}%"

    lines = '<line class="axis" x1="0" x2="100%" y1="50%" y2="50%"/>'
    for place, kind in ((chance, "axis"), (gate, "gate")):
        if place is not None:
            lines += f'<line class="{kind}" x1="{x(place)}" x2="{x(place)}" y1="0" y2="100%"/>'
    return (
        f'<svg class="range" aria-hidden="true">{lines}'
        f'<line class="span" x1="{x(low)}" x2="{x(high)}" y1="50%" y2="50%"/>'
        f'<circle cx="{x(value)}" cy="50%" r="4"/></svg>'
    )


def stacked_bar(parts: Sequence[tuple[str, int]], whole: int) -> str:
    """Counts one after another on a line that is `whole` long; the names are classes of the style."""
    at, rects = 0.0, ""
    for kind, count in parts:
        wide = 100 * count / whole if whole else 0
        if count:
            rects += f'<rect class="{kind}" x="{at:.2f}" y="0" width="{wide:.2f}" height="10"/>'
        at += wide
    return f'<svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{rects}</svg>'


def scatter(points: Sequence[tuple[float, float, bool]], size: int, dot: float) -> str:
    """Points within the square from 0 to 1, up being up; those to abstain from are squares, the others round.

    A few paths of dots, however many there are. What it shows has to stand beside it in words.
    """
    edge = 3 * dot
    paths = []
    # Layer by layer, so that neither kind hides the other.
    for layer, (kind, abstain) in product(range(_LAYERS), (("answer", False), ("abstain", True))):
        moves = "".join(
            f"M{edge + (size - 2 * edge) * x:.1f} {edge + (size - 2 * edge) * (1 - y):.1f}h0"
            for x, y, label in points[layer::_LAYERS]
            if label is abstain
        )
        if moves:
            paths.append(f'<path class="dots {kind}" stroke-width="{dot:g}" stroke-opacity=".75" d="{moves}"/>')
    return (
        f'<svg viewBox="0 0 {size} {size}" width="{size}" height="{size}" aria-hidden="true">'
        f'<rect class="frame" x=".5" y=".5" width="{size - 1}" height="{size - 1}"/>{"".join(paths)}</svg>'
    )
