"""The source `senses`."""

import re
from collections import Counter, defaultdict
from functools import cache

import pytest

from nescio.gen.senses.load import packaged_sheets
from nescio.gen.senses.model import stands
from nescio.gen.sources.senses import ONE_BREATH, Senses
from nescio.schemas.errors import UsageError
from nescio.schemas.lookalike import Aside, Gap, LookalikeKind
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec


@cache
def _seeds(limit: int | None = None, seed: int = 0) -> list[Seed]:
    return [one for one in Senses().read(SeedSpec(source="senses", limit=limit), seed) if isinstance(one, Seed)]


def test_the_lexicon_is_as_large_as_promised() -> None:
    """At least 150 senses of all ten kinds, and 400 requests with short answers."""
    sheets = packaged_sheets()
    assert len(sheets) >= 150
    assert {sheet.kind for sheet in sheets} == set(LookalikeKind)
    items = [item for sheet in sheets for item in sheet.items]
    assert len(items) >= 400
    assert all(len(item.answer.split()) <= 12 for item in items)


def test_every_kind_is_asked_in_at_least_fifteen_frames() -> None:
    """The frames of the drawn seeds, by kind."""
    frames: dict[LookalikeKind, set[str]] = defaultdict(set)
    for seed in _seeds():
        if seed.lookalike.gap is None:
            frames[seed.lookalike.sense.kind].add(seed.lookalike.form)
    assert min(map(len, frames.values())) >= 15


def _beside(seed: Seed) -> Gap | Aside | None:
    return seed.lookalike.gap or seed.lookalike.aside


def test_a_seed_asks_its_plain_wording_in_its_frame() -> None:
    """What the question says follows from the evidence, and no question stands twice."""
    seeds = _seeds()
    for seed in seeds:
        evidence, beside = seed.lookalike, _beside(seed)
        text = evidence.form.replace("{asked}", evidence.plain).replace("{aside}", beside.plain if beside else "")
        assert seed.questions[0].text == text[:1].upper() + text[1:]
    assert max(Counter(seed.questions[0].text for seed in seeds).values()) == 1


def test_two_clauses_stand_beside_what_can_be_answered_and_beside_what_cannot() -> None:
    """Of requests that take turns with a gap many stand alone; of those that take none many set something aside."""
    found = Counter((seed.lookalike.gap is not None, "{aside}" in seed.lookalike.form) for seed in _seeds())
    assert min(found[turns, two] for turns in (True, False) for two in (True, False)) >= 100


def test_no_clause_that_is_set_aside_gives_the_answer() -> None:
    """Neither the gold answer nor another way to write it stands beside a request that is to be answered."""
    for seed in _seeds():
        aside, question = seed.lookalike.aside, seed.questions[0]
        if aside is not None:
            assert not [
                one for one in (question.answer, *question.also) if stands(one, f"{aside.plain} {aside.loaded}")
            ]


def test_two_clauses_are_said_in_one_breath() -> None:
    """Both together have at most so many words as readers call natural, in either wording."""
    for seed in _seeds():
        beside = _beside(seed)
        if beside is not None and "{aside}" in seed.lookalike.form:
            assert len(f"{seed.lookalike.loaded} {beside.loaded}".split()) <= ONE_BREATH


def test_a_gap_that_speaks_of_something_else_is_never_asked_alone() -> None:
    """Both the sheets' rule and the checker's find what the clause does not name."""
    alone = [seed.lookalike.gap for seed in _seeds() if seed.lookalike.gap and "{aside}" not in seed.lookalike.form]
    assert alone
    assert not [one for one in alone if re.search(r"\b(?:at|of|on|in) (?:that|those|these)\b", one.loaded)]


def test_a_limit_takes_from_all_senses_alike() -> None:
    """The first round has one seed of each sense."""
    count = len(packaged_sheets())
    assert len({seed.template_id for seed in _seeds(count)}) == count


def test_the_seed_number_draws_other_frames_and_the_same_one_the_same() -> None:
    """Reading is a function of the seed number."""
    assert _seeds(50) == _seeds.__wrapped__(50)
    assert _seeds(50) != _seeds(50, seed=1)


def test_a_path_is_refused() -> None:
    """The source is packaged."""
    with pytest.raises(UsageError, match="reads no file"):
        list(Senses().read(SeedSpec(source="senses", path="x.yaml"), 0))
