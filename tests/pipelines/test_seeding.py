"""Seeds are read in one order, each once, and each goes to one perturbation."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nescio.gen.sources.jsonl import JsonLines
from nescio.pipelines.resolve import Plan, load_recipe, plan
from nescio.pipelines.seeding import SHOWN, deal, propose, read_seeds, unfed
from nescio.schemas.errors import SeedFileError
from nescio.schemas.example import Star
from nescio.schemas.protocols import Skipped
from nescio.schemas.recipe import PerturbSpec
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain
from tests.hiding import HIDING


@dataclass(frozen=True)
class Given(JsonLines):
    """A source of records that are given."""

    name: str = "given"
    records: tuple[Seed | Skipped, ...] = ()

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """The records as they are."""
        del spec, seed
        return iter(self.records)


def planned(*records: Seed | Skipped) -> Plan:
    """A plan whose only source gives the records."""
    return plan(load_recipe("math", ["seeds=[{source: given}]"]), sources=[Given(records=records)])


def reading(path: Path) -> Plan:
    """A plan that reads a JSON Lines file."""
    return plan(load_recipe("math", seeds=[f"jsonl:{path}"]))


@given(order=st.randoms(), limit=st.none() | st.integers(1, 16))
@settings(max_examples=25, deadline=None)
def test_the_order_of_records_does_not_matter(seeds: tuple[Seed, ...], order: Random, limit: int | None) -> None:
    """However a source is shuffled the same seeds come out, sorted; a limit takes those with the smallest ids."""
    twin = seeds[0].model_copy(update={"grade": "traced", "source": replace_id(seeds[0], "another")})
    shuffled = [*seeds, twin]
    order.shuffle(shuffled)
    found = read_seeds(planned(*shuffled), limit)
    assert [one.model_dump_json() for one in found.seeds] == [
        one.model_dump_json() for one in read_seeds(planned(*seeds, twin), limit).seeds
    ]
    assert [one.id for one in found.seeds] == sorted(one.id for one in seeds)[:limit]
    counts = found.counts()
    assert counts.read == 17 == counts.usable + sum(counts.skipped.values())
    assert counts.skipped["repeated"] == 1


def replace_id(seed: Seed, record: str) -> object:
    """The seed's source with another record id."""
    return seed.source.model_copy(update={"record_id": record})


def test_seeds_of_another_domain_are_skipped(seeds: tuple[Seed, ...]) -> None:
    """A dataset has one domain, the source's; a seed that says otherwise is skipped and told of."""
    stranger = seeds[0].model_copy(update={"domain": Domain.READING})
    found = read_seeds(planned(stranger, *seeds[1:]), None)
    assert found.counts().skipped == {"another domain": 1}
    assert "reading, but the source given is math" in found.told()[0]


def test_only_the_first_few_skipped_records_are_told() -> None:
    """Of each reason a few records are named with their particulars; all are counted."""
    records = [Skipped(f"f:{number}", "not JSON", "at char 0") for number in range(50)]
    found = read_seeds(planned(*records, Skipped("f:51", "too long", "9 bytes")), None)
    assert found.counts().skipped == {"not JSON": 50, "too long": 1}
    assert len(found.told()) == SHOWN + 1
    assert found.told()[0] == "skipped seed f:0: not JSON: at char 0"


def edited(seed: Seed, **changes: object) -> str:
    """A seed's JSON with some keys changed; a key of None is taken out."""
    data = json.loads(seed.model_dump_json()) | changes
    return json.dumps({key: value for key, value in data.items() if value is not None})


DEEP = b"[" * 100_000


def test_bad_records_are_skipped_with_a_reason(seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> None:
    """Truncated, nested, wrongly encoded, huge, empty and repeated records are counted by reason, good ones used."""
    one = seeds[1]
    question = json.loads(one.questions[0].model_dump_json())
    path = seed_file(
        [
            one.model_dump_json()[:-20],
            DEEP,
            b'{"context": "\xff"}',
            "[1, 2]",
            edited(one, context=None, extra="x"),
            edited(one, colour="red"),
            edited(one, questions=[question | {"text": " "}]),
            edited(one, questions=[question | {"text": "x" * 1_000_000}]),
            b"x" * 6_000_000,
            one,
            one,
            "",
            seeds[0],
        ]
    )
    found = read_seeds(reading(path), None)
    assert {seed.id for seed in found.seeds} == {one.id, seeds[0].id}
    assert found.counts().skipped == {
        "invalid": 2, "not JSON": 3, "not an object": 1, "repeated": 1, "too long": 2, "wrong columns": 1,
    }  # fmt: skip
    assert any("1,000,000 characters, at most 200,000" in sentence for sentence in found.told())
    assert any("seeds.jsonl:5" in sentence and "no context" in sentence for sentence in found.told())


@pytest.mark.parametrize("odd", ["\ud800", "\x00"])
@pytest.mark.parametrize("place", ["context", "dataset", "record_id", "licence", "template_id"])
def test_unstorable_text_is_repaired_or_skipped(tmp_path: Path, seeds: tuple[Seed, ...], place: str, odd: str) -> None:
    """A lone surrogate or NUL anywhere in a record never reaches a table as it is."""
    data = json.loads(seeds[0].model_dump_json())
    (data if place in data else data["source"])[place] += odd
    path = tmp_path / "seeds.jsonl"
    path.write_text(json.dumps(data))
    found = read_seeds(reading(path), None)
    assert found.counts().read == 1
    for seed in found.seeds:
        assert "\ud800" not in str(seed.model_dump())


def test_a_file_without_any_record_is_an_error(seed_file: Callable[..., Path], tmp_path: Path) -> None:
    """An empty file, a missing one and a folder say what was expected."""
    for path, said in (
        (seed_file(["", " "]), "is empty; one JSON object a line was expected"),
        (tmp_path / "none.jsonl", "No such file"),
        (tmp_path, "Is a directory"),
    ):
        with pytest.raises(SeedFileError, match=said):
            read_seeds(reading(path), None)


def test_each_seed_goes_to_one_perturbation_by_its_share(seeds: tuple[Seed, ...]) -> None:
    """Seeds are dealt out by the recipe's shares, each always to the same one, whatever seeds are beside it."""
    made = plan(load_recipe("math", ["perturb=[{premise_removal: {share: 3}}, hedged_quantity]"]))
    many = [seeds[0].model_copy(update={"context": f"{number}"}) for number in range(400)]
    dealt = [(seed.id, perturbation.name) for seed, _, perturbation in deal(many, made)]
    assert [name for name, _ in dealt] == [seed.id for seed in many]
    assert 260 < Counter(name for _, name in dealt)["premise_removal"] < 340
    assert [(seed.id, part.name) for seed, _, part in deal(many[::7], made)] == dealt[::7]


@dataclass(frozen=True)
class Yields:
    """Stands in for a perturbation whose `propose` yields what it is given."""

    what: tuple[object, ...]
    name: str = "mine"
    evidence: str = "derivation"

    def propose(self, seed: Seed, random: Random) -> Iterator[object]:
        """What was given."""
        del seed, random
        return iter(self.what)


def test_what_is_no_star_of_its_own_is_refused(seeds: tuple[Seed, ...], stars: tuple[Star, ...]) -> None:
    """A perturbation that yields something else, or a star in another's name, fails with both names."""
    spec = PerturbSpec(name="mine", max_per_seed=2)
    with pytest.raises(TypeError, match="it yielded a int"):
        propose(seeds[0], spec, Yields((1,)), 0)
    with pytest.raises(TypeError, match="stars of 'mine', it yielded one of 'premise_removal'"):
        propose(seeds[0], spec, Yields((next(s for s in stars if s.perturbation == "premise_removal"),)), 0)
    own = [replace_name(star) for star in stars[:3]]
    assert propose(seeds[0], spec, Yields(tuple(own)), 0) == own[:2]


def replace_name(star: Star) -> Star:
    """The star in the name of `mine`."""
    return star.model_copy(update={"perturbation": "mine"})


def test_a_proposal_depends_on_seed_perturbation_and_number_alone(seeds: tuple[Seed, ...]) -> None:
    """The same three give the same star; another seed number gives other stars to some seeds."""
    spec = PerturbSpec(name=HIDING[0].name)
    first, again, other = ([propose(seed, spec, HIDING[0], number) for seed in seeds] for number in (0, 0, 1))
    assert first == again != other


def test_a_perturbation_that_no_seed_feeds_is_told_of() -> None:
    """Its name and the evidence that it needs; one that has seeds is not mentioned."""
    made = plan(load_recipe("lookalike", ["perturb=[homonym, premise_removal]"]))
    [told] = unfed(made, read_seeds(made, 5).seeds)
    assert "premise_removal makes nothing" in told
    assert "derivation" in told
