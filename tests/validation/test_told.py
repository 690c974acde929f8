"""Re-reading a context in which several things were changed: what the claim says, and nothing else."""

from fractions import Fraction

import pytest

from nescio.schemas.evidence import Derivation, Fact, Hiding, HidingForm, Node, Operation, Span, Statement
from nescio.schemas.example import Candidate, Claim
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Behaviour, Complexity, Domain, Grade, Kind, Role, Scenario
from nescio.validation.evaluate import determine
from nescio.validation.reading import Rejected
from nescio.validation.told import Told, told

CLEAN = "The kiosk sold 12 maps. Each map cost $7, as always. The owner also has 3 dogs."
ADDED = "Of the maps 4 were old and 8 were new."
SOLD = "The kiosk sold 12 maps."


def at(text: str, piece: str) -> Span:
    """Where a piece first stands in a text."""
    return Span(start=text.index(piece), end=text.index(piece) + len(piece))


def leaf(name: str, value: str, text: str, piece: str) -> Node:
    """A leaf that stands in a text."""
    return Node(id=name, value=value, spans=(at(text, piece),))


SEED = Seed(
    source=Source(dataset="tests", record_id="1", licence="Apache-2.0"),
    domain=Domain.MATH,
    context=CLEAN,
    questions=(Question(text="What did the maps bring?", answer="84", target="sum", solution="12 x 7 = 84."),),
    grade=Grade.PROVED,
    evidence=Derivation(
        nodes=(
            leaf("n", "12", CLEAN, "12"),
            leaf("p", "7", CLEAN, "$7"),
            leaf("d", "3", CLEAN, "3"),
            Node(id="sum", value="84", operation=Operation.MULTIPLY, arguments=("n", "p")),
        ),
        facts=(
            Fact(
                id="n",
                node="n",
                way="plain",
                missing="how many maps the kiosk sold",
                clarifying_question="How many maps did the kiosk sell?",
                hidings=(Hiding(form=HidingForm.VAGUE, span=at(CLEAN, SOLD), text="The kiosk sold several maps."),),
            ),
        ),
        statements=(
            Statement(
                id="again",
                about="n",
                text=ADDED,
                nodes=(
                    leaf("again:old", "4", ADDED, "4"),
                    leaf("again:new", "8", ADDED, "8"),
                    Node(id="again:n", value="12", operation=Operation.ADD, arguments=("again:old", "again:new")),
                ),
            ),
        ),
    ),
)


def read(context: str, stated: tuple[str, ...] = ("again",), hidden: str | None = None, **values: str) -> Told:
    """What a context says where these values are claimed (a leaf of the statement is named by its last part)."""
    question = SEED.questions[0].text
    row = Candidate(
        id="row",
        seed_id=SEED.id,
        prompt=f"{context} {question}",
        context=context,
        question=question,
        domain=Domain.MATH,
        kind=Kind.ANSWERABLE,
        scenario=Scenario.FALSE_PREMISE,
        behaviour=Behaviour.ANSWER,
        role=Role.TWIN,
        should_abstain=False,
        complexity=Complexity.TEMPLATED,
        perturbation="tests",
        answers=("84",),
        target="84",
        source=SEED.source,
    )
    names = {"old": "again:old", "new": "again:new"}
    claimed = {names.get(name, name): value for name, value in values.items()}
    return told(SEED, row, Claim(question=0, hidden=hidden, values=claimed, stated=stated))


def test_an_unchanged_context_reads_as_the_evidence_has_it() -> None:
    """Nothing claimed, nothing changed."""
    found = read(CLEAN, ())
    assert found.context == found.kept == CLEAN
    assert found.reading.known == {"n": 12, "p": 7, "d": 3}
    assert found.added == ()


@pytest.mark.parametrize("place", ["", SOLD, "Each map cost $7, as always.", "The owner also has 3 dogs."])
def test_a_statement_is_found_at_every_sentence_boundary(place: str) -> None:
    """It is taken out, and what it says is told apart from what the rest says."""
    context = CLEAN.replace(place, f"{place} {ADDED}") if place else f"{ADDED} {CLEAN}"
    found = read(context)
    assert found.kept == CLEAN
    (one,) = found.added
    assert (context[one.start : one.end], one.value) == (ADDED, 12)


def test_changed_numbers_are_read_where_the_claim_names_them() -> None:
    """A leaf of the context and one of the statement; what follows is computed anew."""
    context = CLEAN.replace("12", "13") + " " + ADDED.replace("8", "10")
    found = read(context, n="13", new="10")
    assert found.kept == found.context == CLEAN.replace("12", "13")
    assert found.reading.known["n"] == 13
    assert found.added[0].value == 14
    assert Fraction(next(node.value for node in found.evidence.nodes if node.id == "sum")) == 91


@pytest.mark.parametrize("said", ["13", "thirteen", "1,300", "a dozen"])
def test_a_number_may_be_written_in_any_way_that_reads_it(said: str) -> None:
    """Digits, words, a dozen; places after it move along."""
    value = {"1,300": "1300", "a dozen": "12"}.get(said, "13")
    found = read(CLEAN.replace("12", said), (), n=value)
    assert found.reading.known == {"n": Fraction(value), "p": 7, "d": 3}


def test_a_hidden_fact_may_be_told_by_an_added_statement() -> None:
    """The rest does not say it; with the statement the answer follows."""
    context = CLEAN.replace(SOLD, "The kiosk sold several maps.") + " " + ADDED
    found = read(context, hidden="n")
    assert "n" not in found.reading.possible
    again = {one.statement.about: one.value for one in found.added}
    assert determine(found.evidence, found.reading.known | again)["sum"] == 84


def test_a_hidden_fact_and_a_changed_number_elsewhere_go_together() -> None:
    """The price is told anew, the number sold is hidden."""
    context = CLEAN.replace(SOLD, "The kiosk sold several maps to tourists.").replace("$7", "$9")
    assert read(context, (), "n", p="9").reading.known == {"p": 9, "d": 3}


@pytest.mark.parametrize(
    ("context", "stated", "values"),
    [
        (CLEAN, ("again",), {}),
        (f"{CLEAN} {ADDED} {ADDED}", ("again",), {}),
        (f"{CLEAN} {ADDED}", (), {}),
        (f"{CLEAN} {ADDED}", ("other",), {}),
        (f"{CLEAN} {ADDED}", ("again", "again"), {}),
        (f"{CLEAN} {ADDED} It rained.", ("again",), {}),
        (f"{CLEAN} {ADDED.replace('8', '9')}", ("again",), {}),
        (f"{CLEAN} {ADDED}", ("again",), {"new": "9"}),
        (f"{CLEAN} {ADDED.replace('new', 'blue')}", ("again",), {}),
        (CLEAN.replace("12", "13"), (), {}),
        (CLEAN, (), {"n": "13"}),
        (CLEAN.replace("12", "13 or 14"), (), {"n": "13"}),
        (CLEAN.replace("12", "at least 13"), (), {"n": "13"}),
        (CLEAN.replace("12", "13 red"), (), {"n": "13"}),
        (CLEAN.replace("12", "13").replace("3 dogs", "4 dogs"), (), {"n": "13"}),
        (CLEAN.replace("12", "13").replace("always", "ever"), (), {"n": "13"}),
        (CLEAN, (), {"sum": "85"}),
        (CLEAN.replace("The kiosk", f"The kiosk, {ADDED}"), ("again",), {}),
        (f"{CLEAN} {ADDED}", ("again",), {"nobody": "3"}),
    ],
)
def test_whatever_the_claim_does_not_say_is_refused(
    context: str, stated: tuple[str, ...], values: dict[str, str]
) -> None:
    """A missing, doubled, altered or foreign sentence, a number that is not as claimed, a claim of nothing there."""
    with pytest.raises(Rejected):
        read(context, stated, **values)
