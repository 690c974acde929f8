"""The checker `constraints`: proves that what a text says cannot all hold, or that it does, from numbers as they stand.

Two ways to be impossible are known. In a contradiction a statement that was added says another value of a quantity than
what the rest of the text gives (ReliableMath, arXiv 2507.03133). In an unrealistic condition something that can neither
be cut nor owed does not come out whole and positive (UMWP, arXiv 2403.03558; SUM, arXiv 2505.13988). Every row is
re-read by `validation.told`, which allows only what the claim says was changed, and evaluated here: a row that should
not be answered rests on exactly one such impossibility, its question depends on it, and without it all would be well. A
row that should be answered has none, or one that its question does not need: the answer is the same on either side.

Taken on trust: that a statement means what its nodes say, so that it and the sentence it clashes with are about one
thing; that a node marked whole cannot be cut by the text's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Derivation
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.schemas.verdict import Verdict
from nescio.validation.evaluate import Values, determine
from nescio.validation.numbers import read_numbers
from nescio.validation.proving import prove_rows
from nescio.validation.reading import Rejected, ancestors
from nescio.validation.row_parts import check_answered, check_made, gold_number
from nescio.validation.told import Addition, Told, told

VERSION = "1"


@dataclass(frozen=True)
class Impossible:
    """One thing in a text that cannot be: the node it is about, what it says, and the values that go against it."""

    node: str
    shown: str
    """In words, for the proof."""
    values: tuple[Fraction, ...]
    """The numbers that a correction has to name."""
    answers: tuple[Fraction, ...]
    """What the question's answer would be on each side; empty where there is no other side."""


@dataclass(frozen=True)
class Constraints:
    """Checks stars whose perturbed rows rest on something impossible."""

    name: str = "constraints"
    version: str = VERSION
    method: str = "every number re-read from the finished text, and the constraints between them evaluated exactly"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove)


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    found = told(seed, row, claim)
    if claim.hidden is not None:
        raise Rejected("role differs from claim", f"a row of this kind hides nothing, but claims {claim.hidden!r}")
    if row.role is not Role.TWIN and (row.role is Role.CLEAN) == bool(claim.values or claim.stated):
        raise Rejected("role differs from claim", f"a {row.role.value} row claims {claim.values} and {claim.stated}")
    check_made(seed, row, claim)
    target = seed.questions[claim.question].target
    values = determine(found.evidence, found.reading.known)
    if target not in values:
        raise Rejected("not answerable", f"{target!r} does not follow from what the text states")
    faults = [*_clashes(found, values, target), *_broken(found.evidence, values)]
    if row.role is Role.PERTURBED:
        return _impossible(seed, row, target, faults)
    return _possible(seed, row, claim, values[target], faults)


def _clashes(found: Told, values: Values, target: str) -> list[Impossible]:
    """The statements that say another value than the rest of the text gives, whether or not the question needs them."""
    clashes = []
    for one in found.added:
        about = one.statement.about
        if about not in values:
            raise Rejected("nothing to contradict", f"only the added sentence tells {about!r}")
        if values[about] != one.value:
            shown = f"the text gives {values[about]} for {about!r}, the added sentence {one.value}"
            sides = values[target], _otherwise(found, one, target)
            clashes.append(Impossible(about, shown, (values[about], one.value), sides))
    return clashes


def _otherwise(found: Told, one: Addition, target: str) -> Fraction:
    """The answer where the statement is right; raises Rejected where it could not be true on its own."""
    values = determine(found.evidence, found.reading.known | {one.statement.about: one.value})
    broken = _broken(found.evidence, values)
    if broken or target not in values:
        raise Rejected("impossible either way", broken[0].shown if broken else f"{target!r} does not follow")
    return values[target]


def _broken(evidence: Derivation, values: Values) -> list[Impossible]:
    """The nodes that cannot be cut or owed and come out broken or negative, but for those that only follow from one."""
    found: list[Impossible] = []
    for node in evidence.nodes:
        value = values.get(node.id)
        if node.whole and value is not None and (value.denominator > 1 or value < 0):
            shown = f"{node.id!r} comes to {value}, which is no whole number from zero on"
            sources = tuple(values[name] for name in node.arguments if name in values) or (value,)
            if not ancestors(evidence, node.id) & {one.node for one in found}:
                found.append(Impossible(node.id, shown, sources, ()))
    return found


def _impossible(seed: Seed, row: Candidate, target: str, faults: Sequence[Impossible]) -> str:
    """The one impossibility that the question rests on; raises Rejected where there is none or more than one."""
    if not faults:
        raise Rejected("still answerable", "all that the text says can hold together")
    if len(faults) > 1:
        raise Rejected("more than one fault", "; ".join(one.shown for one in faults))
    (fault,) = faults
    if fault.node not in ancestors(seed.derivation, target):
        raise Rejected("answer does not depend on it", f"{fault.shown}, but the question does not need it")
    if len(set(fault.answers)) == 1:
        raise Rejected("answer does not depend on it", f"{fault.shown}, but the answer is {fault.answers[0]} both ways")
    _corrected(row, fault)
    sides = " and ".join(str(one) for one in fault.answers)
    return f"{fault.shown}; the answer would be {sides}" if sides else fault.shown


def _corrected(row: Candidate, fault: Impossible) -> None:
    """Raises Rejected unless the row says in gold what cannot hold, and its response settles for no answer."""
    said = {value for one in read_numbers(row.false_premise or "") for value in one.readings}
    if not said.issuperset(fault.values):
        raise Rejected(
            "names another premise", f"{row.false_premise!r} does not name {', '.join(map(str, fault.values))}"
        )
    found = read_numbers(row.target)
    last = found[-1] if found else None
    if last is not None and not row.target[last.end :].strip(" .!$%"):
        raise Rejected("target gives the answer", f"the response ends in {row.target[last.start : last.end]!r}")


def _possible(seed: Seed, row: Candidate, claim: Claim, answer: Fraction, faults: Sequence[Impossible]) -> str:
    """That the row is answered: nothing that its question needs is impossible, and its gold is what follows."""
    needs = ancestors(seed.derivation, seed.questions[claim.question].target)
    if row.role is Role.DECOY and not faults:
        raise Rejected("decoy without a fault", "all that the text says can hold together")
    for one in faults:
        if (one.node in needs and not one.answers) or set(one.answers) - {answer}:
            raise Rejected("not consistent", one.shown)
    for gold in row.answers:
        try:
            right = gold_number(gold) == answer
        except ValueError:
            right = False
        if not right:
            raise Rejected("wrong gold", f"the text gives {answer}, the gold answer is {gold!r}")
    if row.false_premise is not None or row.correction is not None:
        raise Rejected("names another premise", f"an answerable row speaks of {row.false_premise!r}")
    check_answered(row)
    beside = f"; {faults[0].shown}, which the question does not need" if faults else ""
    return f"the answer {answer} follows from what the text states{beside}"
