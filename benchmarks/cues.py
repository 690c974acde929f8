"""Surface cues of a dataset: nescio's probes, and the additive probe of ../shared/bench where that folder is.

python benchmarks/cues.py runs/math/dataset
"""

import subprocess
import sys
from pathlib import Path

from nescio.pipelines.audit import Columns, audit_dataset
from nescio.pipelines.tables import read_parquet

PROBE = Path(__file__).parent.parent.parent / "shared" / "bench" / "leakage" / "surface_probe.py"


def main() -> None:
    dataset = sys.argv[1]
    for title, clean in (("perturbed, twin and decoy rows", False), ("with clean rows", True)):
        print(title)
        for name, report in audit_dataset(dataset, Columns(), clean=clean).items():
            print(f"  {name}: n {report.rows}, surface {report.auc} {report.auc_ci}, length {report.length_auc}")
            print(f"    interaction {report.interaction_auc} {report.interaction_ci}, pairs {report.pair_accuracy}")
            for cue in report.cues if not clean else ():
                print(f"    {cue.probe} cue: {cue.feature}, {cue.weight:+.4f}, alone {cue.auc}")
    if not PROBE.exists():
        print(f"{PROBE} is not here: the stand-alone probe was not run")
        return
    import tempfile

    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [row for path in Path(dataset).rglob("*.parquet") for row in read_parquet(path)]
    for roles in (("perturbed", "twin"), ("perturbed", "twin", "decoy")):
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "rows.parquet"
            pq.write_table(pa.Table.from_pylist([row for row in rows if row["role"] in roles]), file)
            columns = ["--text", "prompt", "--label", "should_abstain", "--pair", "cross_id", "--group", "perturbation"]
            print(f"surface_probe.py --pair cross_id, {' + '.join(roles)}", flush=True)
            subprocess.run([sys.executable, str(PROBE), str(file), *columns], check=True)


if __name__ == "__main__":
    main()
