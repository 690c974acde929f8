"""run.json: what a finished run says of itself, as a model."""

from pydantic import Field

from nescio.pipelines.ledger import Counts
from nescio.pipelines.seeding import SeedCounts
from nescio.pipelines.spend import StageSpend
from nescio.schemas.base import Frozen
from nescio.schemas.recipe import Recipe
from nescio.validation.agreement import Agreement
from nescio.validation.calibration import Calibration
from nescio.validation.judged_rates import JudgedRate
from nescio.validation.leakage import SurfaceReport

UNASKED = "unasked"
"""The reason of rows whose questions a limit left unasked: no failure, and asked once the run goes on."""


class ModelRecord(Frozen):
    """A model that a run used, as it was resolved."""

    role: str
    name: str
    revision: str | None
    weights: str
    """SHA-256 of the weights; of a model behind a server, whose weights nobody sees, the hash of its name."""
    licence: str | None


class SeedRecord(Frozen):
    """A seed source, with the hash of its file."""

    source: str
    path: str | None
    sha256: str | None


class RecipeRecord(Frozen):
    """recipe.json: what a run was asked to do; written first."""

    nescio: str
    recipe: Recipe
    limit: int | None
    seeds: tuple[SeedRecord, ...]
    references: dict[str, str]
    """SHA-256 of the files that rows must not come near, and a hash of each public set that was at hand."""
    models: tuple[ModelRecord, ...]
    prompts: dict[str, str] = Field(default_factory=dict)
    """Versions (hashes) of nescio's prompts, where chat models are asked."""
    versions: dict[str, str]
    """Of the libraries that a result may depend on."""


class ModelChecks(Frozen):
    """What the model-based checks of a run were worth, and what they met."""

    calibrations: tuple[Calibration, ...] = ()
    labels_skipped: dict[str, int] = Field(default_factory=dict)
    """Labelled records that gave no item, by reason."""
    agreement: dict[str, Agreement] = Field(default_factory=dict)
    """Krippendorff's alpha of each panel."""
    rates: dict[str, tuple[JudgedRate, ...]] = Field(default_factory=dict)
    """What the judges of each panel say of the rows they read, corrected for their errors."""
    faults: dict[str, dict[str, dict[str, int]]] = Field(default_factory=dict)
    """Replies that were none: by check, by who was asked, by kind."""


class Writing(Frozen):
    """What became of the texts that a model was to write."""

    seeds: dict[str, int]
    """Seeds by outcome: rewritten or written, else kept or skipped and why."""
    sentences_refused: dict[str, int] = Field(default_factory=dict)
    """Rewritten sentences that said something else than before, and so stayed as they were, by reason."""


NO_CHECKS = ModelChecks()


class Met(Frozen):
    """Texts to stay away from, and how many of them a candidate came near before its star was dropped."""

    texts: int
    met: int
    allowed: bool = False
    """Whether the recipe allows it by name: then nothing was dropped for it."""
    licence: str | None = None
    """Of a public set, as its owners state it."""


class Contact(Frozen):
    """A row that came near a text to stay away from. The text itself may not be ours to publish."""

    row: str
    reference: str
    place: str
    """The file where there are several, the row from 0 on, and the column."""
    rule: str
    """`words`, `words of the target` or `cosine`."""
    cosine: float | None
    allowed: bool


class Nearness(Frozen):
    """How the splits were kept apart."""

    threshold: float | None
    """The cosine from which on two stars stand in one split; null without an encoder."""
    groups: int
    """Of stars that stand together: of one template, one seed, or near one another."""
    largest: float
    """The share of the rows in the largest of them."""
    linked: int
    """Pairs of stars that only their nearness keeps together."""


class Extension(Frozen):
    """The dataset that a run added to; its rows are no candidates, and stand in `splits` with the new ones."""

    name: str
    stars: int
    rows: dict[str, int]
    """By split."""


class Funnel(Counts):
    """The counts of all candidates, and of each perturbation."""

    by_perturbation: dict[str, Counts]


class RunSummary(Frozen):
    """run.json, written last."""

    name: str
    domain: str
    dataset: str
    """The published folder."""
    funnel: Funnel
    seeds: SeedCounts
    splits: dict[str, int]
    templates: dict[str, int]
    """Distinct templates in each split."""
    surface: dict[str, SurfaceReport]
    surface_with_clean: dict[str, SurfaceReport]
    gates_missed: tuple[str, ...]
    shortfall: dict[str, int]
    references: dict[str, Met] = Field(default_factory=dict)
    """By file that rows had to stay away from: how many texts it has, and to how many of them a candidate came near."""
    contacts: tuple[Contact, ...] = ()
    """The rows that came near those texts, the dropped and the allowed ones."""
    absent_references: tuple[str, ...] = ()
    """Public sets that were to be stayed away from and were not at hand or could not be read, then with the reason."""
    nearness: Nearness | None = None
    extended: Extension | None = None
    tokens: int
    """Of prompts and replies of chat models, over all resumes."""
    cost: float | None
    """US dollars over all resumes; null where one reply's is unknown, and where no chat model was asked."""
    spend: tuple[StageSpend, ...] = ()
    """The same by stage and model."""
    writing: dict[str, Writing]
    """By stage: rewrite, write."""
    checks: ModelChecks
    files: dict[str, str]
    """SHA-256 of every file of the dataset folder, and of rejected.parquet and failed.parquet."""

    @property
    def unasked(self) -> int:
        """Rows and seeds whose questions a limit left unasked; only --partial writes such a run."""
        rows = sum(count for reason, count in self.funnel.rejected.items() if reason.removeprefix("star: ") == UNASKED)
        return rows + self.seeds.skipped.get(UNASKED, 0)

    @property
    def complete(self) -> bool:
        """Whether nothing failed, was lacking, or missed a gate, and every model that was to write replied."""
        silent = any("no reply" in outcome for stage in self.writing.values() for outcome in stage.seeds)
        return not (self.funnel.failed or self.gates_missed or self.shortfall or silent) and self.funnel.accepted > 0
