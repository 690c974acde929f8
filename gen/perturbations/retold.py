"""The sentences of the figure `retold`: one tells a fact once more, the other leaves another fact open.

Both stand at the same places in all rows of a star, so that which of the facts is told is all that differs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from nescio.gen.figures import Cell
from nescio.gen.perturbations.added import addition, boundaries
from nescio.gen.rows import Change
from nescio.gen.templates.numerals import write
from nescio.schemas.evidence import Hiding, Statement

_FEW, _LARGE = 10, 800
"""Below the one a number is a few, from the other on no bound above it is written in words."""


@dataclass(frozen=True)
class Retold:
    """Where the two sentences of a star stand, and how each is left open, by the statement's id."""

    places: Mapping[str, int]
    open: Mapping[str, str]
    statements: tuple[Statement, ...]

    @classmethod
    def drawn(cls, context: str, cells: Sequence[Cell], hidden: Sequence[Hiding], random: Random) -> "Retold | None":
        """Drawn for the cells of a figure; None where a sentence has no place after those that hide a fact."""
        told = {cell.told.id: cell.told for cell in cells if cell.told is not None}
        left = {name: left_open(one, random) for name, one in told.items()}
        free = [end for end in boundaries(context) if end >= max(one.span.end for one in hidden)]
        if not free or None in left.values():
            return None
        places = {name: random.choice(free) for name in random.sample(sorted(told), len(told))}
        return cls(places, {name: text for name, text in left.items() if text is not None}, tuple(told.values()))

    def changes(self, cell: Cell) -> list[Change]:
        """What is added to the text of a row; nothing to a clean one."""
        if cell.told is None:
            return []
        return [
            addition(self.places[one.id], one.text if one.id == cell.told.id else self.open[one.id])
            for one in self.statements
        ]


def left_open(statement: Statement, random: Random) -> str | None:
    """The statement with a vague word or a bound in the place of its number; None where it has several or a broken one.

    A bound is true and leaves room: "more than four" for 6.
    """
    told = [node for node in statement.nodes if node.operation is None]
    if len(told) != 1 or len(told[0].spans) != 1 or Fraction(told[0].value).denominator != 1:
        return None
    span, value = told[0].spans[0], int(told[0].value)
    if value >= _LARGE:
        return None
    form = None if statement.text[span.start : span.end][0].isdigit() else "words"
    low = value - random.randint(1, max(1, value // 4))
    high = value + random.randint(1, max(2, value // 4))
    vague = "a few" if value < _FEW else "quite a few"
    sign = "$" if statement.text[: span.start].endswith("$") else ""
    bound = f"{write(Fraction(low), form)} to {sign}{write(Fraction(high), form)}"
    more = f"more than {sign}{write(Fraction(low), form)}"
    ways = [bound] if low > 0 else []
    ways += [more] if low > 0 else []
    ways += [vague] if value > 2 and not sign else []
    if not ways:
        return None
    said = random.choice(ways)
    start = span.start - len(sign) if said == more else span.start
    return statement.text[:start] + said + statement.text[span.end :]
