"""unused_gap, recoverable_fact, resolved_conflict and dispersed_facts build stars of look-alikes and of their likes."""

from collections import Counter
from functools import cache
from random import Random

import pytest

from nescio.gen.perturbations.conflict_frames import REPORTS, RULINGS
from nescio.gen.perturbations.dispersed_facts import DispersedFacts, small_talk, stands_alone
from nescio.gen.perturbations.gap_frames import ONE_CLAUSE, TWO_CLAUSES
from nescio.gen.perturbations.loosening import can_loosen, loosened
from nescio.gen.perturbations.recoverable_fact import RecoverableFact
from nescio.gen.perturbations.resolved_conflict import ResolvedConflict
from nescio.gen.perturbations.unused_gap import UnusedGap
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.evidence import Node, Operation, Span, Statement
from nescio.schemas.example import Star
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role, Scenario
from nescio.validation.disputes import read_report, read_ruling
from nescio.validation.said import said_of_facts

ALL: tuple[Perturbation, ...] = (UnusedGap(), RecoverableFact(), ResolvedConflict(), DispersedFacts())
EACH = pytest.mark.parametrize("perturbation", ALL, ids=lambda one: one.name)


@cache
def seeds() -> tuple[Seed, ...]:
    """The first draw of some templates."""
    return tuple(next(draws(template, 2)) for template in packaged_templates()[::5])


def stars(perturbation: Perturbation) -> list[Star]:
    """Their stars."""
    return [star for seed in seeds() for star in perturbation.propose(seed, Random(seed.id))]


@EACH
def test_most_rows_are_lookalikes_and_each_that_is_none_has_a_twin(perturbation: Perturbation) -> None:
    """A perturbed row abstains, its twin asks the same of another text, and all others are answered."""
    made = stars(perturbation)
    assert made
    for star in made:
        for row in star.rows:
            assert row.scenario is Scenario.ANSWERABLE_LOOKALIKE
            assert row.should_abstain == (row.role is Role.PERTURBED)
        for row in (one for one in star.rows if one.role is Role.PERTURBED):
            [twin] = [one for one in star.rows if one.role is Role.TWIN and one.pair_id == row.pair_id]
            assert twin.question == row.question
            assert twin.context != row.context
        assert sum(not one.should_abstain for one in star.rows) > sum(one.should_abstain for one in star.rows)


@pytest.mark.parametrize("perturbation", [RecoverableFact(), ResolvedConflict()], ids=lambda one: one.name)
def test_every_text_and_question_stands_under_both_labels(perturbation: Perturbation) -> None:
    """In a crossing the text that leaves one question open answers the other one."""
    for star in stars(perturbation):
        for role in (Role.PERTURBED, Role.TWIN):
            assert len({row.question for row in star.rows if row.role is role}) == 2
        contexts = Counter(row.context for row in star.rows if row.role in (Role.PERTURBED, Role.TWIN))
        assert set(contexts.values()) == {2}


@EACH
def test_the_same_random_numbers_give_the_same_star(perturbation: Perturbation) -> None:
    """A star depends on its seed and its random numbers alone."""
    assert stars(perturbation)[:3] == stars(perturbation)[:3]


@EACH
def test_a_seed_without_facts_makes_nothing(perturbation: Perturbation) -> None:
    """Nothing is raised either."""
    bare = seeds()[0].evidence.model_copy(update={"facts": (), "statements": ()})
    assert list(perturbation.propose(seeds()[0].model_copy(update={"evidence": bare}), Random(0))) == []


@pytest.mark.parametrize("frame", [*TWO_CLAUSES, *ONE_CLAUSE])
def test_a_gap_frame_reads_as_it_is_meant(frame: str) -> None:
    """What the writer of a frame calls told and unknown, the checker's own reader does too."""
    one, two, *_ = seeds()[0].evidence.facts
    said = said_of_facts(seeds()[0].evidence, frame.format(told=one.missing, gap=two.missing))
    assert said is not None
    assert said.unknown == {two.id}
    assert said.known == ({one.id} if "{told}" in frame else set())


@pytest.mark.parametrize("frame", REPORTS)
def test_a_report_reads_as_it_is_meant(frame: str) -> None:
    """Which fact is disputed, on which the sources agree, and which of them has which value."""
    one, two, *_ = seeds()[0].evidence.facts
    words = {"source": "list", "one": "$31", "two": "$34", "agreed": one.missing, "disputed": two.missing}
    report = read_report(seeds()[0].evidence, frame.format(**words))
    assert report is not None
    assert (report.agreed, report.disputed) == (one.id, two.id)
    assert 31 in report.values["first"]
    assert 34 in report.values["second"]


@pytest.mark.parametrize("nth", ["first", "second"])
@pytest.mark.parametrize("frame", RULINGS)
def test_a_ruling_reads_as_it_is_meant(frame: str, nth: str) -> None:
    """Which source is right about which fact, and of which fact that is not known."""
    one, two, *_ = seeds()[0].evidence.facts
    said = frame.format(source="list", nth=nth, trusted=one.missing, other=two.missing)
    ruling = read_ruling(seeds()[0].evidence, said)
    assert ruling is not None
    assert (ruling.source, ruling.trusted, ruling.open) == (nth, one.id, {two.id})


def statement(text: str, *numbers: str) -> Statement:
    """A statement that adds up the numbers that stand in its text."""
    spans = [Span(start=text.index(one), end=text.index(one) + len(one)) for one in numbers]
    leaves = [Node(id=one, value=one, spans=(span,)) for one, span in zip(numbers, spans, strict=True)]
    total = Node(
        id="sum", value=str(sum(map(int, numbers))), operation=Operation.ADD, arguments=tuple(one.id for one in leaves)
    )
    return Statement(id="s", about="x", text=text, nodes=(*leaves, total))


def test_a_number_is_loosened_only_where_grammar_allows() -> None:
    """A loose word wants a plural noun after it and no article, "each" or "exactly" before it."""
    assert can_loosen(statement("Each hive takes 6 frames below and 27 frames above.", "6", "27"))
    assert not can_loosen(statement("The next 6 rows and exactly 27 others are old.", "6", "27"))
    for number in range(20):
        said = loosened(statement("Each hive takes 6 frames below and 27 frames above.", "6", "27"), Random(number))
        assert said.startswith("Each hive takes ")
        assert said != "Each hive takes 6 frames below and 27 frames above."


def test_small_talk_has_no_person_that_a_pronoun_could_mean() -> None:
    """Human texts go on with "she" or "he": nobody in an aside may be meant."""
    talk = small_talk()
    settings = [said for one in talk.settings for said in (*one.opens, *one.middle, *one.closes)]
    for said in (*talk.leads, *talk.returns, *talk.endings, *settings):
        assert not {"he", "she", "him", "her", "his"} & set(said.lower().replace(",", " ").split())
        assert said.endswith((".", "?"))


def test_small_talk_never_parts_a_pronoun_from_its_sentence() -> None:
    """ "She sold 5" stays beside the sentence that names her."""
    seed = seeds()[0]
    leaning = seed.context.replace(". ", ". She knows: ")
    assert leaning != seed.context
    at = leaning.index(". She") + 1
    assert not stands_alone(seed.model_copy(update={"context": leaning}), at)


def test_all_texts_of_a_star_stand_in_one_message() -> None:
    """Their paragraphs that are no part of the story are the same under both labels."""
    for star in stars(DispersedFacts()):
        added = {tuple(e.after for e in row.edits if e.kind == "added") for row in star.rows if row.edits}
        assert len(added) == 1
        assert all("\n\n" in row.context for row in star.rows if row.edits)


def test_a_story_told_by_somebody_is_not_set_in_a_message_of_somebody_else() -> None:
    """Two people would be called "I"."""
    seed = seeds()[0]
    own = seed.model_copy(update={"context": f"{seed.context} My aunt knows it."})
    assert list(DispersedFacts().propose(own, Random(0))) == []
