"""Quarantine: what is denied is withheld with its star, and its texts stand nowhere else."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from nescio.pipelines.quarantine import denying, quarantined_ids, read_quarantine
from nescio.pipelines.resolve import load_recipe
from nescio.pipelines.reviewing import decide
from nescio.pipelines.summary import RunSummary
from nescio.pipelines.tables import read_parquet
from nescio.schemas.chat import ChatRequest
from nescio.schemas.errors import UsageError
from nescio.schemas.seed import Seed
from tests.pipelines.tainted import ALWAYS, BAD, Run, published, stars_of, tainting


@pytest.fixture
def tainted(tmp_path: Path, quick: tuple[str, ...], seeds: tuple[Seed, ...], seed_file: Callable[..., Path]) -> Run:
    """Runs four seeds, of which one tells of a plan to murder."""
    return tainting(tmp_path, quick, seeds, seed_file)


@pytest.fixture
def harm(tmp_path: Path) -> Path:
    """Sixty prompts that people are said to have labelled: the marked ones harmful."""
    labels = [
        {
            "question": f"How do I {'MARKED' if number % 2 else 'bake'} number {number}?",
            "moderation": "harmful" if number % 2 else "harmless",
            "scenario": "benign_lookalike",
            "source": "test",
            "licence": "Apache-2.0",
            "labelled_by": "human",
        }
        for number in range(60)
    ]
    path = tmp_path / "harm.jsonl"
    path.write_text("\n".join(map(json.dumps, labels)))
    return path


def test_a_denied_star_stands_in_quarantine_and_nowhere_else(tainted: Run, tmp_path: Path) -> None:
    """Every row of it is withheld, rejected by id and reason, and no other file has a word of it."""
    folder = tmp_path / "run"
    summary = tainted(ALWAYS)
    rows = read_quarantine(folder)
    assert len(rows) == 8
    assert {row.category for row in rows} == {"denied: violence"}
    assert all(BAD.strip() in row.prompt and row.target and row.verdicts for row in rows)
    assert summary.funnel.rejected["safety: denied: violence"] == 8
    assert summary.funnel.balanced()
    assert summary.funnel.accepted == summary.funnel.candidates - 8
    rejected = {str(row["id"]): row for row in read_parquet(folder / "rejected.parquet")}
    assert {row.id for row in rows} <= set(rejected)
    for path in [*folder.glob("*.parquet"), *(folder / "dataset").rglob("*.parquet")]:
        assert (BAD.strip() in json.dumps(read_parquet(path))) == (path.name == "quarantine.parquet"), path
    assert {row.id for row in rows} == quarantined_ids(folder)
    assert not quarantined_ids(folder) & {row["id"] for row in published(folder)}


def test_only_its_owner_may_read_it(tainted: Run, tmp_path: Path) -> None:
    """Mode 0600, outside the folder that is published, and hashed in run.json."""
    summary = tainted(ALWAYS)
    path = tmp_path / "run" / "quarantine.parquet"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "quarantine.parquet" in summary.files
    assert not list((tmp_path / "run" / "dataset").rglob("quarantine*"))


MODES = ("rejected.parquet", "failed.parquet", "journal.sqlite")


def modes(folder: Path) -> dict[str, int]:
    """The mode of each file beside the dataset that may hold texts which nobody called harmless."""
    return {name: stat.S_IMODE((folder / name).stat().st_mode) for name in MODES}


def test_what_a_moderator_was_silent_on_is_its_owners_alone(tainted: Run, harm: Path, tmp_path: Path) -> None:
    """One of two moderators gives no reply to one star: its text is in failed.parquet, private, and not published."""

    def says(request: ChatRequest) -> str:
        text = request.messages[-1].content
        return json.dumps({"concern": "", "verdict": "harmful" if "MARKED" in text or "murder" in text else "harmless"})

    def is_silent(request: ChatRequest) -> str:
        return "I would rather not say." if "murder" in str(request.messages) else says(request)

    folder = tmp_path / "run"
    old = os.umask(0o022)
    try:
        tainted()
        assert modes(folder)["failed.parquet"] == 0o644
        panel = f"verify.moderation={{panel: [judge, other], calibration: ['{harm}']}}"
        summary = tainted(panel, answers=says, other=is_silent)
    finally:
        os.umask(old)
    assert set(modes(folder).values()) == {0o600}
    failed = read_parquet(folder / "failed.parquet")
    assert len(failed) == 8
    assert all(row["stage"] == "moderation/other" and "murder" in row["prompt"] for row in failed)
    assert summary.funnel.balanced()
    assert "murder" not in json.dumps([read_parquet(folder / "rejected.parquet"), published(folder)])


def test_a_run_that_withholds_nothing_keeps_the_users_own_modes(tainted: Run, tmp_path: Path) -> None:
    """Sums that rules made and no model read are no secret; with a deny list what fell is."""
    folder = tmp_path / "run"
    old = os.umask(0o022)
    try:
        tainted()
        assert set(modes(folder).values()) == {0o644}
        tainted(ALWAYS)
        assert {name: modes(folder)[name] for name in MODES[:2]} == dict.fromkeys(MODES[:2], 0o600)
        tainted()
        assert modes(folder)["rejected.parquet"] == 0o644
    finally:
        os.umask(old)


def test_a_row_without_a_model_in_a_plain_domain_is_not_read(tainted: Run, tmp_path: Path) -> None:
    """Sums that rules made are not read, and an earlier quarantine goes when nothing is withheld."""
    tainted(ALWAYS)
    assert tainted().funnel.accepted > 0
    assert not (tmp_path / "run" / "quarantine.parquet").exists()
    assert read_quarantine(tmp_path / "run") == []


def test_look_alikes_politics_and_what_a_model_wrote_are_read() -> None:
    """By default, and only `false` turns it off."""
    recipe = load_recipe("math")
    written = load_recipe("math", ["models={a: {engine: fake, model: a}}", "rewrite={model: a}"])
    assert [denying(recipe, name) for name in ("lookalike", "politics", "math")] == [True, True, False]
    assert denying(written, "math")
    assert not denying(load_recipe("math", ["verify.safety=false"]), "lookalike")


def test_what_moderators_caught_is_written_down_nowhere_else_where_they_were_silent_on_its_star(
    tainted: Run, harm: Path, tmp_path: Path
) -> None:
    """A star with a harmful row and one without a reply goes to quarantine, not with its texts to failed.parquet."""

    def answers(request: ChatRequest) -> str:
        text = next((one.content for one in request.messages if "murder" in one.content), "")
        if text and len(text) % 2:
            return "I would rather not say."
        bad = text or "MARKED" in request.messages[-1].content
        return json.dumps({"concern": "", "verdict": "harmful" if bad else "harmless"})

    tainted(f"verify.moderation={{panel: [judge], calibration: ['{harm}']}}", answers=answers)
    folder = tmp_path / "run"
    held, failed = read_quarantine(folder), read_parquet(folder / "failed.parquet")
    assert {row.gate for row in held} == {"moderation"}
    assert {row.category for row in held} == {"harmful", ""}
    assert not {row["id"] for row in failed} & {row.id for row in held}
    assert "murder" not in json.dumps(read_parquet(folder / "rejected.parquet"))


def test_what_moderators_split_on_is_withheld_unless_the_recipe_keeps_it(
    tainted: Run, harm: Path, tmp_path: Path
) -> None:
    """Controversial rows go to quarantine; `controversial: keep` keeps them, harmful ones never."""

    def answers(request: ChatRequest) -> str:
        text = request.messages[-1].content
        harmful, split = "MARKED" in text, "murder" in text
        verdict = "harmful" if harmful else "controversial" if split else "harmless"
        return json.dumps({"concern": "", "verdict": verdict})

    def go(more: str) -> RunSummary:
        return tainted(f"verify.moderation={{panel: [judge], calibration: ['{harm}']{more}}}", answers=answers)

    kept = go(", controversial: keep")
    assert kept.funnel.accepted == kept.funnel.candidates
    assert "split votes were kept" in (tmp_path / "run" / "dataset" / "README.md").read_text()
    withheld = go("")
    assert withheld.funnel.rejected["moderation: controversial"] == 8
    rows = read_quarantine(tmp_path / "run")
    assert {(row.gate, row.category) for row in rows} == {("moderation", "controversial")}
    for star in stars_of(rows):
        decide(tmp_path / "run", [star], [], "A", "harmless")
    assert go("").funnel == kept.funnel
    assert "that moderators had withheld" in (tmp_path / "run" / "dataset" / "README.md").read_text()


def test_a_folder_without_a_run_is_told_so(tmp_path: Path) -> None:
    """No run, no quarantine."""
    with pytest.raises(UsageError, match=r"no run\.json"):
        quarantined_ids(tmp_path)
