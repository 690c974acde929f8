"""unrelated_object: a question about what is only mentioned."""

from collections import Counter
from random import Random

from nescio.gen.perturbations.unrelated_object import UnrelatedObject
from nescio.gen.things.find import things_of
from nescio.schemas.evidence import Derivation, Node, Operation, Span
from nescio.schemas.example import Star
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import Domain, Grade, Role

CONTEXT = "Ida picked 8 ripe plums. Then she picked 5 more plums for a neighbour."
ASKED = "How many plums did Ida pick?"


def seed(context: str = CONTEXT, asked: str = ASKED) -> Seed:
    """A story like those that people write, with two numbers that are added."""
    nodes = [
        Node(id=name, value=value, spans=(Span(start=context.index(value), end=context.index(value) + 1),))
        for name, value in (("a", "8"), ("b", "5"))
    ]
    total = Node(id="total", value="13", operation=Operation.ADD, arguments=("a", "b"))
    return Seed(
        source=Source(dataset="own", record_id="1", licence="Apache-2.0"),
        domain=Domain.MATH,
        context=context,
        questions=(Question(text=asked, answer="13", target="total", solution="Ida picked 8 + 5 = 13 plums."),),
        evidence=Derivation(nodes=(*nodes, total), things=things_of(context, [asked])),
        grade=Grade.TRACED,
    )


def stars(one: Seed, number: int = 0) -> list[Star]:
    """What is made of a seed."""
    return list(UnrelatedObject().propose(one, Random(number)))


def test_a_star_is_a_square_of_two_texts_and_two_questions() -> None:
    """Every text and every question stands once under each label."""
    [star] = stars(seed())
    crossed = [row for row in star.rows if row.role is not Role.CLEAN]
    assert Counter(row.role for row in star.rows) == {Role.PERTURBED: 2, Role.TWIN: 2, Role.CLEAN: 1}
    for part in ("context", "question"):
        labels = Counter((getattr(row, part), row.should_abstain) for row in crossed)
        assert set(labels.values()) == {1}
        assert len(labels) == 4


def test_the_mention_says_that_there_are_some_and_not_how_many() -> None:
    """It repeats the clause that counts the thing."""
    for number in range(20):
        [star] = stars(seed(), number)
        [added] = [edit.after.strip() for edit in star.rows[0].edits]
        noun = star.rows[1].edits[-1].after
        assert added in {f"Ida also picked {noun}.", f"Ida picked {noun} too.", f"Ida picked {noun} as well."}


def test_the_solution_of_a_turned_text_speaks_of_the_other_thing() -> None:
    """A twin's target is about what its text counts."""
    [star] = stars(seed())
    turned = star.rows[2]
    assert turned.role is Role.TWIN
    assert "plum" not in turned.question + turned.target
    assert turned.answers == ("13",)


def test_nothing_is_made_where_a_second_thing_could_change_the_answer() -> None:
    """A total or a rest may be one of both."""
    assert stars(seed("Ida picked 8 ripe plums. Then she picked 5 more plums, and all the others were eaten.")) == []


def test_nothing_is_made_where_the_mention_would_be_taken_up() -> None:
    """ "She ate 5" after "Ida picked pears too." may speak of pears."""
    assert stars(seed("Ida picked 8 ripe plums. She bought 5. A neighbour saw it.")) == []


def test_nothing_is_made_where_the_question_is_about_somebody_else() -> None:
    """That Ida has pears tells nothing of Otto's, and none would be a fair answer."""
    assert stars(seed(asked="How many plums did Otto pick?")) == []


def test_no_opening_of_a_target_is_common() -> None:
    """Wording varies: the target's first words do not give it away."""
    opened = Counter(
        tuple(row.target.split()[:3])
        for number in range(200)
        for star in stars(seed(), number)
        for row in star.rows
        if row.should_abstain
    )
    assert opened.most_common(1)[0][1] / opened.total() < 0.12
