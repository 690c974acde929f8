"""The checker `dataflow`: proves the labels of a star from the seed's derivation and the finished texts.

The idea is MiP's definition (arXiv 2504.06514): without the premise the text must not entail an answer. Here the text
is re-read number by number, the numbers that stand are put into the arithmetic DAG, and what follows from them is
computed, forwards and backwards. A label holds if exactly what is claimed to be open is open.

"Proved" covers this. A text differs from the seed's only in the sentence of the hidden fact. Every number that an
answer needs stands in text that is as it was. A hidden value is written nowhere, in no form or unit that the reader
knows; it follows neither from the derivation nor from one operation on a number that the edit brought in and another of
its sentence, another new one, or one it is a total of or is compared with by name. The question's answer changes with a
value that the bounds in the text allow and that keeps whole numbers whole and nothing negative.

Taken on trust: that the evidence is complete, so that the *clean* text holds no relation between numbers beyond it (of
templates the tests look for such relations over many draws; where people wrote the text, two numbers of which the
solution leaves one unused must not give the hidden value); that a question asks for its target; that a hiding text
speaks of its own fact and does not take back the sentences around it. Not seen: a value told without a number that the
reader knows (another language, a misspelling, a code, "as many as" something uncounted, "the prime after" one), a bound
told without a comparing word ("the largest digit"), a small answer told in passing (below 20 it is taken for chance),
and longer sums of old and new numbers. Ids, pairs and the shape of the star are the run's to check.
"""

from dataclasses import dataclass
from fractions import Fraction

from nescio.schemas.evidence import Fact
from nescio.schemas.example import Candidate, Claim, Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Grade, Role
from nescio.schemas.verdict import Verdict
from nescio.validation.derivable import check_hidden
from nescio.validation.evaluate import Values, determine
from nescio.validation.openness import another_answer
from nescio.validation.proving import agrees_with_itself, prove_rows
from nescio.validation.reading import Reading, Rejected, changed_place, read
from nescio.validation.redundancy import check_unused
from nescio.validation.row_parts import check_parts, gold_number, hidden_fact

VERSION = "3"


@dataclass(frozen=True)
class Dataflow:
    """Checks stars whose seeds carry a Derivation."""

    name: str = "dataflow"
    version: str = VERSION
    method: str = "arithmetic dataflow over the seed's derivation, numbers re-read from the finished text"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row, in order; a fault of the seed or of the star as a whole rejects every row."""
        return prove_rows(self, star, _prove, _check_seed)


def _check_seed(seed: Seed) -> None:
    """The evidence agrees with itself, with the clean text and with the gold answers."""
    agrees_with_itself(seed)
    whole = changed_place(seed.derivation, None, seed.context, seed.context)
    for part, question in enumerate(seed.questions):
        found = read(seed.derivation, seed.context, seed.context, (part, question.text), whole)
        _answered(question.target, determine(seed.derivation, found.known), question.answer)


def _prove(seed: Seed, row: Candidate, claim: Claim) -> str:
    """What holds the row's label, in words; raises Rejected where it does not hold."""
    fact = hidden_fact(seed, claim)
    question = seed.questions[claim.question]
    place = changed_place(seed.derivation, fact, seed.context, row.context)
    found = read(seed.derivation, seed.context, row.context, (claim.question, row.question), place)
    values = determine(seed.derivation, found.possible)
    gone = ""
    if fact is not None:
        check_hidden(seed.derivation, fact, row.context, question, values, found)
        if seed.grade is not Grade.PROVED and not seed.source.ours:
            check_unused(seed, fact, question, found.possible)
        gone = f"{fact.missing} is stated nowhere and follows from nothing stated; "
    if row.role is Role.PERTURBED and fact is not None:
        shown = gone + _open(seed, claim.question, fact, found)
    else:
        shown = gone + _answered(question.target, determine(seed.derivation, found.known), *(row.answers or ("",)))
    check_parts(seed, row, claim, fact, values)
    return shown


def _answered(target: str, values: Values, *golds: str) -> str:
    if target not in values:
        raise Rejected("not answerable", f"{target!r} does not follow from what the text states")
    for gold in golds:
        try:
            wanted = gold_number(gold)
        except ValueError as error:
            raise Rejected("wrong gold", f"the evidence gives {values[target]}, the gold answer is {gold!r}") from error
        if values[target] != wanted:
            raise Rejected("wrong gold", f"the evidence gives {values[target]}, the gold answer is {gold}")
    return f"the answer {golds[0]} follows from what the text states"


def _open(seed: Seed, part: int, fact: Fact, found: Reading) -> str:
    """The question has no single answer, and the hidden fact is all it lacks."""
    question = seed.questions[part]
    values = determine(seed.derivation, found.possible)
    if question.target in values:
        raise Rejected("still answerable", f"the text gives {values[question.target]} without the hidden fact")
    truth = next(Fraction(node.value) for node in seed.derivation.nodes if node.id == fact.node)
    _answered(question.target, determine(seed.derivation, found.known | {fact.node: truth}), question.answer)
    return another_answer(seed.derivation, question.target, fact, found, values)
