"""A task for Inspect, the framework of the UK AI Security Institute (inspect.aisi.org.uk): `--format inspect`."""

from collections.abc import Sequence
from pathlib import Path

from nescio.pipelines.folder import write_text
from nescio.pipelines.harness import LONGEST_REPLY, write_data
from nescio.pipelines.read_rows import DataRow

_TASK = '''\
"""{rows} rows of a nescio dataset as an Inspect task; docs/harness.md of nescio says what the figures mean.

    inspect eval task.py --model hf/MODEL -M do_sample=false
    inspect eval task.py --model openai-api/PROVIDER/MODEL --temperature 0
"""

from pathlib import Path

from inspect_ai import Task, task
from inspect_ai.dataset import Sample, json_dataset
from inspect_ai.model import GenerateConfig
from inspect_ai.scorer import SampleScore, Score, metric, scorer
from inspect_ai.solver import generate

from nescio.pipelines.harness import DATA, pack, score_reply, task_figures, unpack


def sample(row):
    return Sample(id=row["id"], input=row["prompt"], target=row["answers"] or row["expected"], metadata=row)


@metric
def signature():
    """nescio's figures, with the ends of their 95 % intervals by whole stars; those of nothing are left out."""

    def compute(scores: list[SampleScore]):
        found = task_figures(unpack(one.score.metadata["row"]) for one in scores)
        ends = (("", "value"), ("_low", "low"), ("_high", "high"))
        told = [(name, one) for name, one in found.items() if one.value is not None]
        return {{name + end: getattr(one, which) for name, one in told for end, which in ends}}

    return compute


@scorer(metrics=[signature()])
def abstention():
    """1 where the reply does what the row wants: a gold answer, or an abstention."""

    async def score(state, target):
        reply = state.output.completion
        row = score_reply(state.metadata, reply, finished=state.output.stop_reason != "max_tokens")
        kept = {{"row": list(pack(row))}}
        return Score(value=int(row.right), answer=reply, explanation=row.kind.value, metadata=kept)

    return score


@task(name="{name}")
def nescio_dataset():
    return Task(
        dataset=json_dataset(str(Path(__file__).parent / DATA), sample),
        solver=generate(),
        scorer=abstention(),
        # Greedy decoding is asked for differently of each kind of model, so by the one who runs it.
        config=GenerateConfig(max_tokens={longest}),
    )
'''


def write(rows: Sequence[DataRow], out: Path, *, name: str) -> list[Path]:
    """Write the task `name` into the folder `out`: task.py and its data.

    The folder may be moved. Raises UsageError where there is no row, or the name is none.
    """
    data = write_data(rows, out, name)
    task = out / "task.py"
    write_text(task, _TASK.format(rows=len(rows), name=name, longest=LONGEST_REPLY))
    return [task, data]
