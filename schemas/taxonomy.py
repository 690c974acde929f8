"""The closed vocabularies of the project: domains, kinds, scenarios, behaviours, roles and grades."""

from enum import StrEnum


class Domain(StrEnum):
    """The subject area of a dataset; one Hugging Face configuration each."""

    MATH = "math"
    KNOWLEDGE = "knowledge"
    READING = "reading"
    LOOKALIKE = "lookalike"
    POLITICS = "politics"
    LOGIC = "logic"
    CODE = "code"
    FINANCE = "finance"
    MEDICINE = "medicine"
    LAW = "law"


class Kind(StrEnum):
    """What is the matter with a row's question."""

    UNANSWERABLE = "unanswerable"
    UNDERSPECIFIED = "underspecified"
    REFUSAL_PRONE = "refusal_prone"
    ANSWERABLE = "answerable"


class Scenario(StrEnum):
    """AbstentionBench's six scenarios (arXiv 2506.09038) and two look-alikes."""

    ANSWER_UNKNOWN = "answer_unknown"
    FALSE_PREMISE = "false_premise"
    STALE = "stale"
    SUBJECTIVE = "subjective"
    UNDERSPECIFIED_CONTEXT = "underspecified_context"
    UNDERSPECIFIED_INTENT = "underspecified_intent"
    BENIGN_LOOKALIKE = "benign_lookalike"
    ANSWERABLE_LOOKALIKE = "answerable_lookalike"


class Behaviour(StrEnum):
    """What a good model does with a prompt."""

    ANSWER = "answer"
    ABSTAIN = "abstain"
    CLARIFY = "clarify"
    CORRECT_PREMISE = "correct_premise"


class Role(StrEnum):
    """A row's place in its star (design rule 4)."""

    PERTURBED = "perturbed"
    TWIN = "twin"
    DECOY = "decoy"
    CLEAN = "clean"


class Figure(StrEnum):
    """How the rows of a star are arranged, strongest first (design rule 4)."""

    STAR = "star"
    """Three hidden facts by two questions."""
    CROSS = "cross"
    """Two hidden facts by two questions: a star without decoys."""
    RETOLD = "retold"
    """Two hidden facts by which of them another sentence tells: for a question that needs both."""
    SQUARE = "square"
    """Two values of one thing by two values of another: total {40, 43} by part {15, 18}."""
    MIRROR = "mirror"
    """The same edit, once where the question needs what it changes and once where it does not."""
    PAIR = "pair"
    """Two wordings of one request, both to be answered: what changes is how it sounds, never the label."""
    PLAIN = "plain"
    """Not crossed: the label is meant to lie in the words, as where the question itself is taken away."""


class Complexity(StrEnum):
    """Where a row's text comes from."""

    TEMPLATED = "templated"
    EDITED = "edited"
    NATURAL = "natural"


class Grade(StrEnum):
    """How far a label is to be trusted (design rule 1), strongest first."""

    PROVED = "proved"
    TRACED = "traced"
    REGISTRY = "registry"
    ENTAILED = "entailed"
    JUDGED = "judged"
    HUMAN = "human"


ABSTAINING = frozenset({Behaviour.ABSTAIN, Behaviour.CLARIFY, Behaviour.CORRECT_PREMISE})
"""The behaviours for which a row's `should_abstain` is true."""
