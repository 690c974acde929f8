"""Hostile text, and seeds, rows and verdicts made of it."""

from typing import Any

import pytest
from hypothesis import strategies as st
from pydantic import ValidationError

from nescio.schemas.base import Frozen
from nescio.schemas.evidence import Derivation, Fact, Hiding, HidingForm, Node, Operation, Span
from nescio.schemas.example import Edit, Example, Proof, row_id
from nescio.schemas.seed import Question, Seed, Source
from nescio.schemas.taxonomy import ABSTAINING, Behaviour, Complexity, Domain, Grade, Kind, Role, Scenario
from nescio.schemas.verdict import Failure, Verdict

ODD = [
    "\ud800",
    "\udfff\ud800",
    "\x00",
    "\u202e\u2066",
    "e\u0301",
    "\u1100\u1161",
    "\u0315\u0300",
    "\U0001f469\u200d\U0001f52c",
]
ODD += [
    "\ufffd",
    "\u2028",
    "\x85",
    "\r\n",
    "\x1b[31m",
    "\ufeff",
    "\U0010ffff",
    "ﬁ",
    "\u0344",
    "\u212b",
    '"\\',
    "{{}}",
    "=1+1",
]
TEXT = st.lists(st.one_of(st.sampled_from(ODD), st.text(st.characters(codec=None), max_size=5)), max_size=5).map(
    "".join
)
CODE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=8)
"""Names that nescio's own code gives: ids, checkers, stages."""
FILLED = TEXT.map(lambda text: f"x{text}")
FINITE = st.floats(allow_nan=False, allow_infinity=False)
SPANS = st.builds(Span, part=st.integers(-1, 3), start=st.integers(0, 2**62), end=st.integers(0, 2**62))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The strategy or nothing."""
    return st.none() | strategy


SOURCES = st.builds(Source, dataset=TEXT, split=maybe(TEXT), record_id=TEXT, licence=TEXT, revision=maybe(TEXT))
NUMBERS = st.fractions().map(str)
NODES = st.builds(
    Node,
    id=TEXT,
    value=NUMBERS,
    spans=st.lists(SPANS, max_size=2).map(tuple),
    operation=maybe(st.sampled_from(Operation)),
    arguments=st.lists(TEXT, max_size=2).map(tuple),
    world=st.booleans(),
)
HIDINGS = st.builds(Hiding, form=st.sampled_from(HidingForm), span=SPANS, text=TEXT)
FACTS = st.builds(
    Fact,
    id=TEXT,
    node=TEXT,
    way=TEXT,
    missing=TEXT,
    clarifying_question=TEXT,
    hidings=st.lists(HIDINGS, max_size=2).map(tuple),
)
EVIDENCE = st.builds(
    Derivation, nodes=st.lists(NODES, max_size=3).map(tuple), facts=st.lists(FACTS, max_size=2).map(tuple)
)
QUESTIONS = st.builds(Question, text=FILLED, answer=FILLED, target=TEXT, solution=TEXT, unresolved=TEXT)
SEEDS = st.builds(
    Seed,
    source=SOURCES,
    domain=st.sampled_from(Domain),
    context=TEXT,
    questions=st.lists(QUESTIONS, min_size=1, max_size=3).map(tuple),
    evidence=EVIDENCE,
    template_id=maybe(TEXT),
    complexity=st.sampled_from(Complexity),
    grade=st.sampled_from(Grade),
)
VERDICTS = st.builds(
    Verdict,
    check=CODE,
    passed=st.booleans(),
    score=maybe(FINITE),
    reason=TEXT,
    detail=TEXT,
    checker_version=CODE,
    calibrated=maybe(st.booleans()),
)
FAILURES = st.builds(Failure, stage=CODE, error=CODE, message=TEXT)
PROOFS = st.builds(Proof, grade=st.sampled_from(Grade), method=CODE, checker=CODE, checker_version=CODE, evidence=TEXT)
EDITS = st.builds(Edit, kind=CODE, before=TEXT, after=TEXT, span_before=SPANS, span_after=SPANS)


@st.composite
def examples(draw: st.DrawFn) -> Example:
    """A row that is consistent in itself, its text hostile."""
    behaviour = draw(st.sampled_from(Behaviour))
    abstains = behaviour in ABSTAINING
    prompt, seed_id, role = draw(TEXT), draw(CODE), draw(st.sampled_from(Role))
    return Example(
        id=row_id(seed_id, "p", role, prompt),
        seed_id=seed_id,
        pair_id=draw(maybe(CODE)),
        context_seed_ids=tuple(draw(st.lists(CODE, max_size=2))),
        prompt=prompt,
        context=draw(TEXT),
        question=draw(TEXT),
        choices=tuple(draw(st.lists(TEXT, max_size=2))),
        domain=draw(st.sampled_from(Domain)),
        kind=draw(st.sampled_from(Kind)),
        scenario=draw(st.sampled_from(Scenario)),
        behaviour=behaviour,
        role=role,
        should_abstain=abstains,
        complexity=draw(st.sampled_from(Complexity)),
        difficulty=draw(maybe(st.integers(-(2**63), 2**63 - 1))),
        perturbation=draw(CODE),
        edits=tuple(draw(st.lists(EDITS, max_size=2))),
        answers=() if abstains else tuple(draw(st.lists(TEXT, min_size=1, max_size=2))),
        rationale=draw(maybe(TEXT)),
        target=draw(TEXT),
        source=draw(SOURCES),
        proof=draw(PROOFS),
        verdicts=tuple(draw(st.lists(VERDICTS, max_size=2))),
    )


STRATEGIES: dict[type[Frozen], st.SearchStrategy[Any]] = {
    Seed: SEEDS,
    Example: examples(),
    Verdict: VERDICTS,
    Failure: FAILURES,
}


@pytest.fixture(scope="session")
def hostile() -> dict[type[Frozen], st.SearchStrategy[Any]]:
    """For each model, instances made of hostile text."""
    return STRATEGIES


@pytest.fixture
def seed_columns() -> dict[str, Any]:
    """The columns of a small valid seed."""
    return {
        "source": {"dataset": "d", "record_id": "1", "licence": "MIT"},
        "domain": "math",
        "context": "Each of 35 bags held 6 rolls.",
        "questions": [{"text": "How many?", "answer": "210", "target": "a", "solution": "35 x 6 = 210."}],
        "evidence": {"type": "derivation", "nodes": [{"id": "a", "value": "210"}], "facts": []},
        "grade": "proved",
    }


@pytest.fixture
def row_columns() -> dict[str, Any]:
    """The columns of a small valid row that should be answered."""
    return {
        "id": "r", "seed_id": "s", "prompt": "p", "context": "c", "question": "q", "domain": "math",
        "kind": "answerable",
        "scenario": "underspecified_context", "behaviour": "answer", "role": "twin", "should_abstain": False,
        "complexity": "templated", "perturbation": "premise_removal", "answers": ["210"], "target": "It is 210.",
        "source": {"dataset": "d", "record_id": "1", "licence": "MIT"},
    }  # fmt: skip


@pytest.fixture(scope="session")
def refusal() -> Any:
    """What a model says against its columns, as text."""

    def said(model: type[Frozen], columns: dict[str, Any]) -> str:
        with pytest.raises(ValidationError) as found:
            model.model_validate(columns)
        return str(found.value)

    return said
