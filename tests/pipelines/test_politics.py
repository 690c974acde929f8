"""The recipe politics, end to end: both sides of a topic go through the whole run together."""

from collections import Counter, defaultdict

import pytest
from datasets import load_dataset

from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.run import run
from nescio.schemas.example import Example
from nescio.schemas.taxonomy import Domain, Grade, Role

WITHOUT_MODELS = ("verify.fluency=false", "curate.dedup=false")


@pytest.fixture(scope="module")
def splits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Example]]:
    """The rows of each split of a small run."""
    out = tmp_path_factory.mktemp("politics")
    run(load_recipe("politics", WITHOUT_MODELS), out=out / "run", limit=60)
    data = load_dataset(str(out / "run" / "dataset"), "politics")
    return {name: [Example.model_validate(row) for row in split] for name, split in data.items()}


def test_every_star_is_published_with_both_sides(splits: dict[str, list[Example]]) -> None:
    """Nothing is rejected on the way: as many perturbed rows as twins, two of either or four."""
    stars = defaultdict(list)
    for rows in splits.values():
        for row in rows:
            assert (row.domain, row.proof.grade) == (Domain.POLITICS, Grade.REGISTRY)
            stars[row.cross_id].append(row)
    assert len(stars) == 60
    for rows in stars.values():
        roles = Counter(row.role for row in rows)
        assert roles[Role.PERTURBED] == roles[Role.TWIN] in (2, 4)


def test_no_topic_is_in_two_splits(splits: dict[str, list[Example]]) -> None:
    """Nor any control: their arguments and questions of fact would be known from training."""
    homes = defaultdict(set)
    for name, rows in splits.items():
        for row in rows:
            homes[row.template_id].add(name)
    assert len(splits) == 3
    assert all(len(found) == 1 for found in homes.values())
