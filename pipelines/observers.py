"""The models of a run, behind its journal: asked once, remembered for good (design rule 6)."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from nescio.gen.engines.cross_encoder import CrossEncoderScorer, task_of
from nescio.gen.engines.encoder import SentenceEncoder
from nescio.gen.engines.language_model import TransformersLoss
from nescio.gen.engines.models import ModelFiles, resolve
from nescio.pipelines.chat_models import ChatModels
from nescio.pipelines.folder import Folder
from nescio.pipelines.journal import Journal
from nescio.pipelines.observe import JournaledEncoder, JournaledLoss
from nescio.pipelines.observe_pairs import JournaledPairs
from nescio.pipelines.progress import Counting, Progress
from nescio.pipelines.spend import NO_LIMITS, Limits
from nescio.pipelines.summary import ModelRecord
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.pairs import PairScorer, PairTask
from nescio.schemas.protocols import ChatEngine, Encoder, LossModel
from nescio.schemas.recipe import DedupSpec, FluencySpec, Recipe


class Observers:
    """Gives out a run's models. Opening it finds and hashes them; none is loaded before something is asked.

    Raises MissingPackage where a packaged model is not installed, and FolderBusy where another process has it.
    """

    def __init__(
        self,
        recipe: Recipe,
        folder: Folder,
        said: Progress,
        limits: Limits = NO_LIMITS,
        engines: Mapping[str, ChatEngine] | None = None,
    ):
        """Find the models that the recipe names; `engines` take the place of chat models by name."""
        self._folder, self._said, self._counting = folder, said, Counting(said)
        used = {name for _, name in recipe.model_uses()}
        specs = {name: spec for name, spec in recipe.models.items() if name in used}
        self.chat = ChatModels(specs, limits, self._counting, said.note, engines)
        self._specs = specs
        self._found: dict[str, ModelFiles] = {}
        if isinstance(recipe.verify.fluency, FluencySpec):
            self._found["fluency"] = resolve(recipe.verify.fluency.model)
        entailment = recipe.verify.entailment
        if entailment and entailment.model and entailment.model not in recipe.models:
            self._found["entailment"] = resolve(entailment.model)
            self._pair_task: PairTask = task_of(self._found["entailment"])
        if isinstance(recipe.curate.dedup, DedupSpec):
            self._found["dedup"] = resolve(recipe.curate.dedup.encoder)
        self._journal: Journal | None = None
        self._store: VectorStore | None = None

    @property
    def records(self) -> tuple[ModelRecord, ...]:
        """The models, for recipe.json and the card."""
        return tuple(
            ModelRecord(role=role, name=one.name, revision=one.revision, weights=one.weights, licence=one.licence)
            for role, one in self._found.items()
        ) + tuple(
            ModelRecord(
                role=name,
                name=engine.name,
                revision=self._specs[name].revision,
                weights=engine.identity,
                licence=None,
            )
            for name, engine in self.chat.engines.items()
        )

    def __enter__(self) -> Self:
        """Open the journal; it is the lock of the folder. With what chat models said it is its owner's alone."""
        self._journal = Journal(self._folder.path / "journal.sqlite", private=bool(self._specs))
        if self._journal.salvaged:
            self._said.note(f"the journal was damaged: {self._journal.salvaged}")
        self.chat.open(self._journal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close journal and vectors; a stage that an error cut short is not said to be done."""
        self._counting.__exit__(kind, error, trace)
        self.chat.close()
        for part in (self._store, self._journal):
            if part is not None:
                part.close()

    def loss_model(self) -> LossModel:
        """The language model of the fluency check."""
        found = self._found["fluency"]
        if self._journal is None:
            raise BrokenPromise("observers are used before they are opened")
        return JournaledLoss(
            lambda: TransformersLoss(found.name), found.title, found.weights, self._journal, self._counting("losses")
        )

    def pair_scorer(self) -> PairScorer:
        """The cross-encoder of the entailment check."""
        found = self._found["entailment"]
        if self._journal is None:
            raise BrokenPromise("observers are used before they are opened")
        return JournaledPairs(
            lambda: CrossEncoderScorer(found.name),
            found.title,
            found.weights,
            self._pair_task,
            self._journal,
            self._counting("pairs"),
        )

    def encoder(self) -> Encoder:
        """The encoder of the deduplication."""
        found = self._found["dedup"]
        if self._store is None:
            self._store = VectorStore(self._folder.path / "vectors", found.weights)
        return JournaledEncoder(
            lambda: SentenceEncoder(found.name), found.title, self._store, self._counting("embeddings")
        )
