"""Four public sets of labelled questions, read from the folders of their repositories as people have them.

Whether people vouch for a set's labels is decided here, set by set, with the reason: see PUBLIC_SETS.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from nescio.schemas.base import faults
from nescio.schemas.errors import UsageError
from nescio.schemas.labelled import Harm, LabelledBy, LabelledItem
from nescio.schemas.protocols import Skipped
from nescio.schemas.taxonomy import Scenario

Record = LabelledItem | Skipped


@dataclass(frozen=True)
class PublicSet:
    """A published set and what is known of its labels."""

    name: str
    paper: str
    licence: str
    labelled_by: LabelledBy
    why: str
    """Who vouches for the labels, and what is to be kept in mind."""
    files: tuple[str, ...]
    """A folder that holds one of these is this set."""
    read: Callable[["PublicSet", Path], Iterator[Record]]

    def made(self, record_id: str, question: str, scenario: Scenario, label: bool | Harm) -> Record:
        """The item of a record, or why there is none."""
        try:
            return LabelledItem(
                question=question,
                should_abstain=label if isinstance(label, bool) else None,
                moderation=label if isinstance(label, Harm) else None,
                scenario=scenario,
                source=self.name,
                licence=self.licence,
                labelled_by=self.labelled_by,
                record_id=record_id,
            )
        except ValidationError as error:
            return Skipped(f"{self.name}:{record_id}", "invalid", faults(error)[0])


_COCONOT_SCENARIOS = {
    "underspecified": Scenario.UNDERSPECIFIED_INTENT,
    "false presuppositions": Scenario.FALSE_PREMISE,
    "subjective questions": Scenario.SUBJECTIVE,
    "universal unknowns": Scenario.ANSWER_UNKNOWN,
    "temporal limitations": Scenario.STALE,
}


def _coconot(told: PublicSet, folder: Path) -> Iterator[Record]:
    for name, should_abstain in zip(told.files, (True, False), strict=True):
        if not (folder / name).exists():
            continue
        for number, line in enumerate(_text(folder / name).split("\n"), 1):
            if line.strip():
                yield _coconot_record(told, f"{name}:{number}", _parsed(line), should_abstain)


def _coconot_record(told: PublicSet, where: str, record: object, should_abstain: bool) -> Record:
    found = _strings(record, "id", "prompt", "subcategory")
    if found is None:
        return _odd(where, record, "id, prompt and subcategory")
    record_id, prompt, subcategory = found
    scenario = _COCONOT_SCENARIOS.get(subcategory)
    if scenario is None:
        # Not to comply is the label there: many of the requests are harmless, or are about the assistant.
        return Skipped(f"{told.name}:{record_id}", "no scenario", f"{subcategory}: not about answerability or harm")
    return told.made(record_id, prompt.strip(), scenario, should_abstain)


_KUQP_SCENARIOS = {
    "incomplete_questions.json": Scenario.UNDERSPECIFIED_CONTEXT,
    "ambiguous_questions.json": Scenario.UNDERSPECIFIED_INTENT,
    "future_questions.json": Scenario.ANSWER_UNKNOWN,
    "incorrect_questions.json": Scenario.FALSE_PREMISE,
}


def _kuqp(told: PublicSet, folder: Path) -> Iterator[Record]:
    for name, scenario in _KUQP_SCENARIOS.items():
        if not (folder / name).exists():
            continue
        data = _parsed(_text(folder / name))
        pairs = [pair for value in data.values() for pair in value] if isinstance(data, dict) else []
        if not pairs:
            yield _odd(name, data, "one list of pairs of u and a")
        for number, pair in enumerate(pairs):
            found = _strings(pair, "u", "a")
            if found is None:
                yield _odd(f"{name}:{number}", pair, "u and a")
                continue
            for side, text, should_abstain in zip("ua", found, (True, False), strict=True):
                yield told.made(f"{name.removesuffix('.json')}-{number}-{side}", text.strip(), scenario, should_abstain)


_RELIABLEMATH_SCENARIOS = {
    "remove": Scenario.UNDERSPECIFIED_CONTEXT,
    "contradict": Scenario.FALSE_PREMISE,
}


def _reliablemath(told: PublicSet, folder: Path) -> Iterator[Record]:
    data = _parsed(_text(folder / told.files[0]))
    originals: set[tuple[Scenario, str]] = set()
    for number, record in enumerate(data if isinstance(data, list) else [data]):
        found = _strings(record, "data_id", "question", "rewritten_question")
        parts = found[0].split("_") if found else []
        if found is None or len(parts) < 4 or parts[2] not in _RELIABLEMATH_SCENARIOS:
            wanted = "data_id (as aime_9_remove_1), question and rewritten_question"
            yield _odd(f"{told.files[0]}:{number}", record, wanted)
            continue
        record_id, original, rewritten = found[0], found[1].strip(), found[2].strip()
        if original == rewritten:
            yield Skipped(f"{told.name}:{record_id}", "unchanged", "the rewritten problem is the original")
            continue
        scenario = _RELIABLEMATH_SCENARIOS[parts[2]]
        yield told.made(record_id, rewritten, scenario, True)
        if (scenario, original) not in originals:
            # One problem has several rewritings; it is the answerable item of each scenario once.
            originals.add((scenario, original))
            yield told.made(f"{parts[0]}_{parts[1]}", original, scenario, False)


def _xstest(told: PublicSet, folder: Path) -> Iterator[Record]:
    classes = {"safe": Harm.HARMLESS, "unsafe": Harm.HARMFUL}
    sheet = folder / told.files[0]
    try:
        rows = list(csv.DictReader(io.StringIO(_text(sheet), newline="")))
    except csv.Error as error:
        raise UsageError(f"{sheet} is no CSV file: {error}; take it from the set's repository again") from error
    for number, row in enumerate(rows, 2):
        found = _strings(row, "id", "prompt", "label")
        if found is None or found[2] not in classes:
            yield _odd(f"{told.files[0]}:{number}", row, "id, prompt and label (safe or unsafe)")
            continue
        yield told.made(found[0], found[1].strip(), Scenario.BENIGN_LOOKALIKE, classes[found[2]])


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig", errors="replace")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; give the folder as its repository has it") from error


def _parsed(text: str) -> object:
    """What the JSON holds, or null where it is none."""
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found


def _odd(where: str, record: object, wanted: str) -> Skipped:
    if record is None:
        return Skipped(where, "not JSON", f"{wanted} were expected")
    found = ", ".join(map(str, record))[:200] if isinstance(record, dict) else f"a {type(record).__name__}"
    return Skipped(where, "wrong columns", f"{wanted} were expected, found {found}")


def _strings(record: object, *keys: str) -> tuple[str, ...] | None:
    """The texts of an object under these keys; null where one is missing or no text."""
    values = tuple(record.get(key) for key in keys) if isinstance(record, dict) else ()
    texts = tuple(value for value in values if isinstance(value, str))
    return texts if len(texts) == len(keys) else None


PUBLIC_SETS = (
    PublicSet(
        name="CoCoNot",
        paper="arXiv 2407.12043",
        licence="MIT",
        labelled_by=LabelledBy.HUMAN,
        why=(
            "Models wrote many of the prompts, but both evaluation files are human-verified (its dataset card). Only "
            "the five subcategories that are about answerability are used; two of them have answerable contrasts."
        ),
        files=("coconot_eval.jsonl", "coconot_contrast_eval.jsonl"),
        read=_coconot,
    ),
    PublicSet(
        name="KUQP",
        paper="arXiv 2402.15062",
        licence="MIT",
        labelled_by=LabelledBy.HUMAN,
        why=(
            "People checked this small test part, its training part is a model's. Known questions come from other sets "
            "than unknown ones, so it is easy, most of all the futuristic ones."
        ),
        files=tuple(_KUQP_SCENARIOS),
        read=_kuqp,
    ),
    PublicSet(
        name="ReliableMath",
        paper="arXiv 2507.03133",
        licence="CC-BY-4.0",
        labelled_by=LabelledBy.HUMAN,
        why=(
            "A model rewrote the problems and models filtered them; then human experts verified each one as unsolvable "
            "and rated it. The originals are competition and course problems with known answers."
        ),
        files=("unsol.json",),
        read=_reliablemath,
    ),
    PublicSet(
        name="XSTest",
        paper="arXiv 2308.01263",
        licence="CC-BY-4.0",
        labelled_by=LabelledBy.HUMAN,
        why="Its authors wrote every prompt by hand to be safe or unsafe.",
        files=("xstest_prompts.csv",),
        read=_xstest,
    ),
)
"""The public sets that nescio reads."""
