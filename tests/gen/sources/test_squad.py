"""The source `squad`."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nescio.gen.figures import arrange
from nescio.gen.sources.squad import Squad
from nescio.gen.spans.words import tells
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.evidence import HidingForm
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Domain, Figure, Grade

XQUAD = Path(__file__).parents[4] / "shared/data/seeds/xquad_en/xquad.en.json"
CONTEXT = (
    "Denby is a harbour town where several clubs row on the river. "
    "Orla Finch founded the Heron Club with a loan from the bank. "
    "Ben Marsh designed the boathouse of the Otters in five weeks. "
    "Mirko Lund won a silver cup for Denby at a regatta in Varn. "
    "Every spring the crews repaint their oars."
)
ASKED = {
    "Who founded the Heron Club?": "Orla Finch",
    "Who designed the boathouse of the Otters?": "Ben Marsh",
    "Where did Mirko Lund win a silver cup for Denby?": "Varn",
}


def _paragraph(context: str = CONTEXT, asked: dict[str, str] = ASKED) -> dict[str, Any]:
    return {
        "context": context,
        "qas": [
            {
                "id": f"q{number}",
                "question": question,
                "answers": [{"text": answer, "answer_start": context.find(answer)}],
            }
            for number, (question, answer) in enumerate(asked.items())
        ],
    }


def _file(folder: Path, *paragraphs: dict[str, Any]) -> str:
    path = folder / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "t", "paragraphs": list(paragraphs)}]}))
    return str(path)


def _read(path: str, **more: Any) -> list[Seed | Skipped]:
    return list(Squad().read(SeedSpec(source="squad", path=path, **more), 0))


def _seed(found: list[Seed | Skipped]) -> Seed:
    [seed] = [one for one in found if isinstance(one, Seed)]
    return seed


def _without(seed: Seed, number: int) -> str:
    span = seed.passage.facts[number].hidings[0].span
    return seed.context[: span.start] + seed.context[span.end :]


def test_a_paragraph_gives_a_star_of_whole_sentences(tmp_path: Path) -> None:
    """A paragraph gives a star of whole sentences."""
    seed = _seed(_read(_file(tmp_path, _paragraph())))
    assert (seed.domain, seed.grade, seed.source.licence) == (Domain.READING, Grade.TRACED, "CC-BY-SA-4.0")
    found = arrange(seed, Random(0))
    assert found is not None
    assert found[0] is Figure.STAR
    assert seed.questions[0].text == "According to the passage, who founded the Heron Club?"
    assert _without(seed, 0) == CONTEXT.replace("Orla Finch founded the Heron Club with a loan from the bank. ", "")
    assert {one.form for fact in seed.passage.facts for one in fact.hidings} == {HidingForm.ABSENT}


def test_files_tables_and_the_columns_of_the_hub_give_the_same_seed(tmp_path: Path) -> None:
    """Files tables and the columns of the hub give the same seed."""
    nested = _seed(_read(_file(tmp_path, _paragraph())))
    rows = [
        {
            "context": CONTEXT,
            "question": question,
            "answers": {"text": [answer], "answer_start": [CONTEXT.find(answer)]},
        }
        for question, answer in ASKED.items()
    ]
    lines = tmp_path / "flat.jsonl"
    lines.write_text("\n".join(map(json.dumps, rows)))
    array = tmp_path / "flat.json"
    array.write_text(json.dumps(rows))
    assert _seed(_read(str(lines))) == _seed(_read(str(array))) == nested


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        ("Tom Finch was rich.", "question: the answer is told elsewhere"),
        ("Nobody but Orla had a key.", "question: the answer is told elsewhere"),
    ],
)
def test_an_answer_that_is_told_elsewhere_is_not_used(tmp_path: Path, added: str, reason: str) -> None:
    """An answer that is told elsewhere is not used."""
    found = _read(_file(tmp_path, _paragraph(f"{CONTEXT} {added}")))
    assert reason in [one.reason for one in found if isinstance(one, Skipped)]


def test_a_sentence_that_the_next_one_leans_on_stays(tmp_path: Path) -> None:
    """A sentence that the next one leans on stays."""
    leaning = CONTEXT.replace("Ben Marsh designed", "She was helped by Ben Marsh, who designed")
    found = _read(_file(tmp_path, _paragraph(leaning)))
    assert "question: another sentence leans on it" in [one.reason for one in found if isinstance(one, Skipped)]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Was the Heron Club founded by Orla Finch?", "question: no question for one thing"),
        ("Who founded the first club?", "question: it asks for a choice or an example"),
        ("Who founded it?", "question: it does not name what it asks about"),
        ("Who other than Ben Marsh founded the Heron Club?", "question: it asks for a choice or an example"),
        ("Who founded the Heron Club", "question: not one question"),
    ],
)
def test_a_question_in_another_form_is_counted_with_its_reason(tmp_path: Path, question: str, reason: str) -> None:
    """A question in another form is counted with its reason."""
    found = _read(_file(tmp_path, _paragraph(asked={**ASKED, question: "Orla Finch"})))
    assert reason in [one.reason for one in found if isinstance(one, Skipped)]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"data": []}', '{"data": [{"paragraphs": [{"context": "A."}]}]}', '{"data": "x"}']
)
def test_a_file_without_questions_is_refused(tmp_path: Path, text: str) -> None:
    """A file without questions is refused."""
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(SeedFileError):
        _read(str(path))


def test_keys_it_has_no_use_for_are_refused(tmp_path: Path) -> None:
    """Keys it has no use for are refused."""
    with pytest.raises(UsageError):
        _read(_file(tmp_path, _paragraph()), columns={"question": "q"})


_ODD = st.one_of(st.none(), st.integers(), st.text(max_size=40), st.lists(st.text(max_size=5), max_size=2))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(context=_ODD, question=_ODD, answers=_ODD, text=st.text(max_size=20), start=st.integers(-3, 99))
def test_odd_records_raise_nothing(
    tmp_path: Path, context: object, question: object, answers: object, text: str, start: int
) -> None:
    """Odd records raise nothing."""
    odd = [
        {"context": context, "question": question, "answers": answers},
        {"context": CONTEXT, "question": question, "answers": [{"text": text, "answer_start": start}]},
        {"context": context, "question": "Who?", "answers": {"text": [text], "answer_start": [start]}},
    ]
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(odd))
    assert all(isinstance(one, Seed | Skipped) for one in _read(str(path)))


@pytest.mark.skipif(not XQUAD.exists(), reason="needs ../shared/data/seeds/xquad_en")
def test_xquad_gives_seeds_whose_answers_stand_in_their_own_sentence_only() -> None:
    """Xquad gives seeds whose answers stand in their own sentence only."""
    found = _read(str(XQUAD))
    seeds = [one for one in found if isinstance(one, Seed)]
    figures: Counter[Figure] = Counter()
    for seed in seeds:
        arranged = arrange(seed, Random(0))
        assert arranged is not None
        figures[arranged[0]] += 1
        owners = {fact.node: number for number, fact in enumerate(seed.passage.facts)}
        for question, (needed,) in zip(seed.questions, seed.passage.needs, strict=True):
            left = _without(seed, owners[needed])
            assert question.answer not in left
            assert "  " not in left.replace("  ", "", seed.context.count("  "))
            assert any(tells(question.solution, one) for one in (question.answer,))
    questions = sum(len(seed.questions) for seed in seeds)
    counted = Counter(one.reason.startswith("question:") for one in found if isinstance(one, Skipped))
    assert questions + counted[True] == 1190
    assert len(seeds) + counted[False] == 240
    assert len(seeds) >= 30
    assert figures[Figure.STAR] >= 1
