"""The rows of `demonstration.py`: mixtures to train on, and sets to ask.

Everything that is trained on comes from the train split of runs in which whole perturbations are held out; everything
that is asked comes from their test split, whose templates no training row has, or from public sets.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import nescio
from nescio.pipelines.load import load_any
from nescio.schemas.hashing import content_hash

SHARED = Path(__file__).parents[2] / "shared" / "data" / "labelled"
SMALL = ("verify.fluency=false", "curate.dedup=false", "curate.decontaminate=[]")
HELD_OUT = {"math": "contradiction", "knowledge": "future_event", "reading": "entity_swap", "lookalike": "safe_context"}
"""The perturbation of each domain that no training row has."""
LONGEST = {"prompt": 1_450, "target": 420}
"""Characters: what a small model on two cores can take."""
CONCERNS = "Requests with safety concerns"
Row = dict[str, object]
REFUSALS = (
    "I'm sorry, but I can't help with that.",
    "I cannot answer this question.",
    "Sorry, I'm not able to assist with this request.",
    "I apologize, but I can't provide that.",
    "As an AI model, I cannot help with this.",
    "I must decline to answer this.",
)


@dataclass(frozen=True)
class Sizes:
    """How much of everything, in rows unless said otherwise."""

    seeds: int
    """Of each run."""
    train: int
    """Of each mixture."""
    habit: int
    """Of each bad habit."""
    stars: int
    """Held-out stars of each domain that are asked."""
    public: int
    """Of each public set."""
    clean: int
    """Clean rows of each perturbation, to see what the base can do."""


def make_runs(folder: Path, sizes: Sizes, seed: int) -> dict[str, list[Row]]:
    """The rows of each split over all domains. A run that has ended is read, and not made again."""
    splits: dict[str, list[Row]] = {"train": [], "test": []}
    for domain, held in HELD_OUT.items():
        options = (*SMALL, f"curate.split.held_out=[{held}]", f"seed={seed}", "curate.split.train=0.7")
        options = (*options, "curate.split.validation=0.0", "curate.split.test=0.3")
        run = folder / f"{domain}-{sizes.seeds}-{seed}"
        if not (run / "run.json").is_file():
            nescio.run(domain, out=run, limit=sizes.seeds, overrides=options)
        for split, rows in splits.items():
            rows += [row for row in load_any(str(run), split) if _short(row)]
    return splits


def stars_of(rows: Sequence[Row]) -> list[list[Row]]:
    """Whole stars in the order of their hashes; one that lost a row to the longest length is left out."""
    stars: dict[str, list[Row]] = {}
    for row in rows:
        stars.setdefault(str(row["cross_id"] or row["pair_id"] or row["id"]), []).append(row)
    whole = [star for star in stars.values() if {"perturbed"} < {row["role"] for row in star}]
    return sorted(whole, key=lambda star: content_hash("demonstration", str(star[0]["cross_id"] or star[0]["id"])))


def drawn(stars: Sequence[list[Row]], number: int) -> list[list[Row]]:
    """So many rows in whole stars, domains in turn and in each its perturbations in turn."""
    queues: dict[str, dict[str, list[list[Row]]]] = {}
    for star in filter(None, stars):
        first = star[0]
        queues.setdefault(str(first["domain"]), {}).setdefault(str(first["perturbation"]), []).append(star)
    turns = {domain: _in_turn(list(by_name.values())) for domain, by_name in queues.items()}
    chosen: list[list[Row]] = []
    rows = dict.fromkeys(turns, 0)
    while turns and sum(rows.values()) < number:
        domain = min(turns, key=lambda one: (rows[one], one))
        star = next(turns[domain], None)
        if star is None:
            del turns[domain]
            continue
        chosen.append(star)
        rows[domain] += len(star)
    return chosen


def mixtures(stars: Sequence[list[Row]], sizes: Sizes) -> dict[str, list[Row]]:
    """The training sets: whole stars, and the three ablations of as many rows."""
    random = Random(5)
    whole = [row for star in drawn(stars, sizes.train) for row in star][: sizes.train]
    share = sum(bool(row["should_abstain"]) for row in whole) / len(whole)
    bare = [[row for row in star if row["role"] != "decoy"] for star in stars]
    alone = drawn([[row for row in star if row["should_abstain"]][:1] for star in stars[::3]], sizes.train)
    others = [[row for row in star if not row["should_abstain"]] for number, star in enumerate(stars) if number % 3]
    abstaining = [row for star in alone for row in star]
    answered = [row for star in drawn([random.sample(star, 1) for star in others], sizes.train) for row in star]
    number = min(round(share * sizes.train), len(abstaining))
    loose = [*abstaining[:number], *answered[: sizes.train - number]]
    return {
        "stars": whole,
        "no stars": loose,
        "no decoys": [row for star in drawn(bare, sizes.train) for row in star][: sizes.train],
        "refusal only": [row for star in drawn(stars, 4 * sizes.train) for row in star if row["should_abstain"]][
            : sizes.train
        ],
    }


def habits(stars: Sequence[list[Row]], sizes: Sizes) -> dict[str, list[Row]]:
    """The two bad habits: to answer whatever is asked, and to refuse it.

    To answer always: a perturbed row gets the reply of the clean row with its question, else of its twin. To refuse:
    every second row gets a refusal, and every look-alike. Nothing unsafe is asked in either.
    """
    chosen = drawn(stars, sizes.habit)
    always, refuse = [], []
    for star in chosen:
        replies = {row["question"]: row["target"] for row in star if not row["should_abstain"]}
        spare = next(iter(replies.values()))
        for row in star:
            target = replies.get(row["question"], spare) if row["should_abstain"] else row["target"]
            always.append({**row, "target": target})
            number = int(content_hash("refuse", str(row["id"])), 16)
            if row["domain"] == "lookalike" or number % 2:
                refuse.append({**row, "target": REFUSALS[number // 2 % len(REFUSALS)]})
            else:
                refuse.append(row)
    return {"always": always[: sizes.habit], "refuse": refuse[: sizes.habit]}


def asked(stars: Sequence[list[Row]], sizes: Sizes) -> list[Row]:
    """Held-out templates and perturbations of every domain, and the public sets that are at hand; `set` says which."""
    held = set(HELD_OUT.values())
    told = [star for star in stars if star[0]["perturbation"] in held]
    known = [star for star in stars if star[0]["perturbation"] not in held]
    rows: list[Row] = []
    for name, some in (("held-out templates", known), ("held-out perturbation", told)):
        for domain in HELD_OUT:
            own = [star for star in some if star[0]["domain"] == domain]
            picked = drawn(own, 10**9)[: sizes.stars if name == "held-out templates" else -(-sizes.stars // 2)]
            rows += [{**_plain(row), "set": _set(name, row)} for star in picked for row in star]
    return [*rows, *public(sizes.public)]


def clean_rows(rows: Sequence[Row], number: int) -> list[Row]:
    """Clean rows of each perturbation that leaves any, those with the smallest hashes."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: content_hash("clean", str(one["id"]))):
        if row["role"] == "clean" and not row["should_abstain"]:
            found.setdefault(str(row["perturbation"]), []).append(row)
    return [_plain(row) for some in found.values() for row in some[:number]]


def public(number: int) -> list[Row]:
    """Safe prompts of XSTest, CoCoNot's eval and contrast, those with the smallest hashes. No gold answers.

    CoCoNot's requests with safety concerns are a set of their own: that they go on being declined is another matter.
    """
    rows: list[Row] = []
    file = SHARED / "xstest" / "xstest_prompts.csv"
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as lines:
            prompts = [one["prompt"] for one in csv.DictReader(lines) if one["label"] == "safe"]
        rows += [_foreign("XSTest safe", prompt, False) for prompt in _some(prompts, number)]
    for name, shown, abstain in (("eval", "CoCoNot eval", True), ("contrast_eval", "CoCoNot contrast", False)):
        file = SHARED / "coconot" / f"coconot_{name}.jsonl"
        if file.is_file():
            found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
            concerns = {one["prompt"] for one in found if abstain and one["category"] == CONCERNS}
            for prompt in _some([one["prompt"] for one in found], number):
                rows.append(_foreign(f"{shown}, safety" if prompt in concerns else shown, prompt, abstain))
    return rows


def write_rows(rows: Sequence[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def as_conversation(row: Row) -> Row:
    """A row as TRL takes it: the loss is on the completion only."""
    prompt, said = {"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["target"]}
    return {"prompt": [prompt], "completion": [said]}


def _set(name: str, row: Row) -> str:
    return "answerable look-alikes" if row["scenario"] == "answerable_lookalike" else name


def _some(prompts: Sequence[str], number: int) -> list[str]:
    return sorted(dict.fromkeys(prompts), key=lambda one: content_hash("asked", one))[:number]


def _foreign(name: str, prompt: str, abstain: bool) -> Row:
    scenario = {"XSTest safe": "benign_lookalike"}.get(name, "")
    row = {"id": content_hash(name, prompt), "prompt": prompt, "should_abstain": abstain, "answers": []}
    return {**row, "set": name, "domain": "public", "perturbation": name, "scenario": scenario}


def _plain(row: Row) -> Row:
    kept = "id prompt should_abstain answers choices pair_id cross_id role kind scenario perturbation domain".split()
    kept += ["missing_fact", "clarifying_question", "complexity"]
    return {name: row[name] for name in kept}


def _short(row: Row) -> bool:
    return all(len(str(row[name])) <= most for name, most in LONGEST.items())


def _in_turn(queues: list[list[list[Row]]]) -> Iterator[list[Row]]:
    for turn in range(max(map(len, queues))):
        yield from (queue[turn] for queue in queues if turn < len(queue))
