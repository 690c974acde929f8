"""The dataset card: README.md of the published folder, generated from the run alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from nescio.pipelines.card_canary import canary_section
from nescio.pipelines.card_curation import curation_section, kept_off
from nescio.pipelines.card_domains import day_of, difficulty_of
from nescio.pipelines.card_entailment import entailment_section
from nescio.pipelines.card_figures import cues_section, funnel_section, grades_section, table
from nescio.pipelines.card_header import card_header
from nescio.pipelines.card_models import authorship, judges_section
from nescio.pipelines.card_refusals import refusals_section
from nescio.pipelines.card_rows import held_out, rows_section
from nescio.pipelines.card_safety import reviewed, safety_section
from nescio.pipelines.card_sources import sources_section
from nescio.pipelines.curate import Curated
from nescio.pipelines.portable import last_part, portable_recipe
from nescio.pipelines.quarantine import model_writes
from nescio.pipelines.safe_text import fenced, inline
from nescio.pipelines.seeding import SeedCounts
from nescio.pipelines.spend import StageSpend
from nescio.pipelines.summary import NO_CHECKS, Funnel, ModelChecks, ModelRecord, Writing
from nescio.schemas.curate_spec import PUBLIC
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Domain, Role
from nescio.validation.refusal_rates import rates_of


@dataclass(frozen=True)
class CardFacts:
    """Everything a card tells."""

    recipe: Recipe
    limit: int | None
    domain: str
    funnel: Funnel
    seeds: SeedCounts
    splits: Mapping[str, Sequence[Example]]
    curated: Curated
    models: tuple[ModelRecord, ...]
    writing: Mapping[str, Writing] = field(default_factory=dict)
    checks: ModelChecks = NO_CHECKS
    spend: tuple[StageSpend, ...] = ()
    tokens: int = 0
    cost: float | None = None

    @property
    def rows(self) -> list[Example]:
        """All published rows."""
        return [row for rows in self.splits.values() for row in rows]


def render_card(facts: CardFacts, place: Path) -> str:
    """The card of the dataset whose Parquet files stand in `place`. It holds no date and no path of this machine."""
    header = card_header(facts.recipe, facts.domain, facts.splits, place)
    sections = [
        _about,
        _warning,
        _rows,
        _columns,
        _how_made,
        _sources,
        _refusals,
        _judges,
        _entailment,
        _safety,
        _funnel,
        _grades,
        _curation,
        _cues,
        _examples,
        _limits,
        _canary,
        _reproduce,
    ]
    told = [section(facts) for section in sections]
    return f"---\n{header}---\n\n" + "\n\n".join(one for one in told if one is not None) + "\n"


def _about(facts: CardFacts) -> str:
    return (
        f"# nescio {facts.recipe.name}\n\n{inline(facts.recipe.about)}\n\n"
        "Made by [nescio](https://pypi.org/project/nescio/), which turns answerable seed questions into unanswerable "
        "and underspecified ones beside answerable look-alikes, to teach and test when a language model should not "
        "answer, and when it should.\n\n"
        f'```python\nfrom datasets import load_dataset\n\ndata = load_dataset("THIS_REPOSITORY", "{facts.domain}")\n```'
    )


def _warning(facts: CardFacts) -> str | None:
    return held_out(facts.rows)


def _rows(facts: CardFacts) -> str:
    return rows_section(facts.rows)


def _columns(facts: CardFacts) -> str:
    filled = [
        name for name in ("choices", "correction", "false_premise") if any(getattr(row, name) for row in facts.rows)
    ]
    empty = [f"`{name}`" for name in ("choices", "correction", "false_premise") if name not in filled]
    return (
        "## Columns\n\n"
        "`prompt` (shown to a model; `context` and `question` are its parts), `should_abstain`, `behaviour` (answer, "
        "abstain, clarify, correct_premise), `kind`, `scenario`, `role`, `answers`, `target`, `missing_fact`, "
        "`clarifying_question`, `rationale`, `perturbation`, `figure`, `edits`, `difficulty` "
        f"({difficulty_of(Domain(facts.domain), any(rates_of(row.verdicts) for row in facts.rows))}), "
        "`template_id`, `pair_id`, `cross_id`, `proof` (grade, method, checker, evidence), `verdicts`, `source`, "
        "`domain`, `complexity`, `id`, `seed_id`, `context_seed_ids`"
        + "".join(f", `{name}`" for name in filled)
        + (f"; for other domains, and empty here: {', '.join(empty)}." if empty else ".")
    )


def _how_made(facts: CardFacts) -> str:
    names = ", ".join(f"`{spec.name}`" for spec in facts.recipe.perturb)
    sources = ", ".join(f"`{spec.source}`" for spec in facts.recipe.seeds)
    models = [
        (
            one.role,
            inline(last_part(one.name)),
            one.revision or "-",
            f"`{one.weights[:16]}`",
            inline(one.licence or "unknown"),
        )
        for one in facts.models
    ]
    shown = table(("role", "model", "revision", "SHA-256 of the weights", "licence"), models)
    return (
        f"## How it was made\n\nnescio {version('nescio')}, recipe `{facts.recipe.name}`, seeds from {sources}, "
        f"perturbed by {names}. {authorship(facts.recipe)}{_measured_by(facts.recipe)}\n\n"
        + (shown if models else "No model was used.")
    )


def _measured_by(recipe: Recipe) -> str:
    """What the models that write nothing did."""
    fluency = " A causal language model checks the fluency of edits." if recipe.verify.fluency else ""
    return fluency + (" An encoder finds near-duplicates." if recipe.curate.dedup else "")


def _sources(facts: CardFacts) -> str:
    return sources_section(facts.rows, facts.recipe.publish.license)


def _refusals(facts: CardFacts) -> str | None:
    return refusals_section(facts.rows, audited=bool(facts.curated.surface_with_clean))


def _judges(facts: CardFacts) -> str | None:
    return judges_section(facts.checks, facts.spend, facts.cost)


def _entailment(facts: CardFacts) -> str | None:
    spec = facts.recipe.verify.entailment
    shown = last_part(spec.model) if spec and spec.model else ""
    return entailment_section(facts.recipe, facts.funnel, facts.checks, facts.rows, shown)


def _safety(facts: CardFacts) -> str | None:
    return safety_section(facts.recipe, facts.domain, facts.funnel, facts.rows)


def _funnel(facts: CardFacts) -> str:
    return funnel_section(facts.funnel, facts.seeds, facts.splits)


def _grades(facts: CardFacts) -> str:
    return grades_section(facts.rows)


def _curation(facts: CardFacts) -> str | None:
    return curation_section(facts.recipe.curate, facts.curated)


def _cues(facts: CardFacts) -> str:
    return cues_section(facts.recipe.curate.surface, facts.curated)


def _examples(facts: CardFacts) -> str:
    shown = []
    for name in sorted({row.perturbation for row in facts.rows}):
        own = [row for row in facts.rows if row.perturbation == name]
        first = min((row for row in own if row.role is Role.PERTURBED), key=lambda row: row.id, default=None)
        pair = [row for row in own if first and first.pair_id and row.pair_id == first.pair_id]
        blocks = [fenced(_told(row)) for row in sorted(pair, key=lambda row: not row.should_abstain)]
        shown.append(f"`{name}`, a perturbed row and its twin:\n\n" + "\n\n".join(blocks))
    return "## Examples\n\n" + "\n\n".join(shown)


def _told(row: Example) -> str:
    return f"prompt: {row.prompt}\nbehaviour: {row.behaviour.value}\ntarget: {row.target}"


_FLUENCY = (
    "The fluency check compares an edited sentence with the one it replaced; it does not see whether a whole text is "
    "good prose."
)
_NO_FLUENCY = "No model checked whether the texts read well (`verify.fluency: false`)."


def _limits(facts: CardFacts) -> str:
    day = f"{told}\n" if (told := day_of(facts.recipe)) else ""
    return (
        "## Limits\n\n"
        f"- English only{', by rules' * (not model_writes(facts.recipe))}; real users write in more ways than these.\n"
        f"- {_FLUENCY if facts.recipe.verify.fluency else _NO_FLUENCY}\n"
        "- Rows of one template resemble each other by design"
        f"{'; evaluate on the held-out templates of `test`' * ('test' in facts.splits)}.\n"
        f"{day}"
        "- Training on abstention alone makes a model abstain too often: keep stars whole, and mix at a natural base "
        "rate.\n"
        f"- Decontaminated against {kept_off(facts.curated)}."
    )


def _canary(facts: CardFacts) -> str:
    return canary_section((row.id for row in facts.rows), "test" in facts.splits)


def _reproduce(facts: CardFacts) -> str:
    limit = f" --limit {facts.limit}" if facts.limit else ""
    recipe = portable_recipe(facts.recipe)
    same = " and the same public sets at hand" if PUBLIC in facts.recipe.curate.decontaminate else ""
    decided = " with the run's `reviews.jsonl` in DIR" if reviewed(facts.funnel, facts.rows) else ""
    return (
        f"## Reproduce\n\nRun `nescio run hf://THIS_REPOSITORY@TAG --out DIR{limit}` with the tag of this version, or "
        f"save this as `recipe.yaml` and run `nescio run recipe.yaml --out DIR{limit}`, with nescio "
        f"{version('nescio')}; the same recipe and seeds{same}{decided} give the same bytes.\n\n"
        f"{fenced(recipe.rstrip(), 'yaml')}"
    )
