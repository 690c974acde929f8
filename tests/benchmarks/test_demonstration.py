"""The demonstration: its sets are what they claim, its figures are counted right, and the path runs and resumes."""

import importlib
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ROLES = {"perturbed": True, "twin": False, "decoy": False, "clean": False}
TINY = "--seeds 30 --train 16 --habit 12 --stars 1 --public 2 --clean 1 --batch 8 --layers 1 --reply-tokens 4".split()


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that draws the sets."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("demonstration_data")


@pytest.fixture
def demonstration(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The benchmark."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("demonstration")


def star(domain: str, number: int) -> list[dict[str, Any]]:
    """A star whose perturbed and clean row ask the same."""
    name = f"{domain}-{number}"
    shared = {"domain": domain, "perturbation": f"{domain}-{number % 3}", "cross_id": name, "pair_id": name}
    return [
        {**shared, "id": f"{name}-{role}", "role": role, "should_abstain": abstain, "target": f"said {role}"}
        | {"question": f"{name} {role in ('decoy', 'twin')}", "prompt": "?"}
        for role, abstain in ROLES.items()
    ]


def stars(number: int = 40) -> list[list[dict[str, Any]]]:
    """As many stars of each of three domains."""
    return [star(domain, one) for one in range(number) for domain in ("math", "reading", "lookalike")]


def sizes(data: ModuleType, train: int = 60, habit: int = 40) -> Any:
    """Sizes of which only those of training matter."""
    return data.Sizes(seeds=0, train=train, habit=habit, stars=0, public=0, clean=0)


def test_the_ablations_leave_out_what_they_are_named_for(data: ModuleType) -> None:
    """No two rows of one star, no decoys, nothing but abstentions; the first at the mixture's share of abstentions."""
    sets = data.mixtures(stars(), sizes(data))
    assert {name: len(rows) for name, rows in sets.items()} == dict.fromkeys(sets, 60)
    assert max(Counter(row["cross_id"] for row in sets["no stars"]).values()) == 1
    share = {name: sum(row["should_abstain"] for row in rows) for name, rows in sets.items()}
    assert share["no stars"] == share["stars"] == 15
    assert share["refusal only"] == 60
    assert "decoy" not in {row["role"] for row in sets["no decoys"]}


def test_a_mixture_takes_domains_and_perturbations_in_turn(data: ModuleType) -> None:
    """As many rows of each."""
    rows = data.mixtures(stars(), sizes(data, train=72))["stars"]
    assert set(Counter(row["domain"] for row in rows).values()) == {24}
    assert set(Counter(row["perturbation"] for row in rows).values()) == {8}


def test_the_bad_habits_answer_all_and_refuse_much(data: ModuleType) -> None:
    """To answer always, a perturbed row gets the reply of the clean row with its question."""
    found = data.habits(stars(), sizes(data))
    assert not [row for row in found["always"] if "perturbed" in row["target"]]
    assert {row["target"] for row in found["always"] if row["role"] == "perturbed"} == {"said clean"}
    refused = [row for row in found["refuse"] if row["target"] in data.REFUSALS]
    assert {row["id"] for row in found["refuse"] if row["domain"] == "lookalike"} <= {row["id"] for row in refused}
    assert 0.4 < len(refused) / len(found["refuse"]) < 0.9


def test_figures_count_pairs_and_only_perturbations_that_the_base_can_do(demonstration: ModuleType) -> None:
    """Half the pairs are told apart; one of them is answered right, of the perturbations that the base can do."""
    rows = [{**row, "set": "all"} for number in range(4) for row in star("math", number)]
    names = {row["id"]: row for row in rows}
    base = {name: {"correct": "-0-" in name} for name in names}
    plain = [row for row in rows if row["role"] == "clean"]
    assert demonstration.right_by_perturbation(plain, base) == {"math-0": (1, 2), "math-1": (0, 1), "math-2": (0, 1)}
    said = {
        name: {
            "class": "abstained" if row["should_abstain"] and name < "math-2" else "answered",
            "correct": "-0-" in name,
        }
        for name, row in names.items()
    }
    [found] = demonstration.figures(rows, said, {"math-0"}).values()
    told = {name: (one.value, one.of) for name, one in found.items()}
    assert told == {
        "declined, should": (0.5, 4),
        "declined, should not": (0.0, 12),
        "refused, should not": (0.0, 12),
        "accuracy": (0.5, 6),
        "pairs told apart": (0.5, 4),
        "paired accuracy": (0.5, 2),
    }


@pytest.mark.slow
def test_the_whole_path_runs_and_resumes(
    demonstration: ModuleType, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nine checkpoints, of which the last six go on from another; a second call trains and asks nothing."""
    monkeypatch.setattr(demonstration, "BASE", str(small))
    out = tmp_path / "out"
    demonstration.main(["--out", str(out), *TINY])
    made = json.loads((out / "demonstration.json").read_text())
    assert set(made["figures"]) == {"base", *demonstration.PLAN}
    assert made["training"]["always + stars"]["settings"]["model"] == str(out / "models" / "always" / "model")
    trained = {path: path.stat().st_mtime_ns for path in out.glob("models/*/trained.json")}
    assert len(trained) == len(demonstration.PLAN)
    demonstration.main(["--out", str(out), *TINY])
    assert json.loads((out / "demonstration.json").read_text()) == made
    assert {path: path.stat().st_mtime_ns for path in trained} == trained
