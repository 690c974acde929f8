"""Recipe: the declarative description of a run. The same model reads YAML and Python."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from nescio.schemas.base import Frozen, Text

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Share = Annotated[float, Field(ge=0, le=1)]


class SeedSpec(Frozen):
    """Which seeds to read."""

    source: Text
    path: Text | None = None
    """A file or folder, for sources that read one."""
    limit: int | None = Field(default=None, ge=1)
    """At most so many seeds; the source decides which come first."""


class PerturbSpec(Frozen):
    """Which perturbation to apply."""

    name: str
    share: float = Field(default=1.0, gt=0)
    """Its weight when seeds are dealt out among the perturbations."""
    max_per_seed: int = Field(default=1, ge=1)
    """At most so many stars of one seed."""


def _perturb_spec(value: object) -> object:
    """`premise_removal` and `{premise_removal: {share: 2}}` are short for a PerturbSpec."""
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, dict) and len(value) == 1 and "name" not in value:
        [(name, options)] = value.items()
        if options is None or isinstance(options, dict):
            return {"name": name, **(options or {})}
    return value


class FluencySpec(Frozen):
    """The fluency check: a causal language model must not find the edited sentences much odder than the clean ones."""

    model: str = "packaged:smollm2"
    max_ratio: float = Field(default=1.5, gt=1)
    """Largest accepted ratio of per-token losses, edited to clean; chosen in docs/design/004-fluency.md."""


class VerifySpec(Frozen):
    """How labels and texts are checked."""

    proof: Literal["required"] = "required"
    fluency: FluencySpec | Literal[False] = FluencySpec()


class DedupSpec(Frozen):
    """Near-duplicate removal between stars of different templates."""

    encoder: str = "packaged:minilm"
    threshold: float = Field(default=0.95, gt=0, le=1)


class SurfaceSpec(Frozen):
    """The gates of the audit: a gate is missed where the lower end of the 95 % interval exceeds it."""

    max_auc: Share = 0.60
    max_length_auc: Share = 0.55
    max_interaction_auc: Share = 0.75


class SplitSpec(Frozen):
    """Shares of the rows in each split; templates are never divided."""

    train: Share = 0.8
    validation: Share = 0.1
    test: Share = 0.1

    @model_validator(mode="after")
    def _sums_to_one(self) -> "SplitSpec":
        total = self.train + self.validation + self.test
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares of the splits sum to {total:g}, they must sum to 1")
        return self


class CurateSpec(Frozen):
    """What is kept of the rows that passed."""

    dedup: DedupSpec | Literal[False] = DedupSpec()
    max_per_template: int | None = Field(default=20, ge=1)
    """Stars of one template, over all perturbations."""
    decontaminate: tuple[str, ...] = ()
    """Files whose texts must not come near a published row."""
    surface: SurfaceSpec | Literal[False] = SurfaceSpec()
    split: SplitSpec = SplitSpec()
    rows: int | None = Field(default=None, ge=1)
    """Exactly so many stars for each perturbation; more are rejected as surplus, fewer are reported as a shortfall."""


class PublishSpec(Frozen):
    """What the published folder says of itself."""

    license: str = "auto"
    """An SPDX identifier, or auto: derived from the seeds."""


class Recipe(Frozen):
    """A run, apart from where its output goes."""

    name: Name
    about: Text = ""
    seeds: tuple[SeedSpec, ...] = Field(min_length=1)
    perturb: tuple[Annotated[PerturbSpec, BeforeValidator(_perturb_spec)], ...] = Field(min_length=1)
    verify: VerifySpec = VerifySpec()
    curate: CurateSpec = CurateSpec()
    publish: PublishSpec = PublishSpec()
    seed: int = 0
