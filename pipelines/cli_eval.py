"""The command eval: ask a model every row of a dataset, and tell its signature."""

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
    from nescio.schemas.recipe import ModelSpec

Dataset = Annotated[
    str, typer.Argument(metavar="DATASET", help="A folder, a file (Parquet, JSONL, JSON), or a Hub id.")
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
    ask_confidence: Annotated[
        bool, typer.Option("--ask-confidence", help="Ask in each prompt how sure the model is of its reply.")
    ] = False,
    classifier_errors: Annotated[
        Path | None, typer.Option("--classifier-errors", metavar="FILE", help="Counts that correct the figures.")
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
    from nescio.pipelines.eval_show import show_eval
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
        ask_confidence=ask_confidence,
        response_model=response_model,
        classifier_errors=classifier_errors,
        limits=Limits(max_tokens, max_cost, retry_failed, partial),
        progress=for_terminal(),
    )
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        show_eval(found, out / "answers.parquet")
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
