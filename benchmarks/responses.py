"""How well replies are classified as compliance, full and partial refusal: rules, a fitted model, and two people.

python benchmarks/responses.py ../shared/data/labelled/xstest/xstest_v2_completions_*.csv

Each file is one model's replies. For each, the classifier is chosen and fitted on the others and tried on it (nested
cross-validation), on all its prompts and on the even-numbered ones, from which no rule was taken. On these it is also
fitted on odd-numbered prompts of the others alone, so that it has seen neither the model nor the prompt, and with those
of the model itself, so that it knows the model and not the prompt.
"""

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nescio.gen.engines.encoder import SentenceEncoder
from nescio.pipelines.fit_report import Agreement, agreement
from nescio.pipelines.fitting import GRID, Prepared, fit, predicted, prepare, shares
from nescio.pipelines.labelled_replies import LABELS, LabelledReply, read_replies
from nescio.validation.proportions import Estimate
from nescio.validation.response_model import CLASSES, ResponseModel
from nescio.validation.responses import ResponseClass

Kinds = Sequence[ResponseClass]
ENCODER = "packaged:minilm"
WITHOUT = [one for one in GRID if one[0] == 0]
WITH = [one for one in GRID if one[0] > 0]


def main(paths: Sequence[str]) -> None:
    files = [Path(one) for one in paths]
    replies = read_replies(files).replies
    numbers = [number for file in files for number in _numbers(file)]
    if len(numbers) != len(replies):
        raise SystemExit("some replies have no label that is understood, so the numbers of prompts do not fit")
    data = prepare(replies, SentenceEncoder(ENCODER), ENCODER)
    names = [one.group for one in replies]
    head = ["replies of", "prompts", "by", "full refusal or compliance", "any refusal or compliance", "three classes"]
    print(f"| {' | '.join([*head, 'compliance', 'full', 'partial'])} |\n{'|---' * 9}|")
    for name in dict.fromkeys(names):
        own = [place for place, other in enumerate(names) if other == name]
        others = [place for place, other in enumerate(names) if other != name]
        _rows(name, "all", data.only(own), data.only(others))
        even = data.only([place for place in own if numbers[place] % 2 == 0])
        _rows(name, "even", even, data.only(others))
        for told, places in (("odd prompts of the others", others), ("odd prompts of all", [*others, *own])):
            model = fit(data.only([place for place in places if numbers[place] % 2]))
            _row(name, "even", f"rules and model, fitted on {told}", even, [one.kind for one in predicted(model, even)])
    for file in files:
        _people(file)


def _rows(name: str, told: str, part: Prepared, rest: Prepared) -> None:
    _row(name, told, "rules", part, [one.kind for one in part.found])
    for who, grid in (("rules and model", GRID), ("the same, cues only", WITHOUT), ("the same, embeddings too", WITH)):
        model = fit(rest, grid)
        _row(name, told, f"{who} {_setting(model)}", part, [one.kind for one in predicted(model, part)])
        if grid is GRID:
            _row(name, told, "model alone", part, alone(model, part))
    model = fit(_without_cues(rest), WITH)
    _row(name, told, f"embeddings alone {_setting(model)}", part, alone(model, _without_cues(part)))


def _without_cues(data: Prepared) -> Prepared:
    return replace(data, seen=tuple(replace(one, numbers=(0.0,) * len(one.numbers)) for one in data.seen))


def alone(model: ResponseModel, data: Prepared) -> list[ResponseClass]:
    """The likeliest class of each reply, whatever the rules say."""
    return [CLASSES[share.index(max(share))] for share in shares(model, data)]


def _numbers(file: Path) -> list[int]:
    with file.open(newline="", encoding="utf-8") as stream:
        return [int(re.sub(r"\D", "", row["id"].rpartition("-")[2])) for row in csv.DictReader(stream)]


def _setting(model: ResponseModel) -> str:
    return f"(x {model.embedding_scale:g}, C {model.inverse_penalty:g})"


def _row(name: str, prompts: str, who: str, part: Prepared, kinds: Kinds) -> None:
    _line(name, prompts, who, part.replies, agreement(kinds, [one.label for one in part.replies]))


def _line(name: str, prompts: str, who: str, replies: Sequence[LabelledReply], found: Agreement) -> None:
    figures = (found.refusal, found.any_refusal, found.three_classes, *(found.recall.get(one.value) for one in CLASSES))
    cells = [name.rpartition("_")[2], f"{prompts} ({len(replies)})", who, *map(_shown, figures)]
    print(f"| {' | '.join(cells)} |")


def _shown(found: Estimate | None) -> str:
    return "-" if found is None else f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f})".replace("0.", ".")


def _people(file: Path) -> None:
    """The second annotator's labels against the first's, as if they were a classifier's."""
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    first, second = ([LABELS[row[one].lower()] for row in rows] for one in ("annotation_1", "annotation_2"))
    replies = read_replies([file]).replies
    _line(file.stem, "all", "second annotator, against the first", replies, agreement(second, first))


if __name__ == "__main__":
    main(sys.argv[1:])
