"""Solutions as equations, with one fact that they use."""

from nescio.gen.traces.compose import seed_of
from nescio.gen.worked_words import told_solution
from nescio.schemas.seed import Seed, Source
from nescio.validation.numbers import read_numbers

PROBLEM = "Mara bought 14 red ribbons at the market. Each ribbon cost $3. How much did Mara spend on ribbons?"
SOLUTION = "Mara spent 14*3=$<<14*3=42>>42.\n#### 42"


def seed() -> Seed:
    """A problem whose both numbers are used."""
    made = seed_of(PROBLEM, SOLUTION, Source(dataset="test", record_id="1", licence="MIT"))
    assert isinstance(made, Seed)
    return made


def test_a_solution_has_its_steps_and_a_fact_with_its_value() -> None:
    """The equations in order, and one needed fact's clause beside its number."""
    given = seed()
    solution = given.questions[0].solution
    assert "14 x 3 = 42." in solution
    [fact] = [one for one in given.evidence.facts if one.missing in solution]
    value = next(node.value for node in given.evidence.nodes if node.id == fact.node)
    rest = solution.replace("14 x 3 = 42.", "")
    assert any(value in map(str, one.readings) for one in read_numbers(rest))


def test_the_same_seed_has_the_same_solution() -> None:
    """It is drawn by a hash, so that ids and files stay as they are."""
    given = seed()
    assert told_solution(given.evidence, given.questions[0].target) == given.questions[0].solution


def test_without_a_fact_the_equations_stand_alone() -> None:
    """A question that no fact is needed for has its steps only."""
    given = seed()
    bare = given.evidence.model_copy(update={"facts": ()})
    assert told_solution(bare, given.questions[0].target) == "14 x 3 = 42."
