"""The dataset card: README.md of the published folder, generated from the run alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import yaml

from nescio.pipelines.card_header import card_header
from nescio.pipelines.curate import Curated
from nescio.pipelines.safe_text import fenced, harmless, inline
from nescio.pipelines.seeding import SeedCounts
from nescio.pipelines.summary import Funnel, ModelRecord
from nescio.schemas.example import Example
from nescio.schemas.recipe import Recipe
from nescio.schemas.taxonomy import Role
from nescio.validation.leakage import SurfaceReport


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

    @property
    def rows(self) -> list[Example]:
        """All published rows."""
        return [row for rows in self.splits.values() for row in rows]


def render_card(facts: CardFacts, place: Path) -> str:
    """The card of the dataset whose Parquet files stand in `place`. It holds no date and no path of this machine."""
    header = card_header(facts.recipe, facts.domain, facts.splits, place)
    sections = [_about, _stars, _columns, _how_made, _funnel, _grades, _cues, _examples, _limits, _reproduce]
    return f"---\n{header}---\n\n" + "\n\n".join(section(facts) for section in sections) + "\n"


def _about(facts: CardFacts) -> str:
    return (
        f"# nescio {facts.recipe.name}\n\n{inline(facts.recipe.about)}\n\n"
        "Made by [nescio](https://pypi.org/project/nescio/), which turns answerable seed questions into unanswerable and "
        "underspecified ones beside answerable look-alikes, to teach and test when a language model should not answer, and when "
        "it should.\n\n"
        f'```python\nfrom datasets import load_dataset\n\ndata = load_dataset("THIS_REPOSITORY", "{facts.domain}")\n```'
    )


def _stars(facts: CardFacts) -> str:
    roles = Counter(row.role.value for row in facts.rows)
    counts = _table(("role", "rows"), [(role.value, str(roles[role.value])) for role in Role])
    return (
        "## What a row is\n\n"
        "Rows come in *stars* (`cross_id`): one context with facts a, b and c, and two questions, A that needs a and B that needs b. "
        "Each fact is hidden in turn, and each text is asked both questions. Where the question needs the hidden fact the row is "
        "`perturbed` and should not be answered; its `twin` (`pair_id`) asks the same of a text that hides something else; a "
        "`decoy` hides what neither question needs; a `clean` row hides nothing. So neither a context nor a question "
        f"tells the label by itself: only reading does.\n\n{counts}\n\n"
        "Use `should_abstain` as the label, `target` as a reference response, and keep stars whole when you sample or split again."
    )


def _columns(facts: CardFacts) -> str:
    del facts
    return (
        "## Columns\n\n"
        "`prompt` (shown to a model; `context` and `question` are its parts), `should_abstain`, `behaviour` (answer, abstain, clarify, "
        "correct_premise), `kind`, `scenario`, `role`, `answers`, `target`, `missing_fact`, `clarifying_question`, `rationale`, "
        "`perturbation`, `edits`, `difficulty` (operations to the answer), `template_id`, `pair_id`, `cross_id`, `proof` (grade, method, "
        "checker, evidence), `verdicts`, `source`, `domain`, `complexity`, `id`, `seed_id`; `choices`, `context_seed_ids`, `false_premise` and "
        "`correction` are for other domains and empty here."
    )


def _how_made(facts: CardFacts) -> str:
    names = ", ".join(f"`{spec.name}`" for spec in facts.recipe.perturb)
    sources = ", ".join(f"`{spec.source}`" for spec in facts.recipe.seeds)
    models = _table(
        ("role", "model", "revision", "SHA-256 of the weights", "licence"),
        [
            (one.role, one.name, one.revision or "-", f"`{one.weights[:16]}`", one.licence or "unknown")
            for one in facts.models
        ],
    )
    return (
        f"## How it was made\n\nnescio {version('nescio')}, recipe `{facts.recipe.name}`, seeds from {sources}, perturbed by {names}. "
        "No row was written by a language model. Models only measured: a causal language model checks the fluency of edits, and an "
        f"encoder finds near-duplicates.\n\n{models if facts.models else 'No model was used.'}"
    )


def _funnel(facts: CardFacts) -> str:
    total = facts.funnel
    lines = [("candidates", str(total.candidates)), ("accepted", str(total.accepted))]
    lines += [(f"rejected: {reason}", str(count)) for reason, count in total.rejected.items()]
    lines += [(f"failed: {error}", str(count)) for error, count in total.failed.items()]
    seeds = ", ".join(f"{count} {reason}" for reason, count in facts.seeds.skipped.items())
    splits = _table(
        ("split", "rows", "stars", "templates"),
        [
            (
                name,
                str(len(rows)),
                str(len({row.cross_id for row in rows})),
                str(len({row.template_id for row in rows} - {None})),
            )
            for name, rows in facts.splits.items()
        ],
    )
    return (
        f"## Funnel\n\nSeeds: {facts.seeds.read} read, {facts.seeds.usable} used{f' ({seeds})' if seeds else ''}. Every candidate row is "
        f"accounted for:\n\n{_table(('rows', 'count'), lines)}\n\n{splits}\n\nTemplates are held out whole: no template stands in two splits."
    )


def _grades(facts: CardFacts) -> str:
    grades = Counter(row.proof.grade.value for row in facts.rows)
    checkers = sorted({f"{row.proof.checker} {row.proof.checker_version}" for row in facts.rows})
    return (
        "## How far a label is to be trusted\n\n"
        + _table(("grade", "rows"), [(grade, str(count)) for grade, count in sorted(grades.items())])
        + f"\n\nChecked by {', '.join(checkers)}: it re-reads every number of the finished text, computes forwards and backwards what follows, "
        "and accepts a perturbed row only if the asked quantity is open, the hidden fact alone would settle it, and two values of that fact "
        "give two answers. Twins, decoys and clean rows must still give their gold answer. `proved` means that the "
        "formal object generated the text; the proof does not reach beyond what the templates' authors say their sentences mean."
    )


def _cues(facts: CardFacts) -> str:
    if not facts.curated.surface:
        return "## Surface cues\n\nThe audit was turned off for this run."
    gates = facts.recipe.curate.surface
    wanted = f"gates: {gates.max_auc}, {gates.max_length_auc}, {gates.max_interaction_auc}" if gates else ""
    rows = [(name, *_figures(report)) for name, report in facts.curated.surface.items()]
    rows += [
        (f"{name}, with clean rows", *_figures(report)) for name, report in facts.curated.surface_with_clean.items()
    ]
    missed = "".join(f"\n- {sentence}" for sentence in facts.curated.gates_missed)
    return (
        "## Surface cues\n\nHow well shallow probes tell the label from the prompt; .5 is perfect, 1 is a give-away. *surface*: word "
        "1-2-grams, length and counts (within crosses .5 by construction); *interaction*: boosted trees on overlap, distance and count "
        f"features of question and context. Folds keep stars whole; 95 % intervals by bootstrap over stars ({wanted}).\n\n"
        + _table(("rows", "surface AUC", "length AUC", "interaction AUC", "pair accuracy"), rows)
        + (f"\n\nGates missed:{missed}" if missed else "\n\nNo gate was missed.")
    )


def _figures(report: SurfaceReport) -> tuple[str, str, str, str]:
    return (
        _interval(report.auc, report.auc_ci),
        _interval(report.length_auc, report.length_auc_ci),
        _interval(report.interaction_auc, report.interaction_ci),
        "-" if report.pair_accuracy is None else f"{report.pair_accuracy:.3f}",
    )


def _interval(value: float | None, bounds: tuple[float, float] | None) -> str:
    if value is None:
        return "too few rows"
    return f"{value:.3f}" + (f" ({bounds[0]:.3f} to {bounds[1]:.3f})" if bounds else "")


def _examples(facts: CardFacts) -> str:
    shown = []
    for name in sorted({row.perturbation for row in facts.rows}):
        star = min(row.cross_id or "" for row in facts.rows if row.perturbation == name)
        rows = [row for row in facts.rows if row.cross_id == star and row.role in (Role.PERTURBED, Role.TWIN)][:2]
        shown.append(f"`{name}`, a perturbed row and its twin:\n\n" + "\n\n".join(fenced(_told(row)) for row in rows))
    return "## Examples\n\n" + "\n\n".join(shown)


def _told(row: Example) -> str:
    return f"prompt: {row.prompt}\nbehaviour: {row.behaviour.value}\ntarget: {row.target}"


def _limits(facts: CardFacts) -> str:
    held = "; ".join(facts.recipe.curate.decontaminate) or "no file: rows were not compared with any benchmark"
    return (
        "## Limits\n\n"
        "- Templated English; real users are vague in more ways than these.\n"
        "- The fluency check compares an edited sentence with the one it replaced; it does not see whether a whole text is good prose.\n"
        "- Rows of one template resemble each other by design; evaluate on the held-out templates of `test`.\n"
        "- Training on abstention alone makes a model abstain too often: keep stars whole, and mix at a natural base rate.\n"
        f"- Decontaminated against {held}."
    )


def _reproduce(facts: CardFacts) -> str:
    limit = f" --limit {facts.limit}" if facts.limit else ""
    recipe = yaml.safe_dump(facts.recipe.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    return (
        f"## Reproduce\n\nSave this as `recipe.yaml` and run `nescio run recipe.yaml --out DIR{limit}` with nescio {version('nescio')}; the "
        f"same recipe and seeds give the same bytes.\n\n{_fenced(recipe.rstrip()).replace('text', 'yaml', 1)}"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines
    )
