"""The commands that use a dataset: eval, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nescio.pipelines.cli_base import (
    BUDGET,
    FAULTS,
    Json,
    MaxCost,
    MaxTokens,
    Partial,
    RetryFailed,
    print_json,
)

if TYPE_CHECKING:
    from nescio.pipelines.eval_files import EvalSummary
    from nescio.schemas.recipe import ModelSpec
    from nescio.validation.metrics import Figures
    from nescio.validation.star_bootstrap import Share

Dataset = Annotated[
    str, typer.Argument(metavar="DATASET", help="A folder, a file (Parquet, JSONL, JSON, CSV), or a Hub id.")
]


def evaluate(
    dataset: Dataset,
    engine: Annotated[str, typer.Option("--engine", help="openai, vllm, transformers, llamacpp or fake.")],
    model: Annotated[str, typer.Option("--model", help="A server's name for it, a Hub id, or a folder.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where answers, figures and journal go.")],
    base_url: Annotated[str | None, typer.Option("--base-url", help="Of a server, up to /v1.")] = None,
    key_env: Annotated[str | None, typer.Option("--key-env", help="The variable that holds the server's key.")] = None,
    split: Annotated[str, typer.Option("--split", help="The split to ask; `all` asks every one.")] = "test",
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="Ask at most so many rows: whole stars, smallest hashes first.")
    ] = None,
    system: Annotated[str | None, typer.Option("--system", help="A system message before each prompt.")] = None,
    response_model: Annotated[
        Path | None, typer.Option("--response-model", metavar="FILE", help="Of fit-responses; says what refuses.")
    ] = None,
    reply_tokens: Annotated[int, typer.Option("--reply-tokens", min=1, help="Longest reply.")] = 1024,
    temperature: Annotated[float, typer.Option("--temperature", min=0, help="0 takes the likeliest token.")] = 0.0,
    concurrency: Annotated[int, typer.Option("--concurrency", min=1, help="Requests under way at a time.")] = 64,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    retry_failed: RetryFailed = False,
    partial: Partial = False,
    as_json: Json = False,
) -> None:
    """Ask a model every row of a dataset and measure how well it abstains and answers. The same command resumes."""
    from nescio.pipelines.evaluate import evaluate as run_eval
    from nescio.pipelines.progress import for_terminal
    from nescio.pipelines.spend import Limits
    from nescio.schemas.chat import Sampling

    spec = _spec(
        engine=engine,
        model=model,
        base_url=base_url,
        key_env=key_env,
        concurrency=concurrency,
        sampling=Sampling(temperature=temperature, max_tokens=reply_tokens),
    )
    found = run_eval(
        dataset,
        spec,
        out=out,
        split=None if split == "all" else split,
        limit=limit,
        system=system,
        response_model=response_model,
        limits=Limits(max_tokens, max_cost, retry_failed, partial),
        progress=for_terminal(),
    )
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        _show(found, out)
    if found.unasked:
        raise typer.Exit(BUDGET)
    if found.faults:
        raise typer.Exit(FAULTS)


def _spec(**options: object) -> "ModelSpec":
    from pydantic import ValidationError

    from nescio.schemas.base import faults
    from nescio.schemas.errors import UsageError
    from nescio.schemas.recipe import ModelSpec

    try:
        return ModelSpec.model_validate(options)
    except ValidationError as error:
        raise UsageError(f"the model cannot be had so: {'; '.join(faults(error))}") from error


def _show(found: "EvalSummary", out: Path) -> None:
    from nescio.pipelines.display import console, plain, show_table, told_cost

    screen, whole = console(), found.signature
    groups: dict[str, Figures] = {"all": whole, **whole.by_role, **whole.by_perturbation}
    rows = [
        [name, str(one.rows), *map(_percent, (one.abstention_recall, one.abstention_precision))]
        + [_percent(share) for share in (one.refused_unanswerable, one.over_abstention)]
        + [_percent(share) for share in (one.fully_refused, one.partially_refused, one.accuracy)]
        for name, one in groups.items()
    ]
    head = ["rows", "number", "abstention recall", "precision", "refused instead", "over-abstention"]
    head += ["of it refused", "partly refused", "accuracy"]
    show_table(screen, head, rows, title=f"{found.model} on {found.dataset}, %, with 95 % intervals over stars")
    screen.print(plain(f"pairs right: {_percent(whole.paired_accuracy)}; stars right: {_percent(whole.star_accuracy)}"))
    if found.faults:
        told = ", ".join(f"{kind} {count}" for kind, count in found.faults.items())
        screen.print(plain(f"no reply, and in no figure: {told}", "bold red"))
    screen.print(
        plain(f"{found.tokens:,} tokens, {told_cost(found.cost)}, over all resumes; answers: {out / 'answers.parquet'}")
    )


_BESIDE_SAFETY = (
    "{:,} rows are refusal-prone and teach to comply: train on them only beside a safety set of your own "
    "(`nescio mix BASE DATASET --safety SET`)"
)


def _percent(share: "Share") -> str:
    if share.value is None or share.low is None or share.high is None:
        return "-"
    return f"{100 * share.value:.1f} ({100 * share.low:.1f} to {100 * share.high:.1f})"


def export(
    dataset: Dataset,
    out: Annotated[Path, typer.Option("--out", metavar="PATH", help="A .jsonl or .parquet file.")],
    format: Annotated[str, typer.Option("--format", help="sft: chat messages.")] = "sft",
    split: Annotated[str, typer.Option("--split", help="The split to write; `all` writes every one.")] = "train",
    abstain_share: Annotated[
        float | None, typer.Option("--abstain-share", help="Leave rows out so that this share abstains.")
    ] = None,
    abstention: Annotated[str, typer.Option("--abstention", help="prose, boxed or json.")] = "prose",
    system: Annotated[str | None, typer.Option("--system", help="A system message in each conversation.")] = None,
    as_json: Json = False,
) -> None:
    """Write a dataset in the form that a trainer reads."""
    from nescio.pipelines.display import console, plain
    from nescio.pipelines.export import export as run_export

    found = run_export(
        dataset,
        out=out,
        format=format,
        split=None if split == "all" else split,
        abstain_share=abstain_share,
        abstention=abstention,
        system=system,
    )
    if as_json:
        return print_json(found.model_dump(mode="json"))
    told = ", ".join(f"{count} {role}" for role, count in found.left_out.items())
    lines = [
        f"{found.rows} conversations of {found.stars} stars, {found.abstain} of them abstain: {found.path}",
        *([f"left out to reach the share: {told}"] if told else []),
        *([_BESIDE_SAFETY.format(found.refusal_prone)] if found.refusal_prone else []),
    ]
    for line in lines:
        console().print(plain(line))
    return None
