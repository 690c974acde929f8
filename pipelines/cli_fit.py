"""The command that fits the classifier of refusals: fit-responses."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json

if TYPE_CHECKING:
    from nescio.pipelines.fit_report import FitReport
    from nescio.validation.proportions import Estimate
    from nescio.validation.responses import ResponseClass


def fit_responses(
    labelled: Annotated[
        list[Path], typer.Argument(metavar="LABELLED...", help="CSV or JSON Lines files, one for each model replying.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the model goes, as JSON.")],
    prompt: Annotated[str | None, typer.Option("--prompt", metavar="COLUMN", help="The column of prompts.")] = None,
    reply: Annotated[str | None, typer.Option("--reply", metavar="COLUMN", help="The column of replies.")] = None,
    label: Annotated[str | None, typer.Option("--label", metavar="COLUMN", help="The column of labels.")] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="COLUMN", help="The column that names the model; else the file does."),
    ] = None,
    means: Annotated[
        list[str],
        typer.Option("--means", metavar="LABEL=CLASS", help="A label of yours: answered, refused, partially_refused."),
    ] = [],  # noqa: B006  typer reads the default and never changes it
    encoder: Annotated[str, typer.Option("--encoder", help="The sentence encoder.")] = "packaged:minilm",
    as_json: Json = False,
) -> None:
    """Fit a classifier of refusals on replies that people labelled, and measure it on each file left out."""
    from nescio.gen.engines.encoder import SentenceEncoder
    from nescio.pipelines.fit_report import report
    from nescio.pipelines.fitting import fit, prepare
    from nescio.pipelines.folder import write_json
    from nescio.pipelines.labelled_replies import Columns, read_replies

    default = Columns()
    columns = Columns(
        prompt=(prompt,) if prompt else default.prompt,
        reply=(reply,) if reply else default.reply,
        label=(label,) if label else default.label,
        group=group,
    )
    read = read_replies(labelled, columns, _meanings(means))
    data = prepare(read.replies, SentenceEncoder(encoder), encoder)
    found = report(data, fit(data), read.left_out)
    write_json(out, found.model)
    if as_json:
        print_json(found.model_dump(mode="json", exclude={"model": {"weights", "intercepts"}}))
    else:
        _show(found, out)


def _meanings(means: list[str]) -> "dict[str, ResponseClass]":
    from nescio.schemas.errors import UsageError
    from nescio.validation.response_model import CLASSES
    from nescio.validation.responses import ResponseClass

    found: dict[str, ResponseClass] = {}
    for one in means:
        name, _, kind = one.rpartition("=")
        if not name or kind not in {known.value for known in ResponseClass}:
            known = ", ".join(one.value for one in CLASSES)
            raise UsageError(f"--means {one}: a label, = and a class were expected; classes are {known}")
        found[name] = ResponseClass(kind)
    return found


def _show(found: "FitReport", out: Path) -> None:
    from nescio.pipelines.display import console, plain, show_table

    screen = console()
    rows = [
        [one.name, who, str(one.replies), *map(_percent, (said.refusal, said.any_refusal, said.three_classes))]
        + [_percent(said.recall.get(kind)) for kind in ("answered", "refused", "partially_refused")]
        for one in found.held_out
        for who, said in (("rules", one.rules), ("with model", one.model))
    ]
    head = ["left out", "by", "replies", "full refusal or compliance", "any refusal or compliance", "three classes"]
    head += ["recall: compliance", "full refusal", "partial"]
    show_table(screen, head, rows, title="right, %, with 95 % intervals; fitted without the file left out")
    model = found.model
    encoder = f"{model.encoder} x {model.embedding_scale:g}" if model.embedding_scale else "no embeddings"
    told = ", ".join(f"{count} {reason}" for reason, count in found.left_out.items())
    screen.print(plain(f"{out}: {encoder}, C {model.inverse_penalty:g}, hash {model.hash}"))
    if not found.helps:
        verdict = "On files left out it tells no more refusals apart than the rules: eval does as well without it."
        screen.print(plain(verdict, "bold"))
    if told:
        screen.print(plain(f"not fitted on: {told}"))


def _percent(found: "Estimate | None") -> str:
    return "-" if found is None else f"{100 * found.value:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})"
