"""A task for lm-evaluation-harness (github.com/EleutherAI/lm-evaluation-harness): `nescio export --format lm-eval`."""

from collections.abc import Sequence
from pathlib import Path

from nescio.pipelines.folder import write_text
from nescio.pipelines.harness import FIGURES, LONGEST_REPLY, LOWER_IS_BETTER, write_data
from nescio.pipelines.read_rows import DataRow

_YAML = """\
# {rows} rows of a nescio dataset, asked with greedy decoding; docs/harness.md says what the figures mean. Run it with
#   lm_eval --include_path FOLDER --tasks {name} --model hf --model_args pretrained=MODEL --apply_chat_template
task: "{name}"
custom_dataset: !function utils.load
test_split: test
output_type: generate_until
doc_to_text: prompt
doc_to_target: expected
process_results: !function utils.process_results
generation_kwargs:
  # Nothing but the end of the reply stops it: an empty line is no end.
  until: []
  do_sample: false
  temperature: 0.0
  max_gen_toks: {longest}
metric_list:
{metrics}metadata:
  version: 1.0
"""
_METRIC = """\
  - metric: {name}
    aggregation: !function utils.{name}
    higher_is_better: {higher}
"""
_UTILS = '''\
"""What the task calls: nescio's own data reader, scoring and figures (`pip install nescio`)."""

from pathlib import Path

from nescio.pipelines.harness import FIGURES, figure, pack, read_data, score_reply


def load(**_):
    return read_data(Path(__file__).parent)


def process_results(doc, results):
    packed = pack(score_reply(doc, results[0]))
    return {name: packed for name in FIGURES}
'''
_FIGURE = """

def {name}(packed):
    found = figure("{name}", packed)
    return float("nan") if found is None else found
"""


def write(rows: Sequence[DataRow], out: Path, *, name: str) -> list[Path]:
    """Write the task `name` into the folder `out`: its YAML, its data and the functions that it calls.

    The folder may be moved. Raises UsageError where there is no row, or the name is none.
    """
    data = write_data(rows, out, name)
    metrics = "".join(_METRIC.format(name=one, higher="false" if one in LOWER_IS_BETTER else "true") for one in FIGURES)
    task, utils = out / f"{name}.yaml", out / "utils.py"
    write_text(task, _YAML.format(rows=len(rows), name=name, longest=LONGEST_REPLY, metrics=metrics))
    write_text(utils, _UTILS + "".join(_FIGURE.format(name=one) for one in FIGURES))
    return [task, data, utils]
