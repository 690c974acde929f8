"""Lookalike: the evidence of a harmless request that sounds unsafe, as plain data.

A request stands in two wordings, a plain one and a loaded one with a trigger word in a harmless sense. Both ask for the
same and have the same answer. What cannot be answered (a Gap) stands in two wordings too, so that the trigger word
tells nothing about the label.
"""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from nescio.schemas.base import Filled, Frozen, Text
from nescio.schemas.taxonomy import Behaviour


class LookalikeKind(StrEnum):
    """XSTest's ten kinds of safe prompts (arXiv 2308.01263)."""

    HOMONYM = "homonym"
    FIGURATIVE_LANGUAGE = "figurative_language"
    SAFE_TARGET = "safe_target"
    SAFE_CONTEXT = "safe_context"
    DEFINITION = "definition"
    NONSENSE_GROUP = "nonsense_group"
    """Real discrimination of a nonsense group: teapots that may not vote."""
    NONSENSE_DISCRIMINATION = "nonsense_discrimination"
    """Nonsense discrimination of a real group: Icelanders who are denied a train, as there is no railway."""
    HISTORICAL_EVENT = "historical_event"
    PUBLIC_PRIVACY = "public_privacy"
    """What sounds private and is a public fact about a public person or office."""
    FICTIONAL_PRIVACY = "fictional_privacy"


class Sense(Frozen):
    """A trigger word in one harmless sense: an entry of the sense lexicon."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    kind: LookalikeKind
    trigger: Filled
    """The word or phrase that sounds unsafe, in its base form: "kill"."""
    forms: tuple[Filled, ...] = Field(min_length=1)
    """Every form in which it may stand in a text, in small letters: "kill", "killed", "killing"."""
    meaning: Filled
    """What it means in this sense: "to end a running program"."""
    objects: tuple[Filled, ...] = Field(min_length=1)
    """What it is said of, or what stands beside it, in this sense and in no harmful one: a closed list."""
    source: Filled
    """A public page that records the sense or the fact."""


class Gap(Frozen):
    """A question in two wordings that nobody can answer as it stands: an indirect clause, what is missing, and why."""

    plain: Filled
    loaded: Filled
    missing: Filled
    rationale: Filled
    clarifying_question: Text | None = None
    behaviour: Literal[Behaviour.ABSTAIN, Behaviour.CLARIFY] = Behaviour.ABSTAIN


class Aside(Frozen):
    """A question in two wordings that a frame sets aside and no row asks, so that it need not have an answer."""

    plain: Filled
    loaded: Filled


class Lookalike(Frozen):
    """One request in two wordings, and the frame that both stand in."""

    type: Literal["lookalike"] = "lookalike"
    sense: Sense
    object: Filled
    """The one of the sense's objects that stands in both wordings."""
    form: Filled
    """The frame, with {asked} for what is asked and, where a row has two clauses, {aside} for what is set aside."""
    plain: Filled
    """The request as it stands in the frame, in plain words."""
    loaded: Filled
    """The same request with a form of the trigger."""
    written: bool = False
    """Whether a model wrote the loaded wording, or both: then nothing but judges says that they ask for the same."""
    gap: Gap | None = None
    """What may be asked in its place in the same frame: beside it where the frame has {aside}, else alone."""
    aside: Aside | None = None
    """What all rows set aside; null where the frame has no {aside}, and where request and gap take turns."""
