"""The independent checker accepts what is hidden: on sentences of our own, and on problems that people wrote."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from nescio.gen.omission.facts import Leaf, facts_of
from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.rows import Change, Defect, Draft, edits_of, make_row, star_of
from nescio.gen.wording import sentences
from nescio.schemas.evidence import Derivation, Fact, Hiding, Node, Operation, Span
from nescio.schemas.example import Claim
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Figure, Grade, Role
from nescio.schemas.verdict import Verdict
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.numbers import read_numbers

SHARED = Path(__file__).parents[4] / "shared/data/seeds/gsm8k/train.jsonl"
NUMBER = re.compile(r"(?<![\w.,/])\d[\d,]*(?:\.\d+)?(?!\d)")
DRAWN = 150

OWN = """
Petra sold 48 lamps to her neighbors in May, and each lamp cost $30.
A market opens at dawn. There are 36 stalls, and Noor rents a stall for $15 a day.
Tove is 9 years older than Nils. She walked 7 miles to the pier and stayed for 5 hours.
Otto filled 14 crates with 25 melons each. He gave his sister 20% of the melons.
Lena is reading a 240-page novel, a gift that cost $18. She reads 12 pages every evening.
Ivo baked 6 more loaves than Mina. He used 11 cups of flour and sold the bread at $4 each.
""".strip().splitlines()


def leaves(context: str) -> list[Leaf]:
    """A leaf for every figure whose value stands once, in no form and unit."""
    stated = Counter(value for one in read_numbers(context) for value in one.readings)
    found = []
    for one in NUMBER.finditer(context):
        said = one.group().rstrip(",.")
        value = Fraction(said.replace(",", ""))
        if stated[value] == 1:
            found.append(Leaf(f"n{one.start()}", Span(start=one.start(), end=one.start() + len(said)), value))
    return found


def seed(context: str, leaf: Leaf, fact: Fact) -> Seed:
    """A seed whose answer is seven times the leaf."""
    answer = str(7 * leaf.value)
    nodes = (
        Node(id=leaf.node, value=str(leaf.value), spans=(leaf.span,)),
        Node(id="seven", value="7", world=True),
        Node(id="target", value=answer, operation=Operation.MULTIPLY, arguments=(leaf.node, "seven")),
    )
    asked = Question(text="What follows from that?", answer=answer, target="target", solution="So it follows.")
    return Seed(
        source=Source(dataset="test", record_id="1", licence="MIT"),
        domain=Domain.MATH,
        context=context,
        questions=(asked,),
        evidence=Derivation(nodes=nodes, facts=(fact,)),
        grade=Grade.TRACED,
    )


def verdict(given: Seed, fact: Fact, hiding: Hiding) -> Verdict:
    """What the checker says of the row in which the fact is hidden so."""
    made = HedgedQuantity()
    row = make_row(
        made,
        given,
        given.questions[0],
        Role.PERTURBED,
        "It is open.",
        figure=Figure.MIRROR,
        edits=edits_of(given.context, [Change(hiding.form.value, hiding.span, hiding.text)]),
        defect=Defect("It is open.", fact.clarifying_question, missing_fact=fact.missing),
    )
    return Dataflow().check(star_of(made, given, [Draft(row, Claim(question=0, hidden=fact.id))]))[0]


def verdicts(context: str) -> Iterator[Verdict]:
    """The verdicts on all ways to hide all facts of a context."""
    stated = leaves(context)
    for fact in facts_of(context, stated):
        given = seed(context, next(one for one in stated if one.node == fact.node), fact)
        yield from (verdict(given, fact, hiding) for hiding in fact.hidings)


@pytest.mark.parametrize("context", OWN)
def test_every_hiding_of_our_own_sentences_is_accepted(context: str) -> None:
    """Only that sentence changed, the value stands nowhere, and bounds leave room."""
    found = list(verdicts(context))
    assert found
    assert [one.detail for one in found if not one.passed] == []


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/seeds/gsm8k/train.jsonl")
def test_nearly_every_hiding_of_problems_that_people_wrote_is_accepted() -> None:
    """Numbers that stand once, as the sources pass them on."""
    problems = [" ".join(json.loads(line)["question"].split()) for line in SHARED.open(encoding="utf-8")]
    drawn = Random(0).sample(problems, DRAWN)
    contexts = [one[: sentences(one)[-2][1]] for one in drawn if len(sentences(one)) > 1]
    found = Counter(one.reason for context in contexts for one in verdicts(context))
    assert found.total() > 500
    assert set(found) <= {"", "value restated", "value derivable"}
    assert found[""] >= 0.98 * found.total()
