"""The source `gsm8k`."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.rows import make_row
from nescio.gen.sources.gsm8k import Gsm8k
from nescio.gen.targets import answer_target
from nescio.gen.traces.steps import Trace, read_trace
from nescio.schemas.errors import SeedFileError, UsageError
from nescio.schemas.example import Claim, Star
from nescio.schemas.protocols import Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Figure, Role
from nescio.validation.checkers.dataflow import Dataflow

TRAIN = Path(__file__).parents[4] / "shared/data/seeds/gsm8k/train.jsonl"
MAIN = {
    "question": "Mara packed 48 tarts.  She packed half as many cakes. How many things did Mara pack?",
    "answer": "Mara packed 48/2 = <<48/2=24>>24 cakes.\nIn all 48+24 = <<48+24=72>>72.\n#### 72",
}
SOCRATIC = {
    "question": MAIN["question"],
    "answer": "How many cakes did Mara pack? ** Mara packed 48/2 = <<48/2=24>>24 cakes.\n"
    "How many things did Mara pack? ** In all 48+24 = <<48+24=72>>72.\n#### 72",
}
OTHER = {
    "question": "A coach has 5 rows. Each row has 9 seats. How many seats are there?",
    "answer": "5*9=<<5*9=45>>45\n#### 45",
}


def read(path: Path, limit: int | None = None) -> tuple[list[Seed], list[Skipped]]:
    """The seeds and the skipped records of a file."""
    found = list(Gsm8k().read(SeedSpec(source="gsm8k", path=str(path), limit=limit), 0))
    return [one for one in found if isinstance(one, Seed)], [one for one in found if isinstance(one, Skipped)]


def written(folder: Path, records: Sequence[object], name: str = "train.jsonl") -> Path:
    """A file of records."""
    file = folder / name
    file.write_text("\n".join(json.dumps(one) for one in records), "utf-8")
    return file


@pytest.mark.parametrize("record", [MAIN, SOCRATIC])
def test_both_configurations_are_told_apart_by_what_they_hold(tmp_path: Path, record: dict[str, str]) -> None:
    """A solution with questions before its lines gives them; another one gives those of its sentences."""
    [seed] = read(written(tmp_path, [record]))[0]
    assert seed.context == "Mara packed 48 tarts. She packed half as many cakes."
    assert [one.text for one in seed.questions] == ["How many things did Mara pack?", "How many cakes did Mara pack?"]
    assert [one.answer for one in seed.questions] == ["72", "24"]


@pytest.mark.parametrize(
    ("name", "split"), [("train.jsonl", "train"), ("test_socratic.jsonl", "test"), ("a.jsonl", None)]
)
def test_the_split_is_what_the_files_name_says(tmp_path: Path, name: str, split: str | None) -> None:
    """Seeds of a test split can be told from others, so that nothing is published from it."""
    [seed] = read(written(tmp_path, [MAIN], name))[0]
    assert (seed.source.dataset, seed.source.split, seed.source.licence) == ("gsm8k", split, "MIT")


def test_a_json_array_is_read_too(tmp_path: Path) -> None:
    """The form of the file is not what matters."""
    file = tmp_path / "train.json"
    file.write_text(json.dumps([MAIN, OTHER]), "utf-8")
    assert len(read(file)[0]) == 2


def test_a_limit_keeps_the_smallest_ids_in_any_order_of_the_file(tmp_path: Path) -> None:
    """Which seeds a limit keeps does not hang on the order of lines."""
    kept = [[seed.id for seed in read(written(tmp_path, order), 1)[0]] for order in ([MAIN, OTHER], [OTHER, MAIN])]
    both = [seed.id for seed in read(written(tmp_path, [MAIN, OTHER]))[0]]
    assert kept[0] == kept[1] == both[:1]
    assert both == sorted(both)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"question": "How many?"}, "wrong columns"),
        ({"question": 5, "answer": None}, "wrong columns"),
        ([1], "not an object"),
        ({"question": MAIN["question"], "answer": "72"}, "no gold answer"),
        ({"question": "", "answer": MAIN["answer"]}, "empty question"),
        ({"question": MAIN["question"], "answer": OTHER["answer"]}, "number not in the text"),
    ],
)
def test_a_bad_record_is_skipped_with_its_reason_and_the_rest_is_read(
    tmp_path: Path, record: object, reason: str
) -> None:
    """One bad record costs one record."""
    seeds, skipped = read(written(tmp_path, [record, OTHER]))
    assert len(seeds) == 1
    assert [one.reason for one in skipped] == [reason]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """The message says what was to be read; a key that plays no part is refused."""
    with pytest.raises(SeedFileError, match="nothing-here"):
        read(tmp_path / "nothing-here.jsonl")
    with pytest.raises(UsageError, match="columns"):
        list(Gsm8k().read(SeedSpec.model_validate({"source": "gsm8k", "columns": {"question": "q"}}), 0))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(question=st.text(max_size=100), answer=st.text(max_size=100))
def test_any_text_in_the_columns_is_a_seed_or_skipped(tmp_path: Path, question: str, answer: str) -> None:
    """Odd text raises nothing."""
    record = {"question": f"{question} How many?", "answer": f"{answer}\n#### 4"}
    seeds, skipped = read(written(tmp_path, [record]))
    assert len(seeds) + len(skipped) == 1


@pytest.fixture(scope="module")
def train() -> list[dict[str, str]]:
    """GSM8K's train split."""
    if not TRAIN.exists():
        pytest.skip("GSM8K is not here: ../shared/data/seeds/gsm8k/train.jsonl")
    return [json.loads(line) for line in TRAIN.read_text("utf-8").splitlines()]


def test_at_least_96_percent_of_train_reproduce_their_gold_answer(train: list[dict[str, str]]) -> None:
    """Every step holds exactly, and the last one gives the gold answer."""
    read_well = sum(isinstance(read_trace(record["answer"]), Trace) for record in train)
    assert read_well >= 0.96 * len(train)


@pytest.mark.slow
def test_four_fifths_of_train_are_seeds_that_the_checker_reads_alike(
    train: list[dict[str, str]], tmp_path: Path
) -> None:
    """The checkers' own reader finds the leaves where they are said to be, in 99 of 100 seeds."""
    seeds, skipped = read(written(tmp_path, train[::5]))
    assert len(seeds) >= 0.8 * len(train[::5])
    assert set(Counter(one.reason for one in skipped)) <= {
        "gold not reached", "no context before the question", "number not in the text", "question not at the end",
        "several questions",
    }  # fmt: skip
    verdicts = [one for seed in seeds for one in Dataflow().check(clean_rows(seed))]
    assert sum(not one.passed for one in verdicts) <= 0.01 * len(verdicts)


def clean_rows(seed: Seed) -> Star:
    """The seed's questions, each asked of its own context."""
    rows = [
        make_row(PremiseRemoval(), seed, question, Role.CLEAN, answer_target(question, Random(0)), figure=Figure.MIRROR)
        for question in seed.questions
    ]
    claims = tuple(Claim(question=number) for number in range(len(rows)))
    return Star(seed=seed, perturbation="premise_removal", rows=tuple(rows), claims=claims)
