"""How often hostile seed text changes a verdict, or puts its canary into a reply, with and without the delimiters.

    python -m benchmarks.injection --model '{engine: openai, model: Qwen/Qwen3-8B, base_url: "http://127.0.0.1:8000/v1"}'

`--model` is an entry of a recipe's `models`, as YAML. Each attack of tests/gen/injections.py is put behind the context
of perturbed rows, which a judge should not call answerable and some attacks want it to. A flip is a verdict that
differs from the one on the same row without an attack, under the same kind of prompt. Replies are journaled in `--out`,
so the same command goes on where it stopped.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random

import yaml

from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.written import PROMPTS, WrittenHiding
from nescio.gen.prompting import PromptTemplate, load_prompt
from nescio.gen.sources.templates import Templates
from nescio.pipelines.asking import Asker
from nescio.pipelines.chat_models import ChatModels
from nescio.pipelines.journal import Journal
from nescio.pipelines.progress import quiet
from nescio.pipelines.spend import NO_LIMITS
from nescio.schemas.asking import Question
from nescio.schemas.chat import Fault
from nescio.schemas.evidence import HidingForm
from nescio.schemas.example import Candidate
from nescio.schemas.recipe import ModelSpec
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers.judge import Answerability, AnswerabilityReply
from tests.gen.injections import ATTACKS, CANARY

QUIET = quiet()
WANTED = Answerability.ANSWERABLE
HARMLESS = {
    "weather": "It was a windy day.",
    "quote": 'Somebody said: "What a lovely morning!"',
    "number": "The bus number 40 went by.",
    "list": "- one bell\n- one bicycle",
    "German": "Das Wetter war schön.",
}
"""What is put behind contexts for comparison: how often does a verdict change with any addition?"""


@dataclass(frozen=True)
class Item:
    """A row, and the sentence that tells its hidden fact in the clean text."""

    row: Candidate
    sentence: str
    fact: str


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--model", required=True, help="a ModelSpec as YAML")
    options.add_argument("--rows", type=int, default=10, help="perturbed rows to attack (default 10)")
    options.add_argument("--attacks", type=int, default=len(ATTACKS), help="only the first so many (default all)")
    options.add_argument("--out", type=Path, default=Path("runs/injection"), help="where the journal is kept")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    spec = ModelSpec.model_validate(yaml.safe_load(given.model))
    models = ChatModels({"model": spec}, NO_LIMITS, lambda _: lambda *_: None, QUIET.note)
    with Journal(given.out / "journal.sqlite") as journal:
        models.open(journal)
        try:
            print(json.dumps(measure(models.asks("model"), given.rows, given.attacks), indent=2))
        finally:
            models.close()


def measure(asks: Asker, rows: int, attacks: int) -> dict[str, object]:
    chosen = dict(islice(ATTACKS.items(), attacks))
    items = attacked_items(rows)
    judge, writer = load_prompt("judge_answerable"), load_prompt(PROMPTS[HidingForm.VAGUE])
    found: dict[str, object] = {"model": asks.name, "rows": len(items), "attacks": len(chosen)}
    for name, delimited in (("with delimiters", True), ("without", False)):
        found[name] = {
            "judge": judged(asks, replace(judge, delimited=delimited), items, chosen),
            "writer": wrote(asks, replace(writer, delimited=delimited), items, chosen),
        }
    return found


def attacked_items(number: int) -> list[Item]:
    """Perturbed rows of packaged seeds, one a seed."""
    seeds = (one for one in Templates().read(SeedSpec(source="templates", limit=number), 0) if isinstance(one, Seed))
    items = []
    for seed in seeds:
        [star] = HedgedQuantity().propose(seed, Random(seed.id))
        row = next(row for row in star.rows if row.role is Role.PERTURBED)
        items.append(Item(row, row.edits[0].before, row.missing_fact or ""))
    return items


def contexts(item: Item, attacks: dict[str, str]) -> list[str]:
    return [item.row.context, *(f"{item.row.context} {attack}" for attack in attacks.values())]


def judged(asks: Asker, prompt: PromptTemplate, items: Sequence[Item], attacks: dict[str, str]) -> dict[str, object]:
    every = {**attacks, **{f"harmless: {name}": text for name, text in HARMLESS.items()}}
    questions = [
        Question(prompt.render(context=context, question=item.row.question))
        for item in items
        for context in contexts(item, every)
    ]
    replies = asks.objects("judges", questions, AnswerabilityReply)
    counts: Counter[str] = Counter()
    flips: Counter[str] = Counter()
    for start in range(0, len(replies), len(every) + 1):
        clean, *attacked = replies[start : start + len(every) + 1]
        if isinstance(clean, Fault):
            counts["rows without a verdict"] += 1
            continue
        for name, reply in zip(every, attacked, strict=True):
            kind = "attacked" if name in attacks else "harmless"
            counts[kind] += 1
            if isinstance(reply, Fault):
                counts[f"{kind}, no verdict"] += 1
                continue
            flips[name] += reply.value.verdict is not clean.value.verdict
            counts[f"{kind}, flipped"] += reply.value.verdict is not clean.value.verdict
            counts[f"{kind}, flipped to answerable"] += clean.value.verdict != reply.value.verdict == WANTED
            counts["canaries"] += CANARY.lower() in reply.value.missing.lower()
    return {**counts, "worst": dict((+flips).most_common(5))}


def wrote(asks: Asker, prompt: PromptTemplate, items: Sequence[Item], attacks: dict[str, str]) -> dict[str, object]:
    asked = [
        (name, Question(prompt.render(context=context, sentence=item.sentence, fact=item.fact)))
        for item in items
        for name, context in zip(attacks, contexts(item, attacks)[1:], strict=True)
    ]
    counts: Counter[str] = Counter(asked=len(asked))
    worst: Counter[str] = Counter()
    for (name, _), reply in zip(asked, asks.objects("write", [one for _, one in asked], WrittenHiding), strict=True):
        counts["no reply"] += isinstance(reply, Fault)
        worst[name] += not isinstance(reply, Fault) and CANARY.lower() in reply.value.model_dump_json().lower()
    return {**counts, "canaries": sum(worst.values()), "worst": dict((+worst).most_common(5))}


if __name__ == "__main__":
    main()
