"""Stars: which question meets which hidden fact."""

from collections import Counter
from itertools import islice
from random import Random

from nescio.gen.figures import needed_facts, star
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role


def seed() -> Seed:
    """A seed of the first template."""
    return next(draws(packaged_templates()[0], 0))


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
