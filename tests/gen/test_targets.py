"""Targets: training signal that neither its opening nor its length gives away (design section 5)."""

from collections import Counter
from itertools import islice
from random import Random

import pytest
from sklearn.metrics import roc_auc_score

from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.example import Candidate
from tests.hiding import HIDING


@pytest.fixture(scope="module")
def rows() -> list[Candidate]:
    """The rows of about 650 stars."""
    found: list[Candidate] = []
    for template in packaged_templates():
        for number, seed in enumerate(islice(draws(template, 5), 8)):
            for star in HIDING[number % len(HIDING)].propose(seed, Random(seed.id)):
                found += star.rows
    return found


def test_an_answer_comes_last_after_its_working(rows: list[Candidate]) -> None:
    """No answerable row's target is a bare number."""
    for row in rows:
        if not row.should_abstain:
            assert row.target.endswith(row.answers[0])
            assert len(row.target.split()) >= 8


def test_an_abstention_asks_what_would_settle_it(rows: list[Candidate]) -> None:
    """The clarifying question stands in the target, and no answer does."""
    for row in rows:
        if row.should_abstain:
            assert row.clarifying_question is not None
            assert row.clarifying_question in row.target
            assert not row.answers


def test_no_opening_is_common(rows: list[Candidate]) -> None:
    """No opening trigram has more than 2 % of the targets."""
    openings = Counter(" ".join(row.target.split()[:3]) for row in rows)
    opening, count = openings.most_common(1)[0]
    assert count <= 0.02 * len(rows), opening


@pytest.mark.parametrize("measure", [len, lambda text: len(text.split())])
def test_length_tells_little(rows: list[Candidate], measure: object) -> None:
    """The AUC of the targets' length, in characters or words, is at most .60 either way."""
    assert callable(measure)
    area = roc_auc_score([row.should_abstain for row in rows], [measure(row.target) for row in rows])
    assert 0.40 <= area <= 0.60
