"""Numbers that a solution never used may give a hidden one away."""

import pytest

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.rows import Change, Defect, edits_of, make_row
from nescio.schemas.evidence import Derivation, Fact, Hiding, HidingForm, Node, Operation, Span
from nescio.schemas.example import Claim, Star
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Complexity, Domain, Figure, Grade, Role
from nescio.validation.checkers.dataflow import Dataflow
from nescio.validation.reading import Rejected
from nescio.validation.redundancy import check_unused


def seed(context: str, values: dict[str, int]) -> Seed:
    """A text whose solution multiplies the pupils by the 3 pencils that each gets, and uses no other number."""
    nodes = [
        Node(id=name, value=str(value), spans=(Span(start=at, end=at + len(str(value))),))
        for name, value in values.items()
        if (at := context.index(str(value))) >= 0
    ]
    answer = str(values["pupils"] * values["pencils"])
    nodes.append(Node(id="answer", value=answer, operation=Operation.MULTIPLY, arguments=("pupils", "pencils")))
    place = nodes[0].spans[0]
    hiding = Hiding(form=HidingForm.VAGUE, span=place, text="several")
    told = {"way": "text", "missing": "how many pupils there are", "clarifying_question": "How many pupils are there?"}
    fact = Fact(id="pupils", node="pupils", hidings=(hiding,), **told)
    return Seed(
        source=Source(dataset="test", record_id="1", licence="MIT"),
        domain=Domain.MATH,
        context=context,
        questions=(Question(text="How many pencils?", answer=answer, target="answer", solution="Multiply."),),
        evidence=Derivation(nodes=tuple(nodes), facts=(fact,)),
        grade=Grade.TRACED,
    )


def gives_away(one: Seed) -> bool:
    """Whether the check finds that the text without the number of pupils still has it."""
    [fact] = one.evidence.facts
    stated = {node.id: int(node.value) for node in one.evidence.nodes if node.spans and node.id != fact.node}
    try:
        check_unused(one, fact, one.questions[0], stated)  # type: ignore[arg-type]
    except Rejected as fault:
        return fault.reason == "value derivable"
    return False


@pytest.mark.parametrize(
    ("context", "values"),
    [
        ("A class has 20 pupils, 12 girls and 8 boys. Each gets 3 pencils.", {"girls": 12, "boys": 8}),
        ("A class has 20 pupils; 27 came, 7 too many. Each gets 3 pencils.", {"came": 27, "extra": 7}),
        ("A class has 20 pupils in 4 rows of 5. Each gets 3 pencils.", {"rows": 4, "row": 5}),
        ("A class has 20 pupils with 2 feet each, 40 in all. Each gets 3 pencils.", {"feet": 2, "all": 40}),
        ("A class has 20 pupils, who need 60 sheets in all. Each gets 3 pencils and 3 sheets.", {"sheets": 60}),
    ],
)
def test_a_number_that_unused_ones_give_is_found(context: str, values: dict[str, int]) -> None:
    """Sum, difference, product and quotient of two numbers, one of them unused, with one operation."""
    assert gives_away(seed(context, {"pupils": 20, "pencils": 3, **values}))


def test_numbers_that_do_not_give_it_are_left_alone() -> None:
    """Unused numbers are no fault in themselves, and the solution's own are taken to mean what it made of them."""
    assert not gives_away(seed("A class has 20 pupils and 2 doors. Each gets 3 pencils.", {"pupils": 20, "pencils": 3}))
    with_doors = {"pupils": 20, "pencils": 3, "doors": 2}
    assert not gives_away(seed("A class has 20 pupils and 2 doors. Each gets 3 pencils.", with_doors))


@pytest.mark.parametrize("complexity", [Complexity.NATURAL, Complexity.EDITED])
def test_the_check_holds_whoever_edited_the_text(complexity: Complexity) -> None:
    """A text that people wrote is not trusted more because a model rewrote it."""
    context = "A class has 20 pupils, 12 girls and 8 boys. Each gets 3 pencils."
    given = seed(context, {"pupils": 20, "pencils": 3, "girls": 12, "boys": 8})
    given = given.model_copy(update={"complexity": complexity})
    [fact] = given.evidence.facts
    edits = edits_of(context, [Change("vague", fact.hidings[0].span, "several")])
    defect = Defect("It is vague.", fact.clarifying_question, missing_fact=fact.missing)
    target = f"It depends on the class. {fact.clarifying_question}"
    row = make_row(
        HedgedQuantity(), given, given.questions[0], Role.PERTURBED, target,
        figure=Figure.MIRROR, edits=edits, defect=defect,
    )  # fmt: skip
    star = Star(seed=given, perturbation="hedged_quantity", rows=(row,), claims=(Claim(question=0, hidden="pupils"),))
    [verdict] = Dataflow().check(star)
    assert (verdict.passed, verdict.reason) == (False, "value derivable")
    assert "solution does not both use" in verdict.detail
