"""Preference pairs prefer the right reply to a failure of the right kind, and nothing but the failure tells them."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nescio.pipelines import rejected_texts as texts
from nescio.pipelines.eval_files import read_eval
from nescio.pipelines.evaluate import evaluate
from nescio.pipelines.export import export
from nescio.pipelines.export_chat import Abstention
from nescio.pipelines.export_rejected import Author, tempting, told_of
from nescio.pipelines.read_rows import DataRow, by_star, read_rows
from nescio.pipelines.run import run
from nescio.schemas.errors import UsageError
from nescio.schemas.recipe import ModelSpec
from nescio.validation.answer_match import same_answer
from nescio.validation.responses import ABSTENTIONS, REFUSALS, ResponseClass, classify

PROOF_ONLY = ("verify.fluency=false", "curate.dedup=false", "curate.surface=false")
FAKE = ModelSpec(engine="fake", model="fake")


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def rows(finished: Path) -> dict[str, DataRow]:
    """Those of the training split, by id."""
    return {row.id: row for row in read_rows(str(finished), "train")}


@pytest.fixture(scope="module")
def asked(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evaluation on half of the training split, by an engine that says something of every kind."""
    out = tmp_path_factory.mktemp("eval") / "eval"
    evaluate(str(finished), FAKE, out=out, split="train", limit=60)
    return out


@pytest.fixture(scope="module")
def pairs(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Authored pairs of every split."""
    out = tmp_path_factory.mktemp("pairs") / "dpo.jsonl"
    export(str(finished), out=out, format="dpo", authored=True, split=None)
    return lines(out)


def test_the_target_is_chosen_and_an_authored_failure_rejected(finished: Path, pairs: list[dict[str, Any]]) -> None:
    """A row to abstain from is answered, any other declined: so says the classifier; and the source is marked."""
    every = {row.id: row for row in read_rows(str(finished))}
    assert {pair["id"] for pair in pairs} == set(every)
    for pair in pairs:
        row = every[pair["id"]]
        assert pair["prompt"] == [{"role": "user", "content": row.prompt}]
        assert pair["chosen"] == [{"role": "assistant", "content": row.target}]
        assert pair["rejected_source"] == "authored"
        said = classify(pair["rejected"][0]["content"], numeric=True)
        if row.should_abstain:
            assert said.kind is ResponseClass.ANSWERED, pair
        else:
            assert said.kind in ABSTENTIONS | REFUSALS, pair


def test_most_rejected_replies_are_right_for_another_row(finished: Path, pairs: list[dict[str, Any]]) -> None:
    """So that no wording is rejected as such: a guess is its clean row's own target, most of the rest its star's."""
    targets = {row.target for row in read_rows(str(finished))}
    guesses = [pair["rejected"][0]["content"] for pair in pairs if pair["should_abstain"]]
    declined = [pair["rejected"][0]["content"] for pair in pairs if not pair["should_abstain"]]
    assert set(guesses) <= targets
    assert sum(one in targets for one in declined) > 0.5 * len(declined)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ["knowledge", "lookalike", "politics"])
def test_neither_length_nor_opening_tells_rejected_replies(recipe: str, tmp_path: Path) -> None:
    """On packaged recipes: length AUC below .60, no opening in over 5 % of them, and no political side taken."""
    run(recipe, out=tmp_path / "run", limit=60, overrides=PROOF_ONLY)
    found = export(str(tmp_path / "run"), out=tmp_path / "dpo.jsonl", format="dpo", authored=True, split=None)
    assert found.length_auc is not None
    assert found.rejected_longer is not None
    assert found.commonest_opening is not None
    assert found.length_auc < 0.60
    assert 0.35 < found.rejected_longer < 0.65
    assert found.commonest_opening <= 0.05
    sides = [
        row.id for row in read_rows(str(tmp_path / "run")) if row.perturbation == "own_side" and row.should_abstain
    ]
    assert not set(sides) & {pair["id"] for pair in lines(tmp_path / "dpo.jsonl")}


def test_a_models_failures_are_rejected_and_nothing_else(
    finished: Path, asked: Path, rows: dict[str, DataRow], tmp_path: Path
) -> None:
    """Its own words, where it answered what it should not or declined what it should answer; the rest is counted."""
    found = export(str(finished), out=tmp_path / "dpo.jsonl", format="dpo", from_eval=asked)
    _, answers = read_eval(asked)
    said = {one.id: one for one in answers}
    pairs = {pair["id"]: pair for pair in lines(tmp_path / "dpo.jsonl")}
    for name, row in rows.items():
        kind = said[name].kind if name in said else None
        failed = kind == "answered" if row.should_abstain else kind in ABSTENTIONS | REFUSALS
        assert failed == (name in pairs)
        if failed:
            assert pairs[name]["rejected"] == [{"role": "assistant", "content": said[name].reply}]
            assert pairs[name]["rejected_source"] == "model"
    assert found.rejected == {"model": len(pairs)}
    assert found.without_rejected is not None
    assert sum(found.without_rejected.values()) + found.rows == len(rows)
    assert found.without_rejected["not asked"] == len(rows) - len(answers)
    wrong = sum(one.kind == "answered" and one.correct is False for one in answers)
    assert found.without_rejected["answered wrong"] == wrong > 0


def test_authored_ones_fill_in_where_the_model_did_not_fail(
    finished: Path, asked: Path, rows: dict[str, DataRow], tmp_path: Path
) -> None:
    """Marked as such; the model's own are untouched."""
    export(str(finished), out=tmp_path / "own.jsonl", format="dpo", from_eval=asked)
    both = export(str(finished), out=tmp_path / "both.jsonl", format="dpo", from_eval=asked, authored=True)
    own = {pair["id"]: pair for pair in lines(tmp_path / "own.jsonl")}
    for pair in lines(tmp_path / "both.jsonl"):
        assert pair == own[pair["id"]] if pair["rejected_source"] == "model" else pair["id"] not in own
    assert both.rejected == {"authored": len(rows) - len(own), "model": len(own)}


def test_an_evaluation_on_other_rows_is_refused_with_counts(finished: Path, asked: Path, tmp_path: Path) -> None:
    """Of another split, or of a dataset whose labels have changed."""
    with pytest.raises(UsageError, match=r"\d+ of \d+ answers of .* not among the \d+ to export .*--split"):
        export(str(finished), out=tmp_path / "dpo.jsonl", format="dpo", from_eval=asked, split="test")
    turned = [json.loads(row.model_dump_json()) for row in read_rows(str(finished), "train")]
    for row in turned:
        row["should_abstain"], row["answers"] = not row["should_abstain"], [] if row["answers"] else ["1"]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, turned)))
    with pytest.raises(UsageError, match=r"(\d+) of \1 rows of .* have another label in the dataset"):
        export(str(tmp_path / "rows.jsonl"), out=tmp_path / "dpo.jsonl", format="dpo", from_eval=asked)
    assert not (tmp_path / "dpo.jsonl").exists()


def test_replies_apart_are_the_pairs_taken_apart(finished: Path, tmp_path: Path) -> None:
    """As many to learn as not, the same texts, and neighbours of one star have different prompts."""
    found = export(str(finished), out=tmp_path / "dpo.jsonl", format="dpo", authored=True)
    export(str(finished), out=tmp_path / "kto.jsonl", format="kto", authored=True)
    pairs, apart = lines(tmp_path / "dpo.jsonl"), lines(tmp_path / "kto.jsonl")
    assert len(apart) == 2 * found.rows
    assert Counter(one["label"] for one in apart) == {True: found.rows, False: found.rows}
    for label, name in ((True, "chosen"), (False, "rejected")):
        mine = {one["id"]: one["completion"] for one in apart if one["label"] is label}
        assert mine == {pair["id"]: pair[name] for pair in pairs}
    near = sum(one["id"] == two["id"] for one, two in pairwise(apart))
    assert near == 0


@pytest.mark.parametrize("form", list(Abstention))
def test_both_replies_are_in_the_form_that_is_asked_for(finished: Path, tmp_path: Path, form: Abstention) -> None:
    """The form itself tells nothing, and says of the rejected reply what it does."""
    export(str(finished), out=tmp_path / "dpo.jsonl", format="dpo", authored=True, abstention=form.value)
    for pair in lines(tmp_path / "dpo.jsonl"):
        chosen, rejected = (pair[name][0]["content"] for name in ("chosen", "rejected"))
        if form is Abstention.BOXED:
            assert ("I don't know}" in chosen) is not ("I don't know}" in rejected)
        elif form is Abstention.JSON:
            one, two = json.loads(chosen), json.loads(rejected)
            assert (one["answer"] is None) == pair["should_abstain"] == (two["answer"] is not None)


def test_pairs_of_half_abstaining_rows_tell_nothing_by_their_kind(finished: Path, tmp_path: Path) -> None:
    """With as many rows to abstain from as to answer, half of the chosen and half of the rejected abstain."""
    found = export(str(finished), out=tmp_path / "d.jsonl", format="dpo", authored=True, abstain_share=0.5, split=None)
    assert found.abstain / found.rows == pytest.approx(0.5, abs=0.02)


def test_every_sentence_shows_the_failure_that_it_is_for() -> None:
    """Alone and with all that may stand beside it; and every opening begins with three words of its own."""
    kinds = (
        (texts.GUESS, texts.GUESS_ON, {ResponseClass.ANSWERED}),
        (texts.ABSTAIN, texts.ABSTAIN_ON, {ResponseClass.ABSTAINED}),
        (texts.ASK, texts.BEFORE_ASKING, {ResponseClass.CLARIFIED}),
        (texts.REFUSE, texts.REFUSE_ON, {ResponseClass.REFUSED}),
    )
    for number, (openings, others, wanted) in enumerate(kinds):
        for opening in openings:
            for other in ("", *others):
                for numeric, answer in ((True, "42"), (False, "the old mill")):
                    parts = [opening.format(answer=answer), other]
                    reply = " ".join(parts[::-1] if number == 2 else parts).strip()
                    assert classify(reply, numeric=numeric).kind in wanted, reply
    starts = Counter(" ".join(one.split()[:3]) for kind in kinds for one in kind[0])
    assert max(starts.values()) == 1


def pair(one: str, two: str) -> tuple[DataRow, list[DataRow]]:
    """A row to abstain from and its star, whose only other row asks `two`."""
    made = [
        DataRow(id="p", prompt=one, should_abstain=True, role="perturbed", pair_id="x"),
        DataRow(id="t", prompt=two, should_abstain=False, answers=("7",), role="twin", pair_id="x", target="It is 7."),
    ]
    return made[0], made


def test_a_twin_tempts_only_where_it_asks_nearly_the_same() -> None:
    """Another name in the question does; other words, or the same words set otherwise, do not."""
    row, star = pair("Who founded the upper mill at Larkdale?", "Who founded the lower mill at Larkdale?")
    found = tempting(row, star)
    assert found is not None
    assert found.id == "t"
    assert tempting(*pair("Who founded the mill?", "How many steps lead up to it?")) is None
    assert tempting(*pair("Not how old, but how far it is, please.", "Not how far, but how old it is, please.")) is None


def test_what_a_twin_says_is_told_of_what_the_row_asks_about() -> None:
    """Every name that differs is changed at once; where nothing differs in the target, or the answer would, nothing."""
    row, [_, twin] = pair("When did Ann move to Oakhollow?", "When did Olga move to Larkdale?")
    target = "Olga moved to Larkdale in 1907. Anna was not Olga."
    twin = twin.model_copy(update={"target": target, "answers": ("1907",)})
    assert told_of(twin, row) == ("Ann moved to Oakhollow in 1907. Anna was not Ann.", "1907")
    assert told_of(twin.model_copy(update={"target": "It was in 1907."}), row) is None
    assert told_of(twin.model_copy(update={"answers": ("Larkdale",)}), row) is None
    swapped = row.model_copy(update={"question": "When did Larkdale move to Olga?"})
    assert told_of(twin, swapped) == ("Larkdale moved to Olga in 1907. Anna was not Larkdale.", "1907")


def test_a_wrong_premise_is_gone_along_with_and_not_corrected() -> None:
    """The twin's answer names the true one: said to the other question it would be the correction."""
    row, [_, twin] = pair("Why does the mill have Ann to thank?", "Why does the mill have Olga to thank?")
    row = row.model_copy(update={"correction": "Olga built the mill."})
    twin = twin.model_copy(
        update={"target": "Olga built it. The reason is that Olga built it", "answers": ("Olga built it",)}
    )
    assert told_of(twin, row) == ("Ann built it. The reason is that Ann built it", "Ann built it")
    said = Author(Abstention.BOXED, Random(0)).reply(row, [row, twin])
    assert said is not None
    assert "\\boxed{Ann built it}" in said
    assert "Olga" not in said


@given(st.integers(0, 400), st.integers(0, 5))
def test_an_authored_reply_is_about_as_long_as_the_reference(length: int, seed: int) -> None:
    """A claim, some sentences, and never one twice."""
    row, star = pair("Who founded the upper mill at Larkdale?", "Who founded the lower mill at Larkdale?")
    row = row.model_copy(update={"target": "x" * length})
    twin = star[1].model_copy(update={"target": "It is 7."})
    said = Author(Abstention.PROSE, Random(seed)).reply(row, [row, twin])
    assert said is not None
    assert "7" in said
    assert same_answer(classify(said, numeric=True).value or "", ("7",))
    assert len(said) < 2 * length + 60
    sentences = said.split(". ")
    assert len(sentences) == len(set(sentences))


def test_the_same_call_writes_the_same_pairs(finished: Path, tmp_path: Path) -> None:
    """To the byte, in both kinds of file."""
    for name in ("a", "b"):
        for suffix in ("jsonl", "parquet"):
            export(str(finished), out=tmp_path / f"{name}.{suffix}", format="dpo", authored=True)
    for suffix in ("jsonl", "parquet"):
        assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


def test_stars_are_together(pairs: list[dict[str, Any]], finished: Path) -> None:
    """In the order of the other exports."""
    order = list(dict.fromkeys(pair["star"] for pair in pairs))
    assert order == list(by_star(read_rows(str(finished))))
