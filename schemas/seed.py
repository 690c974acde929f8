"""Seed: an answerable question with its gold answer and evidence."""

import unicodedata
from typing import Annotated, TypeVar

from pydantic import Field, computed_field, model_validator

from nescio.schemas.base import Filled, Frozen, Text
from nescio.schemas.contrast import Contrast
from nescio.schemas.evidence import Derivation
from nescio.schemas.hashing import content_hash
from nescio.schemas.lookalike import Lookalike
from nescio.schemas.passage import Passage, Situation
from nescio.schemas.registry import Triples
from nescio.schemas.stance import Stance
from nescio.schemas.taxonomy import Complexity, Domain, Grade

Evidence = Annotated[
    Contrast | Derivation | Lookalike | Triples | Passage | Situation | Stance, Field(discriminator="type")
]
"""All kinds of evidence, told apart by their `type`."""
_Kind = TypeVar("_Kind", Contrast, Derivation, Lookalike, Triples, Passage, Situation, Stance)


class Source(Frozen):
    """Where a seed comes from."""

    dataset: Text
    split: Text | None = None
    record_id: Text
    """The source's own id of the record, else the content hash."""
    licence: Text
    """An SPDX identifier, for example "Apache-2.0"."""
    revision: Text | None = None
    """The commit of a Hub dataset; null for files."""

    @property
    def ours(self) -> bool:
        """Whether nescio wrote the text from its derivation, so that the one holds nothing that the other lacks."""
        return self.dataset.startswith("nescio/")


class Question(Frozen):
    """A question about the seed's context."""

    text: Filled
    answer: Filled
    also: tuple[Filled, ...] = ()
    """Other ways to write the answer."""
    target: Text
    """The node of the evidence that the question asks for."""
    solution: Text
    """A worked solution without the final answer line."""
    unresolved: Text = ""
    """How far one gets while the fact that only this question needs is hidden, as a clause; empty if unknown."""


class Seed(Frozen):
    """One context and the questions asked about it; the first is the seed's own, further ones make its star."""

    source: Source
    domain: Domain
    context: Text
    questions: tuple[Question, ...] = Field(min_length=1)
    evidence: Evidence
    template_id: Text | None = None
    context_seed_ids: tuple[str, ...] = ()
    """Seeds whose texts were joined to make this one; empty for a text of its own."""
    complexity: Complexity = Complexity.NATURAL
    grade: Grade
    """The best grade that a proof from this evidence can have: `proved` where the evidence generated the text."""

    @model_validator(mode="before")
    @classmethod
    def _without_id(cls, data: object) -> object:
        """A stored id is not read: ids follow from the content."""
        return {key: value for key, value in data.items() if key != "id"} if isinstance(data, dict) else data

    @computed_field  # type: ignore[prop-decorator]
    @property
    def id(self) -> str:
        """Hash of source, question, context and answer."""
        own = self.questions[0]
        text = unicodedata.normalize("NFC", own.text)
        return content_hash(self.source.dataset, text, self.context, own.answer)

    @property
    def derivation(self) -> Derivation:
        """The evidence of a math problem; raises TypeError for a seed with other evidence."""
        return self._as(Derivation)

    @property
    def triples(self) -> Triples:
        """The evidence of a question about the world; raises TypeError for a seed with other evidence."""
        return self._as(Triples)

    @property
    def passage(self) -> Passage:
        """The evidence of a passage; raises TypeError for a seed with other evidence."""
        return self._as(Passage)

    @property
    def situation(self) -> Situation:
        """The evidence of a situation; raises TypeError for a seed with other evidence."""
        return self._as(Situation)

    @property
    def contrast(self) -> Contrast:
        """The evidence of a question beside its counterparts; raises TypeError for a seed with other evidence."""
        return self._as(Contrast)

    @property
    def lookalike(self) -> Lookalike:
        """The evidence of a request that sounds unsafe; raises TypeError for a seed with other evidence."""
        return self._as(Lookalike)

    @property
    def stance(self) -> Stance:
        """The evidence of a request about a disputed topic; raises TypeError for a seed with other evidence."""
        return self._as(Stance)

    def _as(self, kind: type[_Kind]) -> _Kind:
        if not isinstance(self.evidence, kind):
            raise TypeError(
                f"the evidence of seed {self.id} is a {self.evidence.type}, not a {kind.__name__.lower()}; "
                "a perturbation gets seeds of the type that its `evidence` names"
            )
        return self.evidence
