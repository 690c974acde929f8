"""What a card says of look-alikes is true of the rows that it is on."""

import re
from pathlib import Path

import pytest

from nescio.pipelines.card_refusals import USE, USE_POLITICS, refusals_section
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.run import run
from nescio.pipelines.tables import read_parquet
from nescio.schemas.example import Example
from nescio.schemas.taxonomy import Figure, Kind
from nescio.schemas.verdict import Verdict

WITHOUT_MODELS = ("verify.fluency=false", "curate.dedup=false", "curate.surface=false")


def _rows(folder: Path, recipe: str, limit: int) -> list[Example]:
    run(load_recipe(recipe, WITHOUT_MODELS), out=folder / "run", limit=limit)
    paths = sorted((folder / "run" / "dataset").rglob("*.parquet"))
    return [Example.model_validate(row) for path in paths for row in read_parquet(path)]


@pytest.fixture(scope="module")
def lookalikes(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """The rows of a small run."""
    return _rows(tmp_path_factory.mktemp("lookalike"), "lookalike", 60)


def test_it_says_whether_a_trigger_word_tells_the_label(lookalikes: list[Example]) -> None:
    """With rows that abstain it does not; without any it means an answer, and the card says so."""
    count = sum(row.should_abstain for row in lookalikes)
    said = refusals_section(lookalikes) or ""
    assert USE in said
    assert f"({count} rows)" in said
    assert "a trigger word tells next to nothing" in said
    alone = refusals_section([row for row in lookalikes if row.figure.value == "pair"]) or ""
    assert "next to nothing" not in alone
    assert "in these rows alone the word means an answer" in alone


def test_of_politics_it_says_nothing_of_trigger_words(tmp_path: Path) -> None:
    """Their topics are no trigger words."""
    said = refusals_section(_rows(tmp_path, "politics", 4)) or ""
    assert USE_POLITICS in said
    assert "trigger word" not in said
    assert "sound unsafe" not in said


def test_what_the_audit_does_is_said_where_there_was_one(lookalikes: list[Example]) -> None:
    """Without an audit no figures stand beside; short questions are told of where only long ones are left open."""
    assert "the figures with them stand beside" in (refusals_section(lookalikes) or "")
    assert "audit" not in (refusals_section(lookalikes, audited=False) or "")
    squares = [row for row in lookalikes if row.figure in (Figure.PAIR, Figure.SQUARE)]
    assert "a short question has an answer" in (refusals_section(squares) or "")
    alone = [row.model_copy(update={"figure": Figure.PLAIN}) if row.should_abstain else row for row in squares]
    assert "a short question has an answer" not in (refusals_section(alone) or "")


def test_a_claim_before_a_request_is_told_apart_from_the_wordings(lookalikes: list[Example]) -> None:
    """The line of all wordings has as many pairs as the lines of the kinds, and the card says what is not in it."""
    said = Verdict(check="refusal_probe.m", passed=True, score=0.0, checker_version="1")
    probed = [row.model_copy(update={"verdicts": (said,)}) for row in lookalikes]
    text = refusals_section(probed) or ""
    cells = [re.split(r" *\| *", line) for line in text.splitlines() if line.startswith("| m |")]
    pairs = {name: int(count.replace(",", "")) for _, _, name, count, *_ in cells}
    claims = pairs.pop("`role_prefix`")
    assert claims > 0
    assert pairs.pop("`all`") == sum(pairs.values())
    assert "`role_prefix` is not in it" in text
    without = [row for row in probed if row.perturbation != "role_prefix"]
    assert "is not in it" not in (refusals_section(without) or "")


def test_without_a_row_that_is_refused_there_is_no_section(lookalikes: list[Example]) -> None:
    """Twins alone tell nothing of over-refusal."""
    assert refusals_section([row for row in lookalikes if row.kind is not Kind.REFUSAL_PRONE]) is None


def test_rows_that_no_probed_model_refuses_are_said_to_be_easy(lookalikes: list[Example]) -> None:
    """Without a probe the card says that nobody knows."""
    assert "No model was probed" in (refusals_section(lookalikes) or "")
    said = Verdict(check="refusal_probe.m", passed=True, score=0.0, checker_version="1")
    probed = [row.model_copy(update={"verdicts": (said,), "difficulty": 0}) for row in lookalikes]
    count = sum(row.kind is Kind.REFUSAL_PRONE for row in lookalikes)
    assert f"Of {count} refusal-prone rows {count} were refused by no probed model" in (refusals_section(probed) or "")
