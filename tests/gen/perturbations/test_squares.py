"""contradiction and unrealistic_condition: squares whose four texts differ in numbers alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import islice
from random import Random

import pytest
from sklearn.metrics import roc_auc_score

from nescio.gen.perturbations.contradiction import Contradiction
from nescio.gen.perturbations.unrealistic_condition import UnrealisticCondition
from nescio.gen.sources import divisions, templates
from nescio.schemas.evidence import Derivation
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Behaviour, Complexity, Figure, Role

KINDS = pytest.mark.parametrize("name", ["contradiction", "unrealistic_condition"])


NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred"
).split()


def blanked(text: str) -> str:
    """A text without its numbers, in digits or words."""
    return re.sub(rf"(?i)\b(?:{'|'.join(NUMBERS)}|\d[\d.,/]*)\b", "#", text).replace("#-#", "#").lower()


def seeds(name: str) -> Iterator[Seed]:
    """Draws that the perturbation is made for."""
    if name == "contradiction":
        for template in templates.packaged_templates():
            yield from islice(templates.draws(template, 3), 2)
    else:
        for division in divisions.packaged_divisions():
            yield from islice(divisions.draws(division, 3), 5)


@cache
def stars(name: str) -> list[Star]:
    """The stars of those draws."""
    perturbation = Contradiction() if name == "contradiction" else UnrealisticCondition()
    return [star for seed in seeds(name) for star in perturbation.propose(seed, Random(seed.id))]


@KINDS
def test_many_seeds_give_a_star(name: str) -> None:
    """More than half of them."""
    assert len(stars(name)) > 0.5 * sum(1 for _ in seeds(name))


@KINDS
def test_half_of_the_rows_that_are_not_clean_are_perturbed(name: str) -> None:
    """Each has a twin with its question, and their texts differ in one number."""
    for star in stars(name):
        pairs = defaultdict(list)
        for row in star.rows:
            assert row.figure is Figure.SQUARE
            assert (row.pair_id is None) == (row.role is Role.CLEAN)
            if row.pair_id is not None:
                pairs[row.pair_id].append(row)
        assert len(pairs) in (2, 4)
        for one, other in pairs.values():
            assert {one.role, other.role} == {Role.PERTURBED, Role.TWIN}
            assert one.question == other.question
            assert blanked(one.context) == blanked(other.context)


@KINDS
def test_words_are_alike_under_both_labels(name: str) -> None:
    """The words of all perturbed texts of a star are those of its twins, but for numbers."""

    def words(star: Star, role: Role) -> Counter[str]:
        return Counter(" ".join(blanked(row.context) for row in star.rows if row.role is role).split())

    for star in stars(name):
        assert words(star, Role.PERTURBED) == words(star, Role.TWIN)


@KINDS
def test_a_perturbed_row_says_what_cannot_hold_and_asks(name: str) -> None:
    """Its target holds the question that would settle it."""
    for star in stars(name):
        for row in star.rows:
            perturbed = row.role is Role.PERTURBED
            assert (row.false_premise is not None) == (row.clarifying_question is not None) == perturbed
            assert (row.behaviour is Behaviour.CORRECT_PREMISE) == perturbed
            if perturbed:
                assert row.clarifying_question in row.target  # type: ignore[operator]
            else:
                assert row.target.endswith(row.answers[0])


@KINDS
def test_prompts_are_distinct_and_rows_follow_from_the_seed(name: str) -> None:
    """A star depends on its seed and random numbers alone."""
    perturbation = Contradiction() if name == "contradiction" else UnrealisticCondition()
    for star in stars(name)[::9]:
        assert len({row.prompt for row in star.rows}) == len(star.rows)
        (again,) = perturbation.propose(star.seed, Random(star.seed.id))
        assert again == star


@KINDS
def test_targets_do_not_tell_by_opening_or_length(name: str) -> None:
    """No opening trigram is common, and length alone tells little."""
    rows = [row for star in stars(name) for row in star.rows]
    openings = Counter(" ".join(row.target.split()[:3]) for row in rows)
    assert openings.most_common(1)[0][1] <= 0.03 * len(rows), openings.most_common(3)
    labels = [row.should_abstain for row in rows]
    for measure in (len, lambda text: len(text.split())):
        assert 0.38 <= roc_auc_score(labels, [measure(row.target) for row in rows]) <= 0.62


@KINDS
def test_a_seed_without_what_is_needed_gives_nothing(name: str) -> None:
    """No statements, no division that has to come out: no star, and nothing is raised."""
    perturbation = Contradiction() if name == "contradiction" else UnrealisticCondition()
    seed = next(seeds(name))
    nodes = tuple(node.model_copy(update={"whole": False}) for node in seed.derivation.nodes)
    bare = seed.model_copy(update={"evidence": Derivation(nodes=nodes)})
    assert list(perturbation.propose(bare, Random(0))) == []


def test_the_text_of_others_has_to_say_that_nothing_is_left() -> None:
    """Else a remainder may be left over."""
    seed = next(one for one in seeds("unrealistic_condition") if "left over" in one.context)
    natural = seed.model_copy(update={"complexity": Complexity.NATURAL})
    assert list(UnrealisticCondition().propose(natural, Random(0)))
    silent = natural.model_copy(update={"context": seed.context.replace("left over", "gone stale")})
    assert list(UnrealisticCondition().propose(silent, Random(0))) == []


def test_a_statement_is_seldom_beside_the_sentence_it_clashes_with() -> None:
    """Two values side by side would be in plain sight."""
    beside = total = 0
    for star in stars("contradiction"):
        row, claim = star.rows[0], star.claims[0]
        statement = next(one for one in star.seed.derivation.statements if one.id == claim.stated[0])
        node = next(one for one in star.seed.derivation.nodes if one.id == statement.about)
        inserted = min(edit.span_before.start for edit in row.edits if edit.kind == "statement")
        gap = star.seed.context[min(inserted, node.spans[0].start) : max(inserted, node.spans[0].start)]
        total += 1
        beside += len(re.findall(r"[.!?](?: |$)", gap)) <= 1 and inserted > node.spans[0].start
    assert beside <= 0.35 * total
