"""The source `contrasts` and the perturbations that use it."""

from collections import Counter
from random import Random

import pytest
from sklearn.metrics import roc_auc_score

from nescio.gen.perturbations.nonexistent_entity import NonexistentEntity
from nescio.gen.perturbations.subjective import Subjective
from nescio.gen.perturbations.unrecorded_detail import UnrecordedDetail
from nescio.gen.perturbations.unsupported_request import UnsupportedRequest
from nescio.gen.sources.contrasts import Contrasts, packaged_sheets, parse
from nescio.gen.sources.registry import RegistryTables
from nescio.pipelines.conformance.behaviour import check_behaviour, stars_of
from nescio.pipelines.conformance.properties import check_stars
from nescio.pipelines.curate import audit_groups
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.example import Candidate
from nescio.schemas.protocols import Perturbation
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec

THREE: tuple[Perturbation, ...] = (Subjective(), UnrecordedDetail(), UnsupportedRequest())


def _read(number: int = 0, limit: int | None = None) -> list[Seed]:
    spec = SeedSpec(source="contrasts", limit=limit)
    return [one for one in Contrasts().read(spec, number) if isinstance(one, Seed)]


@pytest.fixture(scope="module")
def rows() -> dict[str, list[Candidate]]:
    """All rows of each perturbation."""
    seeds = _read()
    return {
        kind.name: [row for seed in seeds for star in kind.propose(seed, Random(seed.id)) for row in star.rows]
        for kind in THREE
    }


@pytest.mark.parametrize("kind", THREE, ids=lambda one: one.name)
def test_each_kind_has_rows_enough_to_count_as_covered(kind: Perturbation, rows: dict[str, list[Candidate]]) -> None:
    """At least 250 perturbed rows from at least 25 frames, each text once."""
    wrong = [row for row in rows[kind.name] if row.should_abstain]
    assert len(wrong) >= 250
    assert len({row.template_id for row in wrong}) >= 25
    assert len({row.prompt for row in rows[kind.name]}) == len(rows[kind.name])


@pytest.mark.parametrize("kind", THREE, ids=lambda one: one.name)
def test_words_hardly_tell_the_label(kind: Perturbation, rows: dict[str, list[Candidate]]) -> None:
    """The additive probe stays below the gate, since both clauses stand in both questions."""
    assert audit_groups(rows[kind.name])["all"].auc < 0.62


@pytest.mark.parametrize("kind", THREE, ids=lambda one: one.name)
def test_responses_give_nothing_away_by_their_form(kind: Perturbation, rows: dict[str, list[Candidate]]) -> None:
    """Length tells the label at an AUC of at most .60; no opening is frequent over all."""
    labels = [row.should_abstain for row in rows[kind.name]]
    lengths = [len(row.target) for row in rows[kind.name]]
    assert 0.4 <= roc_auc_score(labels, lengths) <= 0.6
    every = [" ".join(row.target.split()[:3]) for some in rows.values() for row in some]
    assert Counter(every).most_common(1)[0][1] <= 0.02 * len(every)


@pytest.mark.parametrize("kind", [*THREE, NonexistentEntity()], ids=lambda one: one.name)
def test_the_general_promises_are_kept(kind: Perturbation) -> None:
    """Those of the conformance kit that are not about numbers."""
    seeds = _read(limit=200)
    if kind.evidence == "triples":
        found = RegistryTables().read(SeedSpec(source="registry", limit=200), 0)
        seeds = [one for one in found if isinstance(one, Seed)]
    stars = [star for seed in seeds for star in stars_of(kind, seed, 0)]
    assert len(stars) >= 20
    broken = [one for one in (*check_stars(kind, stars), *check_behaviour(kind, seeds, 0)) if not one.passed]
    assert not broken


def test_a_draw_depends_on_the_run_s_number_alone() -> None:
    """Equal numbers, equal seeds; a limit takes the first."""
    assert _read(3, 100) == _read(3)[:100]
    assert _read(3, 100) != _read(4, 100)


def test_compared_values_differ_widely() -> None:
    """By the factor or the distance that the sheet names."""
    sheets = {one.id: one for one in packaged_sheets()}
    for seed in _read():
        if len(seed.contrast.entries) == 2:
            low, high = sorted(float(one.value) for one in seed.contrast.entries)
            sheet = next(sheets[name] for name in sheets if (seed.template_id or "").startswith(f"{name}-"))
            assert high >= low * sheet.ratio if sheet.ratio else high - low >= (sheet.apart or 0) > 0


def test_a_broken_sheet_is_named() -> None:
    """File and key."""
    with pytest.raises(SeedFileError, match=r"mine\.yaml.*kind"):
        parse("- {id: a, perturbation: subjective, kind: other}", "mine.yaml")
    with pytest.raises(SeedFileError, match=r"mine\.yaml"):
        parse("a: [", "mine.yaml")


def test_a_path_is_refused() -> None:
    """It has its own lists only."""
    with pytest.raises(UsageError, match="reads no file"):
        list(Contrasts().read(SeedSpec(source="contrasts", path="x.yaml"), 0))
