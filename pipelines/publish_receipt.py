"""What publishing leaves behind: manifest.json beside the data, and publish.json in the folder of the run."""

from pathlib import Path

from pydantic import ConfigDict, Field, ValidationError

from nescio.pipelines.hub_recipe import MANIFEST as MANIFEST
from nescio.pipelines.hub_recipe import RECIPE as RECIPE
from nescio.pipelines.summary import SeedRecord
from nescio.schemas.base import Frozen
from nescio.schemas.errors import UsageError

CARD = "README.md"
RECEIPT = "publish.json"
BEGUN = "publish.begun.json"


class Manifest(Frozen):
    """manifest.json: what a publication holds, and which parts of its card nescio wrote."""

    # A later nescio may say more; this one reads what it knows.
    model_config = ConfigDict(frozen=True, extra="ignore")

    nescio: str
    recipe: str
    config: str
    canary: str
    licence: str
    rows: dict[str, int]
    """By split."""
    files: dict[str, str]
    """SHA-256 of the data and of recipe.yaml, by path."""
    features: list[dict[str, object]]
    """The columns, as the card's header has them."""
    limit: int | None
    """`--limit` of the run, which no recipe has."""
    seeds: tuple[SeedRecord, ...]
    references: dict[str, str]
    """SHA-256 of the files that rows had to stay away from, by their last name."""
    versions: dict[str, str]
    header: dict[str, str]
    """SHA-256 of each value of the card's header as it was generated."""
    sections: dict[str, str]
    """SHA-256 of each section of the card as it was generated, by title."""
    allowed: dict[str, str] = Field(default_factory=dict)
    """What was published in spite of, and why."""


class Receipt(Frozen):
    """publish.json: what stands where."""

    repo: str
    url: str
    commit: str
    tag: str
    visibility: str
    """public or private."""
    committed: bool
    """Whether this publication made the commit; not so where the same bytes were there already."""
    files: dict[str, str]
    """SHA-256 of every published file, the card and manifest.json among them; each was read back over HTTP."""
    canary: str
    kept: tuple[str, ...]
    """Parts of the card that people edited on the Hub, and that were left as they are."""
    allowed: dict[str, str]
    nescio: str


class Begun(Frozen):
    """publish.begun.json: a repository that a publication which has not ended yet made itself."""

    repo: str
    endpoint: str


def read_manifest(text: str | bytes, origin: str) -> Manifest:
    """The manifest of a publication; raises UsageError where it is none."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise UsageError(
            f"{origin} is not a manifest of nescio ({error.errors()[0]['msg']}); remove the file on the Hub, or "
            "choose another repository"
        ) from error


def read_begun(folder: Path) -> Begun | None:
    """The publication that was begun; None where there is none, or where nobody can read it."""
    try:
        return Begun.model_validate_json((folder / BEGUN).read_bytes())
    except (OSError, ValidationError):
        return None
