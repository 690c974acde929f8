"""What a solution may make of a number before it computes with it: 20 of "20%" becomes 20/100, 2 of "half"."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from nescio.gen.traces.constants import factors
from nescio.gen.traces.graph import Formula, valued
from nescio.gen.traces.mentions import Form, Mention
from nescio.schemas.evidence import Operation

WEAK = 2
"""The rank of conversions and of what everyone knows, which is not meant where the text states a number used once."""
_ONE, _HUNDRED = Fraction(1), Fraction(100)
_FORMS: dict[Form, tuple[Formula, ...]] = {
    Form.PERCENT: (
        Formula(Operation.DIVIDE, _HUNDRED, None),
        Formula(Operation.DIVIDE, None, _HUNDRED),
        Formula(Operation.SUBTRACT, _HUNDRED, None),
        Formula(Operation.ADD, _HUNDRED, None),
        Formula(Operation.DIVIDE, Formula(Operation.SUBTRACT, _HUNDRED, None), _HUNDRED),
        Formula(Operation.DIVIDE, Formula(Operation.ADD, _HUNDRED, None), _HUNDRED),
    ),
    Form.SHARE: (
        Formula(Operation.DIVIDE, _ONE, None),
        Formula(Operation.SUBTRACT, _ONE, None),
        Formula(Operation.ADD, _ONE, None),
        Formula(Operation.MULTIPLY, None, _HUNDRED),
    ),
    Form.MULTIPLE: (Formula(Operation.DIVIDE, _ONE, None), Formula(Operation.ADD, None, _ONE)),
}


@dataclass(frozen=True)
class Way:
    """One thing that a solution may make of a number: what becomes of it, how, and how unlikely that is."""

    value: Fraction
    formula: Formula | None
    rank: int


@lru_cache(maxsize=4096)
def ways(mention: Mention) -> tuple[Way, ...]:
    """What a solution may make of a number of the text, the number itself first; each value once."""
    found: dict[Fraction, Way] = {}
    for rank, formula in _formulas(mention):
        value = valued(formula, mention.value)
        if value is not None:
            found.setdefault(value, Way(value, formula, rank))
    return tuple(found.values())


def _formulas(mention: Mention) -> Iterator[tuple[int, Formula | None]]:
    yield 0, None
    yield from ((1, formula) for formula in _FORMS.get(mention.form, ()))
    for factor in factors("dollar" if mention.money else mention.noun):
        if factor > 1:
            yield WEAK, Formula(Operation.MULTIPLY, None, factor)
        else:
            yield WEAK, Formula(Operation.DIVIDE, None, 1 / factor)
    if mention.form is Form.PLAIN and mention.value % 12 == 0 and mention.value > 12:
        yield WEAK, Formula(Operation.DIVIDE, None, Fraction(12))
