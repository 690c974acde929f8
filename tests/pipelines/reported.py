"""Runs made hostile or given vectors, and pages looked through for what must not be in them."""

from pathlib import Path
from typing import Any

import numpy as np

from nescio.pipelines.folder import write_json
from nescio.pipelines.observe import ENCODER_VERSION, input_key
from nescio.pipelines.report_folder import open_run
from nescio.pipelines.summary import ModelRecord
from nescio.pipelines.tables import read_parquet, write_parquet
from nescio.pipelines.vectors import VectorStore
from nescio.schemas.example import Example
from tests.pipelines.test_html import Text, read

HOSTILE = (
    '<script>alert(1)</script>"><img src=x onerror=alert(2)></details></td></table><!-- \u202eevil\u2066 \x1b[31m\x00'
)
PASSIVE = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main", "section", "footer", "h1", "h2",
    "h3", "p", "span", "b", "br", "ul", "li", "dl", "dt", "dd", "div", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "details", "summary", "mark", "pre", "figure", "figcaption", "svg", "rect", "line", "circle", "path", "text",
    "desc",
}  # fmt: skip


def inert(page: str) -> Text:
    """The page as it is parsed, once it is known to have no tag, attribute or control but its own."""
    found = read(page)
    assert found.tags <= PASSIVE
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "srcset", "action", "style"}
    assert all((value or "").startswith("#") for name, value in found.attributes if name == "href")
    assert not [value for _, value in found.attributes if value and ("alert" in value or "evil" in value)]
    assert not set(page) & set("\u202e\u2066\x1b\x00")
    assert "default-src 'none'" in page
    return found


def poison_rows(path: Path, model: type[Example]) -> None:
    """Make every text of the rows hostile, and the first context very long; names of perturbations too."""
    rows: list[Any] = []
    for number, row in enumerate(read_parquet(path)):
        long = HOSTILE * 1000 if number % 8 == 0 else ""
        for name in ("question", "target", "missing_fact", "rationale", "template_id", "reason", "detail"):
            if row.get(name):
                row[name] = f"{row[name]} {HOSTILE}"
        row["context"] = f"{row['context']} {HOSTILE} {long}"
        row["answers"] = [f"{one} {HOSTILE}" for one in row["answers"]]
        row["choices"] = [HOSTILE] * 3
        row["perturbation"] = HOSTILE if row["perturbation"] == "premise_removal" else row["perturbation"]
        for edit in row["edits"]:
            edit["kind"] = HOSTILE
        for verdict in row["verdicts"]:
            verdict |= {"check": HOSTILE, "detail": HOSTILE, "reason": verdict["reason"] and HOSTILE}
        if "proof" in row:
            row["proof"] |= {"checker": HOSTILE, "evidence": HOSTILE}
        rows.append(model.model_validate(row))
    write_parquet(rows, model, path)


def with_vectors(folder: Path) -> None:
    """Give a run vectors of all its rows but the last, as if it had looked for duplicates."""
    run = open_run(folder)
    model = ModelRecord(role="dedup", name="an encoder", revision=None, weights="0" * 64, licence=None)
    write_json(folder / "recipe.json", run.record.model_copy(update={"models": (model,)}))
    prompts = sorted(prompt for _, prompt, _ in run.sample(10_000))[:-1]
    vectors = np.random.default_rng(0).normal(size=(len(prompts), 8)).astype(np.float32)
    with VectorStore(folder / "vectors", "0" * 64) as store:
        store.put([input_key(ENCODER_VERSION, prompt) for prompt in prompts], vectors)
