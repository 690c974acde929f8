"""The conformance kit passes what is sound, and says what is wrong with everything that is not."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from random import Random

import pytest

import nescio
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.sources import SOURCES
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.pipelines.conformance import ConformanceReport
from nescio.pipelines.conformance.kit import ENOUGH, MOST_SEEDS, default_seeds
from nescio.schemas.errors import UnknownName
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Figure, Role
from nescio.schemas.verdict import Verdict
from nescio.validation.checkers.dataflow import Dataflow


@pytest.fixture(scope="module")
def seeds() -> list[Seed]:
    """One draw of each of six templates, spread over the list, of which the checker accepts the stars."""
    return [next(draws(template, 5)) for template in packaged_templates()[::9]][:6]


@dataclass(frozen=True)
class Spoilt:
    """premise_removal with something done to its stars or to the way it makes them."""

    act: Callable[[Seed, Random], Iterator[Star]]
    inner: PremiseRemoval = field(default_factory=PremiseRemoval)

    def __getattr__(self, name: str) -> object:
        """Everything else is premise_removal's."""
        return getattr(self.inner, name)

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The spoilt stars."""
        return self.act(seed, random)


def per_row(change: Callable[[Candidate], dict[str, object]], *roles: Role) -> Spoilt:
    """Rows of some roles (all unless named) with other columns."""

    def act(seed: Seed, drawn: Random) -> Iterator[Star]:
        for star in PremiseRemoval().propose(seed, drawn):
            rows = (row.model_copy(update=change(row)) if row.role in (roles or Role) else row for row in star.rows)
            yield star.model_copy(update={"rows": tuple(rows)})

    return Spoilt(act)


def _eager(seed: Seed, drawn: Random) -> Iterator[Star]:
    return iter(list(PremiseRemoval().propose(seed, drawn)))


def _listed(seed: Seed, drawn: Random) -> Iterator[Star]:
    return list(PremiseRemoval().propose(seed, drawn))  # type: ignore[return-value]


def _global(seed: Seed, _: Random) -> Iterator[Star]:
    yield from PremiseRemoval().propose(seed, Random(random.random()))


def _brittle(seed: Seed, drawn: Random) -> Iterator[Star]:
    if not seed.context.isascii():
        raise ValueError("only ASCII")
    yield from PremiseRemoval().propose(seed, drawn)


def _forgetful(seed: Seed, drawn: Random) -> Iterator[Star]:
    for star in PremiseRemoval().propose(seed, drawn):
        yield star.model_copy(update={"rows": star.rows[:-3], "claims": star.claims[:-3]})


def _lost(seed: Seed, drawn: Random) -> Iterator[Star]:
    for star in PremiseRemoval().propose(seed, drawn):
        lost = tuple(claim.model_copy(update={"question": 99}) for claim in star.claims)
        yield star.model_copy(update={"claims": lost})


def _counting() -> Callable[[Seed, Random], Iterator[Star]]:
    calls = []

    def act(seed: Seed, _: Random) -> Iterator[Star]:
        calls.append(seed)
        yield from PremiseRemoval().propose(seed, Random(len(calls)))

    return act


def _raising(seed: Seed, _: Random) -> Iterator[Star]:
    raise KeyError(seed.id)
    yield


BAD = {
    "yields lazily": (Spoilt(_eager), Spoilt(_listed)),
    "leaves the global random alone": (Spoilt(_global),),
    "is deterministic": (Spoilt(_counting()),),
    "never raises on odd text": (Spoilt(_brittle),),
    "never raises on the seeds": (Spoilt(_raising),),
    "builds its figure": (
        Spoilt(_forgetful),
        per_row(lambda _: {"figure": Figure.MIRROR}),
        per_row(lambda _: {"pair_id": None}, Role.TWIN),
        per_row(lambda row: {"context": f"{row.context} Indeed."}, Role.PERTURBED),
    ),
    "keeps the rest": (
        Spoilt(_lost),
        per_row(lambda row: {"context": f"{row.context} Indeed."}, Role.TWIN),
        per_row(lambda row: {"question": row.question.replace("How", "Just how")}),
        per_row(lambda row: {"prompt": f"{row.question} {row.context}"}),
        per_row(lambda row: {"edits": row.edits * 2}, Role.DECOY),
        per_row(lambda row: {"edits": tuple(one.model_copy(update={"before": "x"}) for one in row.edits)}, Role.DECOY),
    ),
    "changes what it claims": (
        per_row(lambda row: {"context": f"{row.context}."}, Role.CLEAN),
        per_row(lambda _: {"edits": ()}, Role.PERTURBED),
    ),
    "labels agree": (
        per_row(lambda _: {"should_abstain": True}, Role.TWIN),
        per_row(lambda _: {"scenario": "stale"}),
        per_row(lambda _: {"missing_fact": None, "rationale": None}, Role.PERTURBED),
        per_row(lambda _: {"perturbation": "another"}),
    ),
    "ids follow": (
        per_row(lambda _: {"id": "0" * 16}, Role.TWIN),
        per_row(lambda _: {"cross_id": "0" * 16}),
        per_row(lambda _: {"pair_id": "0" * 16}, Role.TWIN, Role.PERTURBED),
    ),
    "targets are well formed": (
        per_row(lambda row: {"target": row.answers[0]}, Role.TWIN),
        per_row(lambda row: {"target": f"{row.target}1"}, Role.CLEAN),
        per_row(lambda _: {"target": "I don't know."}, Role.PERTURBED),
        per_row(lambda _: {"target": "It is left open {missing}. What is it?"}, Role.PERTURBED),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_promise_is_named_with_an_example(name: str, seeds: list[Seed]) -> None:
    """A perturbation that breaks a promise fails, and the report says which promise and where."""
    for spoilt in BAD[name]:
        report = nescio.conformance(spoilt, seeds[:2])  # type: ignore[arg-type]
        assert not report.ok
        broken = {one.name: one.counterexample for one in report.properties if not one.passed}
        assert broken.get(name), f"{spoilt} broke {sorted(broken)}"
        assert name in str(report)


@dataclass(frozen=True)
class Judge:
    """A checker that says of each row whether it likes it."""

    likes: Callable[[Star, int], bool]
    name: str = "judge"
    version: str = "1"
    method: str = "liking"

    def check(self, star: Star) -> list[Verdict]:
        """One verdict a row."""
        return [
            Verdict(check=self.name, passed=self.likes(star, number), reason="disliked", checker_version="1")
            for number in range(len(star.rows))
        ]


def test_a_checker_that_accepts_everything_fails(seeds: list[Seed]) -> None:
    """Accepting all valid rows is worth nothing where no planted error is caught."""
    report = nescio.conformance(PremiseRemoval(), seeds[:2], checker=Judge(lambda *_: True))
    assert (report.accepted_share, report.caught_share, report.ok) == (1.0, 0.0, False)
    assert report.planted >= 30
    assert all(one.missed for one in report.plants if one.planted)


def test_a_checker_that_rejects_everything_fails(seeds: list[Seed]) -> None:
    """Without an accepted star nothing can be planted, and the report says that nothing is known."""
    report = nescio.conformance(PremiseRemoval(), seeds[:2], checker=Judge(lambda *_: False))
    assert (report.accepted_share, report.planted, report.ok) == (0.0, 0, False)
    assert report.rejected == {"disliked": 16}
    assert any("could be planted" in fault for fault in report.faults)


def test_a_checker_that_reads_digits_only_is_told_what_it_misses(seeds: list[Seed]) -> None:
    """Each kind of planted error that a half-blind checker lets through is named with an example."""

    def likes(star: Star, number: int) -> bool:
        row, claim = star.rows[number], star.claims[number]
        nodes = {fact.id: fact.node for fact in star.seed.derivation.facts}
        values = {node.id: node.value for node in star.seed.derivation.nodes}
        words = row.prompt.replace(".", " ").replace(",", " ").replace("$", " ").split()
        return not row.should_abstain or values[nodes[claim.hidden or ""]] not in words

    report = nescio.conformance(PremiseRemoval(), seeds, checker=Judge(likes))
    assert report.accepted_share > 0.5
    shares = {one.name: one.share for one in report.plants if one.planted}
    assert shares["fact restored as digits"] > shares["fact restored as a word"]
    for missed in ("fact restored as a word", "fact restored as a sum", "decoy turned real", "gold answer wrong"):
        assert shares[missed] < 0.5
        assert f"'{missed}'" in str(report)


def test_rejecting_a_sound_row_of_a_spoilt_star_does_not_count(seeds: list[Seed]) -> None:
    """A checker has to find the row in which the error is, not any row."""

    def likes(star: Star, number: int) -> bool:
        proved = Dataflow().check(star)
        return number > 0 if not all(one.passed for one in proved) else True

    report = nescio.conformance(PremiseRemoval(), seeds[:3], checker=Judge(likes))
    assert report.accepted_share == 1.0
    assert report.caught_share < 0.5


def test_a_checker_that_raises_or_miscounts_is_told_of(seeds: list[Seed]) -> None:
    """The kit survives the checker of a user, and names what it did."""

    class Raising(Judge):
        def check(self, star: Star) -> list[Verdict]:
            raise RuntimeError(f"no idea of {len(star.rows)} rows")

    class Short(Judge):
        def check(self, star: Star) -> list[Verdict]:
            return super().check(star)[1:]

    for checker, said in (
        (Raising(lambda *_: True), "RuntimeError: no idea of 8 rows"),
        (Short(lambda *_: True), "7 verdicts"),
    ):
        report = nescio.conformance(PremiseRemoval(), seeds[:2], checker=checker)
        assert not report.ok
        assert any(said in one.counterexample for one in report.properties)


def test_the_report_is_the_same_whatever_the_order_of_the_seeds(seeds: list[Seed]) -> None:
    """Properties and valid rows do not depend on the order, and a second run gives the same report."""
    one = nescio.conformance(PremiseRemoval(), seeds)
    other = nescio.conformance(PremiseRemoval(), seeds[::-1])
    assert one == nescio.conformance(PremiseRemoval(), iter(seeds))
    assert (one.rows, one.accepted, one.properties) == (other.rows, other.accepted, other.properties)


def test_skipped_records_are_left_out_and_no_seed_is_no_pass(seeds: list[Seed]) -> None:
    """What a source yields can be given as it is; a perturbation that makes no star fails."""
    report = nescio.conformance(PremiseRemoval(), [Skipped("3", "empty question"), seeds[0]])
    assert (report.seeds, report.stars) == (1, 1)
    empty = nescio.conformance(PremiseRemoval(), [])
    assert not empty.ok
    assert "no star was made of 0 seeds" in str(empty)


def test_an_unknown_checker_is_refused_with_the_known_ones(seeds: list[Seed]) -> None:
    """A typo in a perturbation's `checker` is said before any work."""
    with pytest.raises(UnknownName, match="dataflow"):
        nescio.conformance(replace(PremiseRemoval(), checker="dataflaw"), seeds)


def test_the_report_reads_well_and_survives_json(seeds: list[Seed]) -> None:
    """Both figures stand at its head, every promise and every kind of planted error has a line."""
    report = nescio.conformance(PremiseRemoval(), seeds, checker=Dataflow())
    assert report.ok, report
    text = str(report)
    assert text.splitlines()[0] == f"premise_removal with the checker {report.checker}: passes"
    assert all(one.name in text for one in (*report.properties, *report.plants))
    data = report.model_dump(mode="json")
    assert (data["ok"], data["caught_share"]) == (True, 1.0)
    kept = {name: data[name] for name in ConformanceReport.model_fields}
    assert ConformanceReport.model_validate(kept) == report


def test_without_seeds_as_many_are_drawn_as_forty_stars_take() -> None:
    """The kit draws from each packaged source in turn; a perturbation that few of its seeds suit sees more of them."""
    found = list(islice(default_seeds(0), ENOUGH))
    own = [source for source in SOURCES if not source.takes_path]
    drawn = [next(source.read(SeedSpec(source=source.name, limit=MOST_SEEDS), 0)) for source in own]
    first = [seed for seed in drawn if isinstance(seed, Seed) and seed.evidence.type == "derivation"]
    assert found[: len(first)] == first
    assert len({seed.id for seed in found}) == ENOUGH

    def act(seed: Seed, drawn: Random) -> Iterator[Star]:
        if seed.id[0] in "0123":
            yield from PremiseRemoval().propose(seed, drawn)

    report = nescio.conformance(Spoilt(act), default_seeds(0), enough=3)  # type: ignore[arg-type]
    assert report.stars == 3
    assert report.seeds > 3
