"""The sources `triviaqa` and `nq_open`: which questions of people they keep, and as what."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from nescio.gen.perturbations.nonexistent_entity import NonexistentEntity
from nescio.gen.sources.nq_open import NqOpen
from nescio.gen.sources.triviaqa import TriviaQa
from nescio.schemas.protocols import SeedSource, Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec


def _read(source: SeedSource, records: Sequence[object], folder: Path) -> list[Seed | Skipped]:
    file = folder / "test.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")
    return list(source.read(SeedSpec(source=source.name, path=str(file)), 0))


def test_a_question_about_one_country_is_kept(tmp_path: Path) -> None:
    """With its place in the text, its id and its answer."""
    told = {
        "question": "When was the first railway built in Portugal?",
        "question_id": "q7",
        "answer": ["In 1856", "1856"],
    }
    (found,) = _read(TriviaQa(), [told], tmp_path)
    assert isinstance(found, Seed)
    mention = found.triples.asked[0].mentions[0]
    assert found.questions[0].text[mention.span.start : mention.span.end] == "Portugal"
    assert (mention.entity, found.source.record_id, found.source.split) == ("Portugal", "q7", "test")
    assert found.source.licence == "Apache-2.0"
    assert {found.questions[0].answer, *found.questions[0].also} == {"In 1856", "1856"}


def test_small_letters_are_read_too_and_stay_small(tmp_path: Path) -> None:
    """As people type them into a search engine; the made name is in small letters as well."""
    (found,) = _read(
        NqOpen(), [{"question": "when was the first railway built in portugal", "answer": ["1856"]}], tmp_path
    )
    assert isinstance(found, Seed)
    assert found.source.licence == "CC-BY-SA-3.0"
    (star,) = NonexistentEntity().propose(found, Random(1))
    assert star.rows[0].question.islower()
    assert star.rows[1].question == found.questions[0].text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("When was Fado first sung in Portugal?", "other names"),
        ("When was the first railway built in New Portugal?", "name in another part"),
        ("How many railways were built in Portugal?", "answer may have changed"),
        ("When was the first railway built in Turkey?", "no entity of the registry"),
        ("When was the first railway built there?", "no entity of the registry"),
        ("When in 1856 was the first railway built in Portugal?", "not a plain question"),
        ("Portugal built its first railway when?", "not a plain question"),
    ],
)
def test_other_questions_are_skipped_with_a_reason(question: str, reason: str, tmp_path: Path) -> None:
    """They name more than the one entity, or something doubtful, or what is no longer so."""
    (found,) = _read(TriviaQa(), [{"question": question, "answer": ["1856"]}], tmp_path)
    assert isinstance(found, Skipped)
    assert found.reason == reason


def test_a_misspelt_name_is_not_the_gold_answer(tmp_path: Path) -> None:
    """Of the names in a file, that which most others contain comes first."""
    told = {
        "question": "When was the first bridge built in Portugal?",
        "answer": ["Romann age", "Roman age (era)", "Roman age"],
    }
    (found,) = _read(TriviaQa(), [told], tmp_path)
    assert isinstance(found, Seed)
    assert found.questions[0].answer == "Roman age"


def test_the_hub_has_its_answer_in_another_shape(tmp_path: Path) -> None:
    """A value with aliases."""
    answer = {"value": "1856", "aliases": ["1856", "the year 1856"], "type": "Numerical"}
    (found,) = _read(
        TriviaQa(), [{"question": "When was the first railway built in Portugal?", "answer": answer}], tmp_path
    )
    assert isinstance(found, Seed)
    assert (found.questions[0].answer, found.questions[0].also) == ("1856", ("the year 1856",))


def test_a_record_without_a_question_is_skipped(tmp_path: Path) -> None:
    """And says which columns it has."""
    for source in (TriviaQa(), NqOpen()):
        (found,) = _read(source, [{"text": "?"}], tmp_path)
        assert isinstance(found, Skipped)
        assert (found.reason, "text" in found.detail) == ("wrong columns", True)
