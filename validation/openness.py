"""Whether a hidden value leaves a question open: does another value that the text allows change the answer?"""

from collections.abc import Iterator
from fractions import Fraction

from nescio.schemas.evidence import Derivation, Fact, Operation
from nescio.validation.evaluate import Values, determine
from nescio.validation.numbers import Mention
from nescio.validation.reading import Reading, Rejected, ancestors

_STEPS = tuple(sign * step for step in range(1, 61) for sign in (1, -1))
_SHARES = tuple(Fraction(top, bottom) for bottom in (2, 3, 4, 5, 6, 8, 10, 12, 20, 100) for top in range(1, bottom))

_CONVERSIONS = (10, 60, 100, 1000)


def another_answer(evidence: Derivation, target: str, fact: Fact, read: Reading, values: Values) -> str:
    """Two values that the text allows and their answers, in words; raises Rejected where the answer is settled.

    `values` is what follows from the text. A bound in it may be put on the fact or on a lost number that it is computed
    from; whichever it is, the answer must stay open.
    """
    nodes = {node.id: node for node in evidence.nodes}
    lost = [name for name in sorted(ancestors(evidence, fact.node) - set(values)) if nodes[name].operation is None]
    shown = ""
    stated = [stray.mention for stray in read.strays if not stray.aside]
    for name in [*(name for name in lost if name != fact.node), fact.node]:
        truth = Fraction(nodes[name].value)
        others = {leaf: Fraction(nodes[leaf].value) for leaf in lost if fact.node not in (leaf, name)} | values
        found = _another(evidence, target, others, (name, truth), stated)
        if found is None:
            what = f"no other value of {fact.missing} that the text allows changes the answer"
            raise Rejected("answer does not depend on it", what)
        answer = next(Fraction(node.value) for node in evidence.nodes if node.id == target)
        shown = f"with {truth} for it the answer is {answer}, with {found[0]} it is {found[1]}"
    return shown


def _another(
    evidence: Derivation, target: str, values: Values, node: tuple[str, Fraction], mentions: list[Mention]
) -> tuple[Fraction, Fraction] | None:
    """Another value of a node within the bounds that the mentions put around its true one, and the other answer."""
    name, truth = node
    bounds = [one for one in mentions if not one.exact and one.allows(truth)]
    answer = next((Fraction(one.value) for one in evidence.nodes if one.id == target), None)
    for sample in _samples(truth, bounds):
        if all(_allows(one, truth, sample) for one in bounds):
            found = determine(evidence, {key: value for key, value in values.items() if key != name} | {name: sample})
            if found.get(target) not in (None, answer) and _plausible(evidence, found):
                return sample, found[target]
    return None


def _allows(mention: Mention, truth: Fraction, sample: Fraction) -> bool:
    """Whether a bound allows a value in each unit in which it allows the true one."""
    units = [bound for bound in mention.bounds if mention.within(truth, bound)]
    return all(mention.within(sample, bound) for bound in units)


def _samples(truth: Fraction, bounds: list[Mention]) -> Iterator[Fraction]:
    """Values like the true one: whole where it is whole, a share where it is a share; near ones first."""
    if 0 < truth < 1:
        yield from sorted(set(_SHARES) - {truth}, key=lambda share: (abs(share - truth), share))
        return
    unit = Fraction(1, truth.denominator)
    ends = {end for one in bounds for pair in one.bounds for end in pair if end is not None}
    inside = {end + step * unit for end in ends for step in (-1, 0, 1)}
    wide = {truth * factor for factor in (2, 3, 5, 10)} | {Fraction(truth // factor) for factor in (2, 3, 5)}
    for sample in (*(truth + step * unit for step in _STEPS), *sorted(inside), *sorted(wide)):
        if sample > 0 and sample != truth and sample.denominator <= truth.denominator:
            yield sample


def _plausible(evidence: Derivation, values: Values) -> bool:
    """Whether what was whole stays whole and nothing becomes negative: nobody packs 3.5 rolls or -2 bags.

    What is only rounded up, and what comes from a change of units (a division by 10, 60, 100, 1000), may be broken.
    """
    broken = {name for node in evidence.nodes if node.operation is Operation.CEILING for name in node.arguments}
    units = {node.id for node in evidence.nodes if node.world and Fraction(node.value) in _CONVERSIONS}
    for node in evidence.nodes:
        converted = node.operation is Operation.DIVIDE and node.arguments[-1] in units
        inherits = node.operation is not Operation.CEILING and not broken.isdisjoint(node.arguments)
        if converted or (inherits and node.operation is not None):
            broken.add(node.id)
        truth, value = Fraction(node.value), values.get(node.id, Fraction(0))
        fraction = truth.denominator == 1 and value.denominator > 1 and node.id not in broken
        if fraction or truth >= 0 > value:
            return False
    return True
