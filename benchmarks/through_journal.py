"""One request for each row through nescio's engine and journal, as ../shared/bench/peers/compare.py runs it.

    OURS="nescio=python benchmarks/through_journal.py --url {url} --rows {input} --out {out} --concurrency {conc}"
    PEERS=../shared/bench/peers/compare.py
    python $PEERS clean0 --peers raw,curator --venvs VENVS --rows rows.jsonl --command "$OURS"

Rows that came are in OUT/rows.jsonl, those that failed for good in OUT/failed.jsonl with kind and message; exit 1 if
there are any. The same command goes on where a killed one stopped.
"""

import argparse
import json
import sys
from pathlib import Path
from time import time

from nescio.pipelines.chat_models import ChatModels
from nescio.pipelines.journal import Journal
from nescio.pipelines.progress import quiet
from nescio.pipelines.spend import Limits
from nescio.schemas.asking import Question
from nescio.schemas.base import Frozen
from nescio.schemas.chat import Fault, Message, Reply
from nescio.schemas.recipe import ModelSpec

QUIET = quiet()


class Pair(Frozen):
    """What the structured scenarios ask for."""

    question: str
    answer: str


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", required=True)
    options.add_argument("--rows", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--concurrency", type=int, default=64)
    options.add_argument("--timeout", type=float, default=120)
    options.add_argument("--structured", action="store_true")
    options.add_argument("--retry-failed", action="store_true")
    given = options.parse_args()
    rows = [json.loads(line) for line in given.rows.read_text().splitlines()]
    given.out.mkdir(parents=True, exist_ok=True)
    began = time()
    spec = ModelSpec(
        engine="openai", model="stub", base_url=given.url, concurrency=given.concurrency, timeout=given.timeout
    )
    found = ask(spec, [row["instruction"] for row in rows], given.out, given.structured, given.retry_failed)
    write(given.out, rows, found)
    failed = sum(isinstance(one, Fault) for one in found)
    print("RESULT " + json.dumps({"import_s": 0.0, "run_s": round(time() - began, 2), "rows_out": len(rows) - failed}))
    return 1 if failed else 0


def ask(spec: ModelSpec, prompts: list[str], out: Path, structured: bool, retry_failed: bool) -> list[str | Fault]:
    """The reply to each prompt, or why there is none."""
    models = ChatModels({"model": spec}, Limits(retry_failed=retry_failed), lambda _: lambda *_: None, QUIET.note)
    questions = [Question((Message("user", prompt),)) for prompt in prompts]
    with Journal(out / "journal.sqlite") as journal:
        models.open(journal)
        try:
            asks = models.asks("model")
            if structured:
                made = asks.objects("rows", questions, Pair)
                return [one if isinstance(one, Fault) else one.value.model_dump_json() for one in made]
            return [one.text if isinstance(one, Reply) else one for one in asks.text("rows", questions)]
        finally:
            models.close()


def write(out: Path, rows: list[dict[str, object]], found: list[str | Fault]) -> None:
    with (out / "rows.jsonl").open("w") as good, (out / "failed.jsonl").open("w") as bad:
        for row, one in zip(rows, found, strict=True):
            if isinstance(one, Fault):
                bad.write(json.dumps({"id": row["id"], "kind": one.kind.value, "message": one.message}) + "\n")
            else:
                good.write(json.dumps({"id": row["id"], "text": one}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
