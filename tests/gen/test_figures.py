"""Stars: which question meets which hidden fact."""

from collections import Counter
from itertools import islice, permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.gen.figures import Cell, arrange, needed_facts
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import Node, Statement
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Figure, Role


def seed() -> Seed:
    """A seed of the first template."""
    return next(draws(packaged_templates()[0], 0))


def star(given: Seed, random: Random) -> list[Cell] | None:
    """The cells of a star, None where the best figure is another."""
    found = arrange(given, random)
    return found[1] if found is not None and found[0] is Figure.STAR else None


def test_a_star_has_the_cells_of_design_rule_4() -> None:
    """Two perturbed, two twins, two decoys, two clean; every context of the cross stands under both labels."""
    cells = star(seed(), Random(1))
    assert cells is not None
    assert Counter(cell.role for cell in cells) == dict.fromkeys(Role, 2)
    crossed = [cell for cell in cells if cell.role in (Role.PERTURBED, Role.TWIN)]
    for hidden in {cell.hidden.id for cell in crossed if cell.hidden}:
        assert {cell.role for cell in crossed if cell.hidden and cell.hidden.id == hidden} == {
            Role.PERTURBED,
            Role.TWIN,
        }
    for question in {cell.question for cell in cells}:
        assert Counter(cell.role for cell in cells if cell.question == question) == dict.fromkeys(Role, 1)


def test_a_perturbed_cell_hides_what_its_question_needs_and_no_other_cell_does() -> None:
    """Only perturbed rows lose a needed fact."""
    given = seed()
    needs = needed_facts(given.evidence, [question.target for question in given.questions])
    for cell in star(given, Random(2)) or []:
        needed = cell.hidden is not None and cell.hidden.id in needs[cell.question]
        assert needed == (cell.role is Role.PERTURBED)


def test_a_pair_asks_one_question_of_two_texts() -> None:
    """Twin and perturbed row differ in what is hidden, not in what is asked."""
    for number in (0, 1):
        pair = [cell for cell in star(seed(), Random(3)) or [] if cell.pair == number]
        assert {cell.role for cell in pair} == {Role.PERTURBED, Role.TWIN}
        assert len({cell.question for cell in pair}) == 1


def test_every_fact_is_the_decoy_about_as_often() -> None:
    """Over many draws no fact is known by its role, or its words would tell the label."""
    decoys = Counter[str]()
    for one in islice(draws(packaged_templates()[0], 0), 300):
        cells = star(one, Random(one.id)) or []
        decoys[next(cell.hidden.id for cell in cells if cell.role is Role.DECOY and cell.hidden)] += 1
    assert len(decoys) == 3
    assert min(decoys.values()) > 70


def test_a_seed_with_one_question_makes_no_star() -> None:
    """What cannot be crossed is not forced."""
    given = seed()
    assert star(given.model_copy(update={"questions": given.questions[:1]}), Random(0)) is None


def narrowed(facts: int, questions: int, *, sums: bool = False) -> Seed:
    """A seed with fewer facts and questions; with `sums`, its first question needs every fact."""
    given = seed()
    evidence = given.evidence
    asked = given.questions[:questions]
    if sums:
        total = Node(id="total", value="1", operation="add", arguments=tuple(fact.node for fact in evidence.facts))
        evidence = evidence.model_copy(update={"nodes": (*evidence.nodes, total)})
        asked = (asked[0].model_copy(update={"target": "total"}), *asked[1:])
        told = [
            Statement(id=f"{a.id} {b.id}", about=a.node, beside=b.node, text="A note.", nodes=(total,))
            for a, b in permutations(evidence.facts, 2)
        ]
        evidence = evidence.model_copy(update={"statements": tuple(told)})
    changes = {"evidence": evidence.model_copy(update={"facts": evidence.facts[:facts]}), "questions": asked}
    return given.model_copy(update=changes)


@pytest.mark.parametrize(
    ("given", "figure", "roles"),
    [
        (narrowed(3, 3), Figure.STAR, {Role.PERTURBED: 2, Role.TWIN: 2, Role.DECOY: 2, Role.CLEAN: 2}),
        (narrowed(2, 3), Figure.CROSS, {Role.PERTURBED: 2, Role.TWIN: 2, Role.CLEAN: 2}),
        (narrowed(3, 1), Figure.MIRROR, {Role.PERTURBED: 1, Role.TWIN: 1, Role.CLEAN: 1}),
    ],
    ids=lambda one: one.value if isinstance(one, Figure) else "",
)
def test_the_best_figure_that_a_seed_allows_is_made(given: Seed, figure: Figure, roles: dict[Role, int]) -> None:
    """Three facts make a star, two a cross, one question a mirror."""
    found = arrange(given, Random(4))
    assert found is not None
    assert found[0] is figure
    assert Counter(cell.role for cell in found[1]) == roles


@given(facts=st.integers(0, 3), questions=st.integers(1, 3), sums=st.booleans(), number=st.integers(0, 99))
def test_in_every_figure_only_perturbed_rows_lose_what_they_need(
    facts: int, questions: int, sums: bool, number: int
) -> None:
    """Whatever the figure: a perturbed row's question needs the hidden fact, every other row's does not."""
    given_seed = narrowed(facts, questions, sums=sums)
    needs = needed_facts(given_seed.evidence, [question.target for question in given_seed.questions])
    figure, cells = arrange(given_seed, Random(number)) or (None, [])
    assert (figure is None) == (not cells)
    for cell in cells:
        assert (cell.role is Role.CLEAN) == (cell.hidden is None)
        if cell.hidden is not None:
            open_still = cell.told is None or cell.told.about != cell.hidden.node
            assert (cell.hidden.id in needs[cell.question] and open_still) == (cell.role is Role.PERTURBED)
    for pair in {cell.pair for cell in cells} - {None}:
        assert Counter(cell.role for cell in cells if cell.pair == pair) == {Role.PERTURBED: 1, Role.TWIN: 1}


def test_only_usable_facts_are_hidden() -> None:
    """Facts that were not handed in stay in the text."""
    given_seed = seed()
    _, cells = arrange(given_seed, Random(5), given_seed.evidence.facts[:2]) or (None, [])
    assert {cell.hidden.id for cell in cells if cell.hidden} == {fact.id for fact in given_seed.evidence.facts[:2]}


def test_a_question_that_needs_all_facts_is_crossed_by_which_is_told_again() -> None:
    """Each of two facts is hidden, and a sentence tells it or the other: each part of a text has both labels."""
    figure, cells = arrange(narrowed(3, 1, sums=True), Random(6)) or (None, [])
    assert figure is Figure.RETOLD
    crossed = [cell for cell in cells if cell.role is not Role.CLEAN]
    hidden = {cell.hidden.node for cell in crossed if cell.hidden}
    told = {cell.told.about for cell in crossed if cell.told}
    assert hidden == told
    assert len(crossed) == 4
    for part in hidden:
        assert {cell.role for cell in crossed if cell.hidden and cell.hidden.node == part} == {
            Role.PERTURBED,
            Role.TWIN,
        }
        assert {cell.role for cell in crossed if cell.told and cell.told.about == part} == {Role.PERTURBED, Role.TWIN}
    for cell in crossed:
        assert cell.hidden is not None
        assert cell.told is not None
        assert (cell.role is Role.TWIN) == (cell.hidden.node == cell.told.about)
