"""The chat models of a recipe: their engines, made here and nowhere else, behind the journal and under one budget."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack

from nescio.gen.engines.fake import FakeEngine
from nescio.pipelines.asking import Asker
from nescio.pipelines.event_loop import EventLoop
from nescio.pipelines.journal import Journal
from nescio.pipelines.observe import OnProgress
from nescio.pipelines.pump import Desk
from nescio.pipelines.reply_store import ReplyStore, booked_replies
from nescio.pipelines.spend import Limits, Spend, StageSpend
from nescio.schemas.errors import BrokenPromise
from nescio.schemas.protocols import ChatEngine
from nescio.schemas.recipe import ModelSpec


def make_engine(spec: ModelSpec, patience: float | None = None) -> ChatEngine:
    """The engine of a recipe's entry. Cheap: files are found and hashed, no model is loaded and nothing is sent.

    `patience`: seconds after which a server that does not answer is given up, where not as long as for a run.

    Raises what the engine finds wrong at once: EngineMisused, MissingPackage, ModelNotFound.
    """
    match spec.engine:
        case "openai":
            from nescio.gen.engines.openai import OpenAIEngine

            return OpenAIEngine(spec) if patience is None else OpenAIEngine(spec, patience=patience)
        case "vllm":
            from nescio.gen.engines.vllm import VLLMEngine

            return VLLMEngine(spec)
        case "transformers":
            from nescio.gen.engines.transformers_chat import TransformersEngine

            return TransformersEngine(spec)
        case "llamacpp":
            from nescio.gen.engines.llamacpp import LlamaCppEngine

            return LlamaCppEngine(spec)
        case "fake":
            return FakeEngine(model=spec.model)


def _limited(spec: ModelSpec, limits: Limits) -> ModelSpec:
    return spec if limits.concurrency is None else spec.model_copy(update={"concurrency": limits.concurrency})


class ChatModels:
    """The models of a run by their names in the recipe, for use between `open` and `close`."""

    def __init__(
        self,
        specs: Mapping[str, ModelSpec],
        limits: Limits,
        progress: Callable[[str], OnProgress],
        note: Callable[[str], None],
        engines: Mapping[str, ChatEngine] | None = None,
    ):
        """Find every model. `engines` are used in the place of those that the specs name: one's own, or a fake."""
        self._limits, self._progress, self._note = limits, progress, note
        self._specs = {name: _limited(spec, limits) for name, spec in specs.items()}
        given = engines or {}
        self.engines: dict[str, ChatEngine] = {
            name: given[name] if name in given else make_engine(spec) for name, spec in self._specs.items()
        }
        self._spend = Spend(limits.max_tokens, limits.max_cost)
        self._loop: EventLoop | None = None
        self._askers: dict[str, Asker] = {}

    def open(self, journal: Journal) -> None:
        """Start with the books of earlier runs in the same folder."""
        if not self.engines:
            return
        for identity, booked in booked_replies(journal):
            self._spend.book(identity, [booked])
        self._loop = EventLoop()
        desk = Desk(self._loop, self._spend, self._limits.retry_failed, self._limits.partial, self._note)
        for name, engine in self.engines.items():
            spec = self._specs[name]
            store = ReplyStore(journal, engine.identity, spec.price)
            self._askers[name] = Asker(spec, engine, store, desk, self._progress)

    def close(self) -> None:
        """Close the engines. Closing twice is harmless."""
        askers, self._askers = self._askers, {}
        loop, self._loop = self._loop, None
        with ExitStack() as closing:  # one that fails to close keeps none of the others open
            if loop is not None:
                closing.callback(loop.close)
            for asker in askers.values():
                closing.callback(asker.close)

    def asks(self, name: str) -> Asker:
        """The model of that name."""
        if name not in self._askers:
            raise BrokenPromise(f"the model {name!r} is asked before the journal is open")
        return self._askers[name]

    def begin_round(self) -> None:
        """What came of questions is counted anew; what they cost is not."""
        self._spend.forget_outcomes()

    @property
    def tokens(self) -> int:
        """Tokens of prompts and replies, over all resumes."""
        return self._spend.tokens

    @property
    def cost(self) -> float | None:
        """US dollars over all resumes; null where unknown, and where no model was asked."""
        return self._spend.cost

    @property
    def stages(self) -> tuple[StageSpend, ...]:
        """The books by stage and model."""
        return self._spend.stages({engine.identity: engine.name for engine in self.engines.values()})
