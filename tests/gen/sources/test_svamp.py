"""The source `svamp`: human-written problems, their equations, and the questions that siblings lend each other."""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources.siblings import masked
from nescio.gen.sources.svamp import Svamp
from nescio.gen.sources.svamp_text import cleaned
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers import CHECKERS
from nescio.validation.evaluate import contradictions, determine

SHARED = Path(__file__).parents[4] / "shared/data/seeds/svamp/SVAMP.json"
POTS = "A gardener had {} tulips and {} lilies. Before noon she planted {} of the lilies and {} of the tulips"


def record(number: int, body: str, question: str, equation: str, answer: float) -> dict[str, object]:
    """A record with SVAMP's columns."""
    return {"ID": f"mine-{number}", "Body": body, "Question": question, "Equation": equation, "Answer": answer}


TULIPS = record(1, POTS.format(26, 17, 14, 9), "How many tulips did she have left?", "( 26.0 - 9.0 )", 17.0)
LILIES = record(2, POTS.format(97, 34, 15, 56), "How many lilies did she have left?", "( 34.0 - 15.0 )", 19.0)


def read(folder: Path, *records: dict[str, object], limit: int | None = None) -> tuple[list[Seed], list[Skipped]]:
    """The seeds of the records, and those that gave none."""
    file = folder / "test.json"
    file.write_text(json.dumps(records), "utf-8")
    found = list(Svamp().read(SeedSpec(source="svamp", path=str(file), limit=limit), 0))
    return [one for one in found if isinstance(one, Seed)], [one for one in found if isinstance(one, Skipped)]


@pytest.fixture(scope="module")
def everything() -> list[Seed | Skipped]:
    """All of SVAMP."""
    if not SHARED.is_file():
        pytest.skip(f"SVAMP is not at {SHARED}")
    return list(Svamp().read(SeedSpec(source="svamp", path=str(SHARED)), 0))


def test_a_record_becomes_a_seed_whose_leaves_stand_in_its_text(tmp_path: Path) -> None:
    """Every number is a leaf where it stands, the equation's operation leads to the answer, and the split is known."""
    [seed], _ = read(tmp_path, TULIPS)
    assert seed.context.endswith("Before noon she planted 14 of the lilies and 9 of the tulips.")
    leaves = [node for node in seed.derivation.nodes if node.spans]
    assert [seed.context[slice(node.spans[0].start, node.spans[0].end)] for node in leaves] == ["26", "17", "14", "9"]
    [own] = seed.questions
    assert (own.answer, own.solution) == ("17", "26 - 9 = 17.")
    assert (seed.source.record_id, seed.source.split, seed.source.licence) == ("mine-1", "test", "MIT")


def test_siblings_lend_each_other_their_questions(tmp_path: Path) -> None:
    """Two records of one story ask both questions, each with its own numbers, and share a template."""
    seeds, _ = read(tmp_path, TULIPS, LILIES)
    found = {seed.source.record_id: [(one.text, one.answer) for one in seed.questions] for seed in seeds}
    tulips, lilies = "How many tulips did she have left?", "How many lilies did she have left?"
    assert found == {"mine-1": [(tulips, "17"), (lilies, "3")], "mine-2": [(lilies, "19"), (tulips, "41")]}
    assert len({seed.template_id for seed in seeds}) == 1


def test_a_lent_question_must_make_sense(tmp_path: Path) -> None:
    """What asks how many more there are is not asked where there are fewer."""
    more = record(3, POTS.format(50, 40, 4, 2), "How many more tulips than lilies did she have?", "( 50 - 40 )", 10)
    fewer = record(4, POTS.format(40, 50, 4, 2), "How many tulips did she plant?", "( 2.0 )", 2)
    other = record(5, POTS.format(41, 52, 4, 2), "How many lilies did she have left?", "( 52.0 - 4.0 )", 48)
    seeds, skipped = read(tmp_path, more, fewer, other)
    assert {seed.source.record_id: len(seed.questions) for seed in seeds} == {"mine-3": 2, "mine-5": 1}
    assert [(one.record, one.reason) for one in skipped] == [("mine-4", "no equation")]


def test_a_question_with_its_own_number_keeps_it_when_it_is_lent(tmp_path: Path) -> None:
    """The number in a lent question is a leaf in that question."""
    body = "A mill grinds {} sacks in an hour. Each sack holds {} pounds"
    hours = record(6, body.format(12, 50), "How many sacks does it grind in 5 hours?", "( 12.0 * 5.0 )", 60)
    pounds = record(7, body.format(8, 30), "How many pounds does it grind in an hour?", "( 8.0 * 30.0 )", 240)
    seeds, _ = read(tmp_path, hours, pounds)
    [lent] = [seed for seed in seeds if seed.source.record_id == "mine-7"]
    assert [one.answer for one in lent.questions] == ["240", "40"]
    assert [node.spans[0].part for node in lent.evidence.nodes if node.spans] == [-1, -1, 1]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Equation": "( 26.0 - 8.0 )"}, "operand not in the text"),
        ({"Equation": "( 26.0 - x )"}, "no equation"),
        ({"Equation": "( 9.0 - 26.0 )", "Answer": -17.0}, "odd step"),
        ({"Answer": 18.0}, "another answer"),
        ({"Answer": "seventeen"}, "no number for an answer"),
        ({"Question": "Tell the tulips left."}, "no question"),
        ({"Body": POTS.format(26, 17, 9, 9)}, "ambiguous operand"),
        ({"Body": ""}, "wrong columns"),
        ({"ID": "chal-35"}, "disputed question"),
        ({"ID": "chal-191"}, "impossible story"),
    ],
)
def test_what_cannot_be_used_is_skipped_with_its_reason(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    """One bad record costs one record."""
    seeds, skipped = read(tmp_path, TULIPS | change, LILIES)
    assert [seed.source.record_id for seed in seeds] == ["mine-2"]
    assert [one.reason for one in skipped] == [reason]


def test_a_sibling_shows_a_story_to_be_impossible(tmp_path: Path) -> None:
    """Where more is planted than there was, no question is asked, be it about something else."""
    worse = record(8, POTS.format(26, 17, 30, 9), "How many tulips did she have left?", "( 26.0 - 9.0 )", 17)
    seeds, skipped = read(tmp_path, LILIES, worse)
    assert [seed.source.record_id for seed in seeds] == ["mine-2"]
    assert [(one.record, one.reason) for one in skipped] == [("mine-8", "impossible story")]


def test_siblings_that_contradict_each_other_are_skipped(tmp_path: Path) -> None:
    """One question with two meanings of its equation is asked of nobody."""
    other = record(9, POTS.format(50, 40, 30, 20), "How many tulips did she have left?", "( 50.0 - 30.0 )", 20)
    seeds, skipped = read(tmp_path, TULIPS, other)
    assert seeds == []
    assert {one.reason for one in skipped} == {"disputed question"}


@pytest.mark.parametrize(
    ("body", "question", "context", "asked"),
    [
        ("If he grew 8 more inches", "How long is it ?", "He grew 8 more inches.", "How long is it?"),
        ("A pen is $ 3. A cap is $ 5 dollars.", "what is a pen", "A pen is $3. A cap is $5.", "What is a pen"),
        ("On monday baker sold 2 t - shirts", "Did baker rest?", "On Monday Baker sold 2 t-shirts.", "Did Baker rest?"),
        ("They do n't own the ' red ' bus .", "Why ?", "They don't own the 'red' bus.", "Why?"),
    ],
)
def test_texts_are_made_to_read_well(body: str, question: str, context: str, asked: str) -> None:
    """Open conditions become sentences; spacing, money and names are put right."""
    assert cleaned(body, question) == (context, asked)


def test_a_limit_keeps_the_smallest_ids_in_any_order_of_the_file(tmp_path: Path) -> None:
    """Which seed a limit keeps does not hang on the order of records."""
    assert read(tmp_path, TULIPS, LILIES, limit=1)[0] == read(tmp_path, LILIES, TULIPS, limit=1)[0]


def test_it_says_what_it_cannot_read(tmp_path: Path) -> None:
    """A missing file, and options that mean nothing to it, are one clear error."""
    with pytest.raises(SeedFileError, match="cannot read"):
        list(Svamp().read(SeedSpec(source="svamp", path=str(tmp_path / "none.json")), 0))
    with pytest.raises(UsageError, match="no use for columns"):
        list(Svamp().read(SeedSpec(source="svamp", path="x.json", columns={}), 0))


def test_most_of_svamp_is_usable_and_every_answer_is_reproduced(everything: list[Seed | Skipped]) -> None:
    """At least 78 % become seeds, their equations give the answers, and a third has several questions."""
    seeds = [one for one in everything if isinstance(one, Seed)]
    assert len(everything) == 1000
    assert len(seeds) >= 780
    assert sum(len(seed.questions) > 1 for seed in seeds) >= 0.33 * len(seeds)
    for seed in seeds:
        leaves = {node.id: Fraction(node.value) for node in seed.derivation.nodes if node.spans}
        known = determine(seed.derivation, leaves)
        assert contradictions(seed.derivation) == []
        assert all(known[one.target] == Fraction(one.answer) for one in seed.questions)


def test_leaves_stand_where_their_spans_say(everything: list[Seed | Skipped]) -> None:
    """Every span of every seed holds its node's value, and no two questions of a seed are the same."""
    for seed in everything:
        if isinstance(seed, Seed):
            texts = [seed.context, *(one.text for one in seed.questions)]
            for node in seed.derivation.nodes:
                for span in node.spans:
                    assert texts[span.part + 1][span.start : span.end].replace(",", "") == node.value
            assert len({masked(one.text) for one in seed.questions}) == len(seed.questions)


def test_clean_rows_of_svamp_pass_their_checker(everything: list[Seed | Skipped]) -> None:
    """Of the stars that the perturbations make, the checker accepts at least 99 of 100 rows nobody changed."""
    checkers = {one.name: one for one in CHECKERS}
    counted: Counter[bool] = Counter()
    for seed in [one for one in everything if isinstance(one, Seed)][::4]:
        for perturbation in [one for one in PERTURBATIONS if one.evidence == seed.evidence.type]:
            for star in list(perturbation.propose(seed, Random(0)))[:1]:
                verdicts = checkers[perturbation.checker].check(star)
                counted.update(v.passed for v, row in zip(verdicts, star.rows, strict=True) if row.role is Role.CLEAN)
    assert counted[True] >= 0.99 * counted.total()
