"""Where the fluency check should draw its line: ratios of real edits against the same sentences spoilt.

python benchmarks/fluency.py [--stars 120] [--model packaged:smollm2]

For edited sentences of accepted stars, the ratio of per-token losses (edited to clean, each given all text before it)
as the check computes it; and the same for the edited sentence with two neighbouring words swapped, with a word left
out, with a word doubled, with all its words shuffled, and with a sentence of another template in its place. Prints
percentiles, and for each threshold the share of each kind above it.
"""

import argparse
from collections.abc import Callable
from itertools import islice
from random import Random

from nescio.gen.engines.language_model import TransformersLoss
from nescio.gen.perturbations.hedged_quantity import HedgedQuantity
from nescio.gen.perturbations.premise_removal import PremiseRemoval
from nescio.gen.sources.templates import draws, packaged_templates
from nescio.schemas.example import Candidate, Star
from nescio.schemas.protocols import Loss, LossRequest
from nescio.validation.checkers.dataflow import Dataflow

Spoil = Callable[[list[str], Random], list[str]]

HIDING = (HedgedQuantity(), PremiseRemoval())


def swap(words: list[str], random: Random) -> list[str]:
    i = random.randrange(len(words) - 1)
    return [*words[:i], words[i + 1], words[i], *words[i + 2 :]]


def drop(words: list[str], random: Random) -> list[str]:
    i = random.randrange(len(words))
    return words[:i] + words[i + 1 :]


def double(words: list[str], random: Random) -> list[str]:
    i = random.randrange(len(words))
    return [*words[:i], words[i], *words[i:]]


def shuffle(words: list[str], random: Random) -> list[str]:
    return random.sample(words, len(words))


SPOILS: dict[str, Spoil] = {
    "two words swapped": swap,
    "a word left out": drop,
    "a word doubled": double,
    "shuffled": shuffle,
}


def stars(count: int) -> list[Star]:
    templates, checker, found = packaged_templates(), Dataflow(), []
    for number in range(count):
        seed = next(islice(draws(templates[number % len(templates)], 21), number // len(templates), None))
        for star in HIDING[number % len(HIDING)].propose(seed, Random(seed.id)):
            if all(verdict.passed for verdict in checker.check(star)):
                found.append(star)
    return found


def request(row: Candidate, sentence: str) -> LossRequest:
    start = row.edits[0].span_after.start
    return LossRequest(row.context[:start] + sentence, start, start + len(sentence))


def per_token(loss: Loss) -> float:
    return max(loss.nats / loss.tokens, 0.1) if loss.tokens else 0.1


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--stars", type=int, default=120)
    arguments.add_argument("--model", default="packaged:smollm2")
    given = arguments.parse_args()
    random = Random(0)
    chosen = stars(given.stars)
    rows = [row for star in chosen for row in star.rows[:2]]
    sentences = [row.edits[0].after for row in rows]
    kinds: dict[str, list[str]] = {"real edits": sentences}
    for name, spoil in SPOILS.items():
        kinds[name] = [" ".join(spoil(sentence.split(), random)) for sentence in sentences]
    kinds["another template's"] = sentences[len(sentences) // 2 :] + sentences[: len(sentences) // 2]
    model = TransformersLoss(given.model)
    clean = model.losses([request(row, row.edits[0].before) for row in rows])
    ratios = {
        name: sorted(
            per_token(loss) / per_token(base)
            for loss, base in zip(
                model.losses([request(r, s) for r, s in zip(rows, said, strict=True)]), clean, strict=True
            )
        )
        for name, said in kinds.items()
    }
    for name, values in ratios.items():
        marks = [values[min(len(values) - 1, int(q * len(values)))] for q in (0.05, 0.5, 0.9, 0.95, 0.99)]
        print(f"{name:20} n={len(values)} 5 %, 50 %, 90 %, 95 %, 99 %: " + ", ".join(f"{mark:.2f}" for mark in marks))
    for threshold in (1.3, 1.5, 1.7, 2.0, 2.5):
        shares = {name: sum(value > threshold for value in values) / len(values) for name, values in ratios.items()}
        print(f"above {threshold}: " + ", ".join(f"{name} {share:.0%}" for name, share in shares.items()))


if __name__ == "__main__":
    main()
