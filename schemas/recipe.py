"""Recipe: the declarative description of a run. The same model reads YAML and Python."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from nescio.schemas.base import Frozen, Text
from nescio.schemas.chat import Sampling
from nescio.schemas.curate_spec import CurateSpec as CurateSpec
from nescio.schemas.curate_spec import DedupSpec as DedupSpec
from nescio.schemas.curate_spec import SplitSpec as SplitSpec
from nescio.schemas.curate_spec import SurfaceSpec as SurfaceSpec
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.verify_spec import Controversial, SafetySpec

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class PerturbSpec(Frozen):
    """Which perturbation to apply."""

    name: str
    share: float = Field(default=1.0, gt=0)
    """Its weight when seeds are dealt out among the perturbations."""
    max_per_seed: int = Field(default=1, ge=1)
    """At most so many stars of one seed."""
    writer: Name | None = None
    """A name of `models` that writes the hiding sentences instead of the seed's own rules."""


def _perturb_spec(value: object) -> object:
    """`premise_removal` and `{premise_removal: {share: 2}}` are short for a PerturbSpec."""
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, dict) and len(value) == 1 and "name" not in value:
        [(name, options)] = value.items()
        if options is None or isinstance(options, dict):
            return {"name": name, **(options or {})}
    return value


class PriceSpec(Frozen):
    """US dollars for a million tokens, where the server does not tell what a reply cost."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class ModelSpec(Frozen):
    """A chat model and how it is reached. Model, revision and sampling decide what it says; the rest is logistics."""

    engine: Literal["openai", "vllm", "transformers", "llamacpp", "fake"]
    model: Text
    """A server's name for it, a Hub id, a folder, or `packaged:smollm2`."""
    revision: Text | None = None
    base_url: Text | None = None
    """Of a server: the part before `/chat/completions`, as in http://127.0.0.1:8000/v1."""
    key_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    """The environment variable that holds the server's key; the key itself never stands in a recipe."""
    concurrency: int = Field(default=64, ge=1, le=4096)
    """Most requests under way at a time."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds that a server may take for one reply."""
    attempts: int = Field(default=5, ge=1)
    """How often a request is sent at most where the way there or back fails."""
    sampling: Sampling = Sampling()
    price: PriceSpec | None = None
    options: dict[str, str | int | float | bool] = Field(default_factory=dict)
    """Engine arguments in the engine's own words, as `max_model_len` for vLLM."""


class FluencySpec(Frozen):
    """The fluency check: a causal language model must not find the edited sentences much odder than the clean ones."""

    model: str = "packaged:smollm2"
    max_ratio: float = Field(default=1.5, gt=1)
    """Largest accepted ratio of per-token losses, edited to clean; chosen in docs/design/004-fluency.md."""


class JudgesSpec(Frozen):
    """A panel of chat models that read each row without its label. Only judges that earned it have a vote (rule 7)."""

    panel: tuple[Name, ...] = Field(min_length=1)
    """Names of `models`."""
    min_youden: float = Field(default=0.5, ge=0, le=1)
    """The lower 95 % bound of Youden's J that a judge must reach on human labels of the same scenario."""
    calibration: tuple[str, ...] = ()
    """Files or folders of human-labelled items (docs/calibration.md)."""
    items: int = Field(default=200, ge=1)
    """At most so many items of each scenario, those with the smallest hashes."""


class ConsensusSpec(Frozen):
    """Solving each row several times: agreement on one answer speaks against a perturbed row, and for a twin."""

    model: Name
    samples: int = Field(default=5, ge=2)
    temperature: float = Field(default=0.7, gt=0)
    min_agreement: float = Field(default=0.6, gt=0.5, le=1)
    """Share of the samples that must give the same answer for it to count as agreed."""
    min_youden: float = Field(default=0.5, ge=0, le=1)
    """It gates rows only where it tells answerable from unanswerable items so well, as judges do."""
    calibration: tuple[str, ...] = ()
    items: int = Field(default=200, ge=1)


class ModerationSpec(Frozen):
    """Chat models that sort prompts into harmless, controversial and harmful; only what all call harmless is kept."""

    panel: tuple[Name, ...] = Field(min_length=1)
    min_youden: float = Field(default=0.5, ge=0, le=1)
    calibration: tuple[str, ...] = ()
    items: int = Field(default=200, ge=1)
    controversial: Controversial = "withhold"
    """Whether split votes are withheld, as they should be, or kept."""


class RefusalSpec(Frozen):
    """How often models refuse a prompt: stored with the row, never a gate."""

    panel: tuple[Name, ...] = Field(min_length=1)
    """Names of `models`."""
    samples: int = Field(default=3, ge=1)
    temperature: float = Field(default=0.7, gt=0)


class EntailmentSpec(Frozen):
    """Reading whether a text still tells an answer that was taken from it; rows about people's passages need it."""

    model: Text | None = None
    """A cross-encoder (a Hub id or a folder) for inference or for answerability, or a name of `models`."""
    max_score: float = Field(default=0.5, gt=0, lt=1)
    """Highest score of a window of the text at which the answer counts as not told; a chat model has no score."""
    min_youden: float = Field(default=0.5, ge=0, le=1)
    calibration: tuple[str, ...] = ()
    """Files or folders of human-labelled items, with a context and an answer (docs/calibration.md)."""
    items: int = Field(default=200, ge=1)
    required: bool = True
    """Whether rows that rest on the absence of words are kept out unless an admitted model has read them."""

    @model_validator(mode="after")
    def _has_a_reader(self) -> "EntailmentSpec":
        if self.model is None and self.required:
            raise ValueError(
                "entailment names no model; give it one (model: cross-encoder/nli-deberta-v3-base), or set "
                "`required: false` to keep rows that no model has read, which the card will say"
            )
        return self


class VerifySpec(Frozen):
    """How labels and texts are checked."""

    proof: Literal["required"] = "required"
    safety: SafetySpec | Literal[False] = SafetySpec()
    fluency: FluencySpec | Literal[False] = FluencySpec()
    judges: JudgesSpec | Literal[False] = False
    consensus: ConsensusSpec | Literal[False] = False
    entailment: EntailmentSpec | Literal[False] = False
    moderation: ModerationSpec | Literal[False] = False
    refusal_probe: RefusalSpec | Literal[False] = False


class PublishSpec(Frozen):
    """What the published folder says of itself."""

    license: str = "auto"
    """An SPDX identifier, or auto: derived from the seeds."""


class RewriteSpec(Frozen):
    """Making rule-made texts fluent, sentence by sentence, the same for every row of a star."""

    model: Name
    """A name of `models`."""
    questions: bool = True
    """Whether questions are rewritten too."""


class Recipe(Frozen):
    """A run, apart from where its output goes."""

    name: Name
    about: Text = ""
    seeds: tuple[SeedSpec, ...] = Field(min_length=1)
    perturb: tuple[Annotated[PerturbSpec, BeforeValidator(_perturb_spec)], ...] = Field(min_length=1)
    models: dict[Name, ModelSpec] = Field(default_factory=dict)
    """Chat models by the name that other keys call them by; recipes that only prove need none."""
    rewrite: RewriteSpec | Literal[False] = False
    verify: VerifySpec = VerifySpec()
    curate: CurateSpec = CurateSpec()
    publish: PublishSpec = PublishSpec()
    seed: int = 0

    @model_validator(mode="after")
    def _names_its_models(self) -> "Recipe":
        for key, name in self.model_uses():
            if name not in self.models:
                raise ValueError(
                    f"{key} names the model {name!r}, which `models` does not have; "
                    f"it has {', '.join(self.models) or 'none'}"
                )
        names = [one.name for one in self.perturb]
        for name in self.curate.split.held_out:
            if name not in names:
                raise ValueError(f"curate.split.held_out names {name!r}; perturb has {', '.join(names)}")
        return self

    def model_uses(self) -> list[tuple[str, str]]:
        """The recipe keys that name a chat model, with the name."""
        verify = self.verify
        found = [(f"perturb.{one.name}.writer", one.writer) for one in self.perturb if one.writer]
        if self.rewrite:
            found.append(("rewrite.model", self.rewrite.model))
        panels = (("judges", verify.judges), ("moderation", verify.moderation), ("refusal_probe", verify.refusal_probe))
        for key, panel in panels:
            if panel:
                found += [(f"verify.{key}.panel", name) for name in panel.panel]
        if verify.consensus:
            found.append(("verify.consensus.model", verify.consensus.model))
        if verify.entailment and verify.entailment.model in self.models:
            found.append(("verify.entailment.model", verify.entailment.model))
        return found
