"""What the commands share: options, exit codes, JSON, and errors as messages."""

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

DONE, FAULTS, USAGE, BUDGET, INTERRUPTED = 0, 1, 2, 3, 130

RecipeArgument = Annotated[str, typer.Argument(metavar="RECIPE", help="A packaged recipe's name, or a YAML file.")]
Directory = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SetOption = Annotated[
    list[str], typer.Option("--set", metavar="KEY=VALUE", help="Override a recipe key; the value is YAML.")
]
SeedsOption = Annotated[
    list[str],
    typer.Option("--seeds", metavar="SOURCE[:PATH]", help="Other seeds: a source, a source with a path, or a file."),
]

RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Ask once more what failed before.")]
MaxTokens = Annotated[
    int | None,
    typer.Option("--max-tokens", min=1, help="Stop before all prompts and replies exceed this."),
]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", min=0, help="The same in US dollars, where the cost of replies is known.")
]
Partial = Annotated[bool, typer.Option("--partial", help="Write what there is where a limit is reached.")]
Concurrency = Annotated[
    int | None, typer.Option("--concurrency", min=1, help="Requests under way at a time, instead of the recipe's.")
]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_PLACE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ENOENT)


@contextmanager
def reporting() -> Iterator[None]:
    """Turn NescioError, Ctrl-C and what the disk refuses into one message and an exit code.

    Anything else is a defect and shows its trace.
    """
    from nescio.schemas.errors import BudgetReached, NescioError, UsageError

    try:
        yield
    except BudgetReached as error:
        say(f"nescio: {error}")
        raise typer.Exit(BUDGET) from error
    except NescioError as error:
        say(f"nescio: {error}")
        raise typer.Exit(USAGE if isinstance(error, UsageError) else FAULTS) from error
    except KeyboardInterrupt as stop:
        say("\nnescio: stopped. What was observed so far is saved; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from stop
    except BrokenPipeError as stop:
        # Nobody reads on; Python would complain of it once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(DONE) from stop
    except OSError as error:
        if error.errno not in (*_FULL, *_PLACE):
            raise
        place = f" at {error.filename}" if error.filename else ""
        advice = (
            "Make room and run the same command again: it goes on where this one stopped."
            if error.errno in _FULL
            else "Check the path and its permissions, or choose another."
        )
        say(f"nescio: {error.strerror or error}{place}. {advice}")
        raise typer.Exit(FAULTS) from error


def say(message: str) -> None:
    """A message on the error stream, with hostile text made harmless."""
    from nescio.pipelines.safe_text import harmless

    sys.stderr.write(harmless(message) + "\n")


def print_json(data: object) -> None:
    """JSON on the standard output."""
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=True) + "\n")
