"""Candidate and Example: a row before and after it has been checked (design section 5)."""

from pydantic import Field, model_validator

from nescio.schemas.base import Frozen, Text
from nescio.schemas.evidence import Number, Span
from nescio.schemas.hashing import content_hash, group_hash
from nescio.schemas.seed import Seed, Source
from nescio.schemas.taxonomy import ABSTAINING, Behaviour, Complexity, Domain, Figure, Grade, Kind, Role, Scenario
from nescio.schemas.verdict import Verdict


class Edit(Frozen):
    """One change against the clean text, with its place there and in the row; part 0 and on are questions."""

    kind: Text
    before: Text
    after: Text
    span_before: Span
    span_after: Span


class Proof(Frozen):
    """Why the label holds."""

    grade: Grade
    method: Text
    checker: Text
    checker_version: Text
    evidence: Text
    """What the checker established, in words a reader can follow."""


class Candidate(Frozen):
    """A row as a perturbation proposes it."""

    id: str
    seed_id: str
    pair_id: str | None = None
    cross_id: str | None = None
    context_seed_ids: tuple[str, ...] = ()
    template_id: Text | None = None
    prompt: Text
    context: Text
    question: Text
    choices: tuple[Text, ...] = ()
    domain: Domain
    kind: Kind
    scenario: Scenario
    behaviour: Behaviour
    role: Role
    should_abstain: bool
    complexity: Complexity
    difficulty: int | None = None
    perturbation: Text
    figure: Figure = Figure.STAR
    edits: tuple[Edit, ...] = ()
    answers: tuple[Text, ...] = ()
    missing_fact: Text | None = None
    false_premise: Text | None = None
    correction: Text | None = None
    rationale: Text | None = None
    clarifying_question: Text | None = None
    target: Text
    source: Source

    @model_validator(mode="after")
    def _consistent(self) -> "Candidate":
        if self.should_abstain != (self.behaviour in ABSTAINING):
            raise ValueError(f"should_abstain is {self.should_abstain} but the behaviour is {self.behaviour.value}")
        if self.should_abstain == bool(self.answers):
            raise ValueError("a row has answers exactly if one should answer it")
        return self


class Example(Candidate):
    """A row that passed every check: what is published."""

    proof: Proof
    verdicts: tuple[Verdict, ...] = ()


class Claim(Frozen):
    """What a perturbation says it did to one row; the checkers test it and never take it on trust."""

    question: int
    """Index into the seed's questions."""
    hidden: str | None = None
    """Id of the hidden fact; null where none is."""
    values: dict[str, Number] = Field(default_factory=dict)
    """Nodes of the evidence, or of added statements, that the row's text tells with another value."""
    stated: tuple[str, ...] = ()
    """Ids of the statements that were added to the context."""
    swapped: dict[str, str] = Field(default_factory=dict)
    """What was renamed: the seed's noun, or the entity its question names, and what now stands in its place."""


class Star(Frozen):
    """Rows that stand or fall together, with the claim behind each."""

    seed: Seed
    perturbation: str
    rows: tuple[Candidate, ...] = Field(min_length=1)
    claims: tuple[Claim, ...]

    @property
    def id(self) -> str:
        """The star's `cross_id`: the hash of its member ids."""
        return group_hash(row.id for row in self.rows)


def row_id(seed_id: str, perturbation: str, role: Role, prompt: str, choices: tuple[str, ...] = ()) -> str:
    """The id of a row: hash of seed, perturbation, role, prompt and choices."""
    return content_hash(seed_id, perturbation, role.value, prompt, *choices)
