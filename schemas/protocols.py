"""What the parts look like to each other: one small protocol for each kind of part."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from nescio.schemas.chat import Capabilities, ChatRequest, Fault, RawReply
from nescio.schemas.evidence import HidingForm
from nescio.schemas.example import Star
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Behaviour, Domain, Kind, Scenario
from nescio.schemas.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Skipped:
    """A seed record that cannot be used: which one and why."""

    record: str
    reason: str
    """A short class of reasons, for counting: "empty question"."""
    detail: str = ""


class SeedSource(Protocol):
    """Reads seeds. A bad record is yielded as Skipped, never raised and never dropped."""

    @property
    def name(self) -> str:
        """The name a recipe uses."""
        ...

    @property
    def domain(self) -> Domain:
        """The domain its seeds belong to."""
        ...

    @property
    def about(self) -> str:
        """One sentence for `nescio sources`."""
        ...

    @property
    def licence(self) -> str:
        """SPDX identifier of the seeds' licence."""
        ...

    @property
    def takes_path(self) -> bool:
        """Whether it reads a file or folder that the recipe names."""
        ...

    def read(self, spec: SeedSpec, seed: int) -> Iterator[Seed | Skipped]:
        """Seeds in a canonical order, at most `spec.limit` of them; `seed` is the run's seed number.

        Raises UsageError where the spec asks for what the source cannot do, SeedFileError where it cannot be read.
        """
        ...


class Perturbation(Protocol):
    """Turns a seed into stars whose perturbed rows should no longer be answered."""

    @property
    def name(self) -> str:
        """The name a recipe uses."""
        ...

    @property
    def about(self) -> str:
        """One sentence for `nescio perturbations`."""
        ...

    @property
    def papers(self) -> tuple[str, ...]:
        """Where the operator comes from, with arXiv ids."""
        ...

    @property
    def evidence(self) -> str:
        """The `type` of evidence a seed must have."""
        ...

    @property
    def crossing(self) -> str:
        """The factors it crosses (design section 3)."""
        ...

    @property
    def kind(self) -> Kind:
        """The kind of its perturbed rows."""
        ...

    @property
    def scenario(self) -> Scenario:
        """The scenario of its stars."""
        ...

    @property
    def behaviour(self) -> Behaviour:
        """What a good model does with its perturbed rows."""
        ...

    @property
    def checker(self) -> str:
        """The name of the checker that proves its stars."""
        ...

    def propose(self, seed: Seed, random: Random) -> Iterator[Star]:
        """The seed's stars, lazily and in a fixed order; nothing where the seed cannot make one."""
        ...


@runtime_checkable
class FactHiding(Protocol):
    """A perturbation that hides a fact's sentence behind another one, which a model may write."""

    @property
    def form(self) -> HidingForm:
        """How the fact is hidden."""
        ...


@runtime_checkable
class ModelWritten(Protocol):
    """A perturbation whose text a model has to write, one request a seed: it does nothing without a writer."""

    @property
    def prompt(self) -> str:
        """The name of the packaged prompt."""
        ...

    def takes(self, seed: Seed) -> bool:
        """Whether a model may be asked to write about a seed."""
        ...


class StarChecker(Protocol):
    """Re-derives the labels of a star from its seed's evidence and its finished texts."""

    @property
    def name(self) -> str:
        """The name a verdict carries."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever a verdict may."""
        ...

    @property
    def method(self) -> str:
        """How it proves a label, in a few words for the row's `proof`."""
        ...

    def check(self, star: Star) -> list[Verdict]:
        """One verdict for each row of the star, in order."""
        ...


class Encoder(Protocol):
    """Embeds texts."""

    @property
    def name(self) -> str:
        """Model name and revision, for cards."""
        ...

    @property
    def weights(self) -> str:
        """SHA-256 of the weights, which keys the observations."""
        ...

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit rows of shape (texts, dimension)."""
        ...


@dataclass(frozen=True)
class LossRequest:
    """Asks for the loss of characters `start` to `end` of `text`, given all that stands before them."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Loss:
    """Negative log-likelihood in nats, summed over the tokens of the span, and how many tokens those are."""

    nats: float
    tokens: int


class LossModel(Protocol):
    """A causal language model that tells how surprising a text is."""

    @property
    def name(self) -> str:
        """Model name and revision, for cards."""
        ...

    @property
    def weights(self) -> str:
        """SHA-256 of the weights, which keys the observations."""
        ...

    def losses(self, requests: Sequence[LossRequest]) -> list[Loss]:
        """One loss for each request, in order."""
        ...


class ChatEngine(Protocol):
    """Asks one chat model. Use within one event loop; close it when done.

    Making one is cheap: it finds and hashes files; the model loads at the first request.
    """

    @property
    def name(self) -> str:
        """Model name and revision, for cards."""
        ...

    @property
    def identity(self) -> str:
        """Hash of model and revision (or weights), which keys the observations; never of where it runs."""
        ...

    @property
    def held(self) -> int:
        """Requests that were taken and are not under way: they wait until they may be sent again."""
        ...

    async def capabilities(self) -> Capabilities:
        """What it can do, tried with real tiny requests where it cannot be known."""
        ...

    def stream(
        self, requests: AsyncIterator[ChatRequest], capacity: int
    ) -> AsyncIterator[tuple[ChatRequest, RawReply | Fault]]:
        """Every request's outcome, as they end, in any order; at most `capacity` are under way at a time.

        A request is taken from the iterator only when there is room for it, so whoever feeds it may wait for outcomes
        before it gives the next. What no further request can change (an unknown model, a missing key, a server that is
        gone) is raised as EngineMisused or EngineDown after the outcomes that were under way.
        """
        ...

    async def close(self) -> None:
        """Free what it holds. Closing twice is harmless."""
        ...
