"""Which stars are published, and in which split: every stage of curation but the audit."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nescio.pipelines.caps import cap_composed, cap_held_out, cap_templates, cap_uncrossed
from nescio.pipelines.decontaminating import Encode, decontaminate
from nescio.pipelines.exactly import POOL, Exact, diverse_ones, exactly, first_ones
from nescio.pipelines.extending import Earlier, check_against, fixed_groups, touched
from nescio.pipelines.ledger import Entry, Ledger
from nescio.pipelines.near_splits import check_apart, largest_share, near_stars
from nescio.pipelines.references import References
from nescio.pipelines.repeats import deduplicate, drop_repeated_prompts
from nescio.pipelines.splits import assign, groups_of, quotas_of
from nescio.pipelines.summary import Contact, Met, Nearness
from nescio.schemas.example import Candidate
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Figure
from nescio.validation.profiles import Thresholds


@dataclass(frozen=True)
class Against:
    """What stars are held against: texts to stay away from, published rows, one another."""

    references: References
    earlier: Earlier
    encode: Encode | None
    near: float
    """The cosine from which on a row is too near to a reference or to a row of another split."""
    same: Thresholds | None
    """From which cosines on rows of one label are duplicates; null where none are looked for."""


@dataclass(frozen=True)
class Selected:
    """The stars to publish, the split of each by id, and what was found on the way."""

    entries: list[Entry]
    splits: dict[str, str]
    met: dict[str, Met]
    contacts: tuple[Contact, ...]
    nearness: Nearness
    shortfall: dict[str, int]
    """By perturbation, how many stars are lacking to the number wanted."""
    pool: Mapping[str, int]
    """By perturbation, how many stars there were to choose an exact number from."""
    wanted: Mapping[str, int]

    def found(self) -> dict[str, int]:
        """By perturbation, how many stars it found: those to choose from where a choice is made, else those taken."""
        return dict(self.pool) if not self.shortfall else dict(Counter(one.star.perturbation for one in self.entries))

    def thin(self, recipe: Recipe) -> dict[str, int]:
        """By perturbation, how many stars another round should give: what lacks, or is too few to choose from."""
        size = POOL if recipe.curate.diverse else 1
        return {
            name: number * size
            for name, number in self.wanted.items()
            if name in self.shortfall or (self.pool.get(name, 0) < number * size and size > 1)
        }


def select(recipe: Recipe, entries: list[Entry], against: Against, ledger: Ledger) -> Selected:
    """Drop what repeats, exceeds a cap or comes near a named text, draw the splits, and take what was asked for."""
    spec, earlier = recipe.curate, against.earlier
    entries = drop_repeated_prompts(entries, earlier, ledger)
    apart = decontaminate(entries, against.references, against.encode, against.near, ledger)
    entries = apart.entries
    if against.same is not None and against.encode is not None:
        entries = deduplicate(entries, earlier, against.same, against.encode, ledger)
    if spec.max_per_template:
        entries = cap_templates(entries, spec.max_per_template, ledger, earlier.templates())
    if not spec.rows:
        entries = cap_uncrossed(entries, spec.max_uncrossed, ledger)
    entries, splits, nearness = _split(recipe, entries, against, ledger)
    exact = _exactly(recipe, entries, splits, against, ledger) if spec.rows else Exact(entries, {}, {}, {}, splits)
    entries = cap_composed(exact.entries, splits, spec.max_composed, ledger)
    rows = _by_split(entries, splits)
    check_apart(rows, against.encode, against.near)
    check_against(earlier, rows, against.encode, against.near)
    taken = Exact(entries, exact.wanted, exact.pool, exact.quotas, splits)
    shortfall = taken.lacking(earlier.counts())
    return Selected(entries, splits, apart.met, apart.contacts, nearness, shortfall, exact.pool, exact.wanted)


def _exactly(
    recipe: Recipe, entries: list[Entry], splits: Mapping[str, str], against: Against, ledger: Ledger
) -> Exact:
    names = [one.name for one in recipe.perturb]
    spec, encode = recipe.curate, against.encode
    choose = diverse_ones(encode) if spec.diverse and encode is not None else first_ones
    free = sum(row.figure is not Figure.PLAIN for row in against.earlier.flat)
    return exactly(spec, names, entries, splits, against.earlier.counts(), ledger, choose, free)


def _split(
    recipe: Recipe, entries: list[Entry], against: Against, ledger: Ledger
) -> tuple[list[Entry], dict[str, str], Nearness]:
    """The split of each star; stars that may stand in none are dropped."""
    spec, encode = recipe.curate, against.encode
    stars = [entry.star for entry in entries]
    links = near_stars(stars, encode, against.near) if encode is not None else []
    known, groups = groups_of(stars), groups_of(stars, links)
    fixed, gone = fixed_groups(groups, touched(stars, against.earlier, encode, against.near))
    nearness = Nearness(
        threshold=None if encode is None else against.near,
        groups=len(set(groups)),
        largest=largest_share(groups, stars),
        linked=sum(known[one] != known[other] for one, other in links),
    )
    for number, why in sorted(gone.items()):
        ledger.reject_all(entries[number], "between splits", why)
    stay = [number for number in range(len(entries)) if number not in gone]
    entries, stars = [entries[number] for number in stay], [stars[number] for number in stay]
    splits = assign(
        stars,
        spec.split,
        recipe.seed,
        [groups[number] for number in stay],
        quotas=quotas_of(spec.rows, [one.name for one in recipe.perturb], spec.split) if spec.rows else None,
        fixed=fixed,
        standing=against.earlier.standing(),
    )
    return cap_held_out(entries, splits, spec.split.held_out, ledger), splits, nearness


def _by_split(entries: Sequence[Entry], splits: Mapping[str, str]) -> dict[str, list[Candidate]]:
    rows: dict[str, list[Candidate]] = {}
    for entry in entries:
        rows.setdefault(splits[entry.star.id], []).extend(entry.star.rows)
    return rows
