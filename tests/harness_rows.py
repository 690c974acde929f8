"""Two small stars for the tasks of other harnesses, and models that reply to them in a known way."""

import json
from pathlib import Path
from typing import Any

from nescio.pipelines.read_rows import DataRow

ANSWER = "The answer is {}."
ABSTAIN = "The text doesn't say how many {} each {} holds, so I can't tell."
_STARS = (("pear", "box", 4, 6, "bag", 5, 3), ("jar", "shelf", 7, 8, "crate", 9, 2))


def rows() -> list[DataRow]:
    """Two stars of eight rows: two hidden facts by two questions, twice with nothing needed hidden, and clean ones."""
    found = []
    for thing, one, ones, in_one, two, twos, in_two in _STARS:
        plural = f"{two}s"
        facts = {"a": f"Each {one} holds {in_one} {thing}s.", "b": f"Each {two} holds {in_two} {thing}s."}
        asks = {"a": f"How many {thing}s do {ones} of the {one}es hold?", "b": f"How many do {twos} {plural} hold?"}
        gold = {"a": ones * in_one, "b": twos * in_two}
        for hidden in ("a", "b", "", "c"):
            for asked in ("a", "b"):
                shown = " ".join(fact for name, fact in facts.items() if name != hidden)
                lacks = hidden == asked
                role = "perturbed" if lacks else {"": "clean", "c": "decoy"}.get(hidden, "twin")
                story = f"Mara packs {thing}s{'' if hidden == 'c' else ' on Monday'}. {shown} {asks[asked]}"
                found.append(
                    DataRow.model_validate(
                        {
                            "id": f"{thing}-{hidden}-{asked}",
                            "prompt": story,
                            "question": asks[asked],
                            "should_abstain": lacks,
                            "answers": [] if lacks else [str(gold[asked])],
                            "missing_fact": f"how many {thing}s a {one if asked == 'a' else two} holds"
                            if lacks
                            else None,
                            "cross_id": f"star-{thing}",
                            "pair_id": f"{thing}-{hidden}" if role in ("perturbed", "twin") else None,
                            "role": role,
                            "domain": "math",
                        }
                    )
                )
    return found


def perfect(row: DataRow) -> str:
    """What a model says that knows when."""
    if row.should_abstain:
        thing, one = ("jars", "shelf") if row.star == "star-jar" else ("pears", "box")
        return ABSTAIN.format(thing, one if row.id.endswith("a") else {"jars": "crate", "pears": "bag"}[thing])
    return ANSWER.format(row.answers[0])


def samples(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
