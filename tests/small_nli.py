"""A small real cross-encoder for inference, made of the packaged encoder: it knows sentences like its own only."""

from pathlib import Path
from random import Random
from typing import Any

NAMES = "Orla Ben Mirko Ines Kofi Tessa Jonas Mei Rafael Signe Omar Paula".split()
FAMILIES = "Finch Marsh Lund Vale Adler Brook Stone Reyes".split()
DEEDS = (
    "founded the Heron Club",
    "designed the boathouse",
    "won the silver cup",
    "painted the old ferry",
    "repaired the clock tower",
    "bought the brewery",
    "planted the orchard",
    "wrote the harbour song",
)
LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}
START = "Denby is a small harbour town on the river."
END = "Every spring the crews paint their oars."
STEPS = 100


def person(random: Random) -> str:
    """A name."""
    return f"{random.choice(NAMES)} {random.choice(FAMILIES)}"


def untrained(folder: Path, labels: dict[int, str]) -> Path:
    """A cross-encoder with a head of random weights, saved to a folder."""
    _made(labels).save_pretrained(str(folder))
    return folder


def trained(folder: Path) -> Path:
    """One that was trained for a minute on what `pair` makes."""
    import torch

    model = _made(LABELS)
    random, body = Random(1), model.model
    optimizer = torch.optim.AdamW(body.parameters(), lr=1e-4)
    body.train()
    for _ in range(STEPS):
        batch = [pair(random) for _ in range(8)]
        inputs = model.tokenizer([a for a, _, _ in batch], [b for _, b, _ in batch], padding=True, return_tensors="pt")
        loss = torch.nn.functional.cross_entropy(body(**inputs).logits, torch.tensor([c for _, _, c in batch]))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    body.eval()
    model.save_pretrained(str(folder))
    return folder


def story(random: Random, count: int = 3) -> tuple[list[str], list[tuple[str, str]]]:
    """Sentences about as many deeds of different people, and a question with its answer for each."""
    people: list[str] = []
    while len(people) < count:
        one = person(random)
        if not any(set(one.split()) & set(other.split()) for other in people):
            people.append(one)
    told = list(zip(people, random.sample(DEEDS, count), strict=True))
    years = random.sample(range(1810, 1990, 11), count)
    sentences = [f"{who} {deed} in {year}." for (who, deed), year in zip(told, years, strict=True)]
    return sentences, [(f"Who {deed}?", who) for who, deed in told]


def pair(random: Random) -> tuple[str, str, int]:
    """A window of a story, a statement, and whether the one entails the other (1) or not (2)."""
    sentences, asked = story(random)
    text = [START, *sentences, END]
    size = random.randint(1, 3)
    first = random.randrange(len(text) - size + 1)
    window = text[first : first + size]
    inside = [number for number, one in enumerate(sentences) if one in window]
    outside = [number for number in range(len(sentences)) if number not in inside]
    entails = bool(inside) and (not outside or random.random() < 0.6)
    question, answer = asked[random.choice(inside if entails else outside)]
    return " ".join(window), f"{answer} {question[4:-1]}.", 1 if entails else 2


def _made(labels: dict[int, str]) -> Any:
    import torch
    from sentence_transformers import CrossEncoder

    from nescio.gen.engines.models import quiet_loading, resolve

    torch.manual_seed(0)
    with quiet_loading():
        return CrossEncoder(
            str(resolve("packaged:minilm").path),
            num_labels=len(labels),
            device="cpu",
            local_files_only=True,
            max_length=64,
            config_kwargs={"id2label": labels, "label2id": {name: number for number, name in labels.items()}},
        )
