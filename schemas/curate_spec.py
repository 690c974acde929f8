"""What a recipe says about curation: duplicates, caps, texts to stay away from, splits, exact numbers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from nescio.schemas.base import Filled, Frozen, Text

Share = Annotated[float, Field(ge=0, le=1)]
PUBLIC = "public"
"""The entry that names all packaged public sets, `public:DIR` where they lie in a folder."""


class DedupSpec(Frozen):
    """Near-duplicate removal between stars of different templates."""

    encoder: str = "packaged:minilm"
    threshold: float | None = Field(default=None, gt=0, le=1)
    """The cosine of duplicates; null takes the encoder's profile, which may ask for more of long texts."""


class SurfaceSpec(Frozen):
    """The gates of the audit: a gate is missed where the lower end of the 95 % interval exceeds it."""

    max_auc: Share = 0.60
    max_length_auc: Share = 0.55
    max_interaction_auc: Share = 0.75


class SplitSpec(Frozen):
    """Shares of the rows in each split; seeds, templates and stars that are near one another are never divided."""

    train: Share = 0.8
    validation: Share = 0.1
    test: Share = 0.1
    held_out: tuple[str, ...] = ()
    """Perturbations that stand in the test split only."""

    @model_validator(mode="after")
    def _sums_to_one(self) -> "SplitSpec":
        total = sum(self.shares.values())
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the shares of the splits sum to {total:g}, they must sum to 1")
        if self.held_out and not self.test:
            raise ValueError("held_out sends perturbations to the test split, whose share is 0; give it one")
        return self

    @property
    def shares(self) -> dict[str, float]:
        """The share of each split by name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}


def _entry(value: object) -> object:
    """`{public: DIR}` is the same as `public:DIR`."""
    if isinstance(value, dict) and list(value) == [PUBLIC] and isinstance(value[PUBLIC], str):
        return f"{PUBLIC}:{value[PUBLIC]}"
    return value


class CurateSpec(Frozen):
    """What is kept of the rows that passed."""

    dedup: DedupSpec | Literal[False] = DedupSpec()
    near: float | None = Field(default=None, gt=0, le=1)
    """The cosine from which on a row is too near to a text to stay away from, or to a row of another split.

    Null takes the `leak` threshold of the encoder's profile. Without an encoder words alone count.
    """
    max_per_template: int | None = Field(default=20, ge=1)
    """Stars of one template, over all perturbations."""
    max_uncrossed: Share = 0.05
    """Share of the rows for each perturbation that cannot be crossed, so that its label lies in the words."""
    max_composed: Share = 0.10
    """Share of each split's rows whose text joins two seeds."""
    decontaminate: tuple[Annotated[Filled, BeforeValidator(_entry)], ...] = ()
    """Files, folders and Hub ids (`ORG/NAME@REVISION`) whose texts must not come near a published row.

    `NAME:COLUMN` reads one column, `public` the public sets that are at hand, `public: DIR` those in a folder.
    """
    allow: tuple[str, ...] = ()
    """Those of `decontaminate`, or of the public sets, that rows may come near: it is counted, and nothing dropped."""
    surface: SurfaceSpec | Literal[False] = SurfaceSpec()
    split: SplitSpec = SplitSpec()
    rows: int | None = Field(default=None, ge=1)
    """Exactly so many stars for each perturbation, in the shares of the splits; seeds are drawn until there are.

    More are rejected as surplus, fewer are reported as a shortfall.
    """
    diverse: bool = False
    """Whether the exact number is chosen to cover a pool three times as large, rather than taken as it comes."""
    extend: Text | None = None
    """A dataset of nescio to add to: a folder, or `ORG/NAME@REVISION` on the Hub. Its rows and splits stay."""

    @model_validator(mode="after")
    def _can_be_diverse(self) -> "CurateSpec":
        if self.diverse and not (self.rows and self.dedup):
            raise ValueError("diverse chooses `rows` stars by their embeddings: give `rows`, and leave `dedup` on")
        return self
