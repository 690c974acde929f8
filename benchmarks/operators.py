"""What each perturbation makes of each source's seeds, all of them tried on every seed.

SEEDS=../shared/data/seeds
python benchmarks/operators.py templates gsm8k:$SEEDS/gsm8k/train.jsonl svamp:$SEEDS/svamp/SVAMP.json

For each source: seconds to read it, usable records and the reasons of the others; for each perturbation: figures of its
stars, how many its checker accepts and why not the others, the share of seeds with an accepted perturbed row, and the
probes' AUCs on the accepted perturbed, twin and decoy rows. No model is used. `--json FILE` keeps everything.
"""

import argparse
import json
import resource
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from time import process_time

from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines.curate import audit_groups
from nescio.pipelines.resolve import find, seed_spec
from nescio.schemas.example import Candidate
from nescio.schemas.protocols import Perturbation, Skipped
from nescio.schemas.seed import Seed
from nescio.schemas.taxonomy import Role
from nescio.validation.checkers import CHECKERS


@dataclass
class Made:
    """What a perturbation made of a source's seeds."""

    seconds: float = 0.0
    stars: int = 0
    accepted: int = 0
    seeds: int = 0
    """Seeds with at least one accepted perturbed row."""
    figures: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    surface: dict[str, object] | None = None


def try_all(seeds: Sequence[Seed], perturbation: Perturbation, probe: bool) -> Made:
    made, rows, began = Made(), list[Candidate](), process_time()
    checker = find("checker", perturbation.checker, CHECKERS)
    for seed in seeds:
        stars = list(perturbation.propose(seed, Random(f"{seed.id} {perturbation.name}")))
        good = [star for star in stars if _accepted(checker.check(star), made)]
        made.stars += len(stars)
        made.accepted += len(good)
        made.seeds += bool(good)
        made.figures.update(star.rows[0].figure.value for star in good)
        rows += [row.model_copy(update={"source": seed.source}) for star in good for row in star.rows]
    made.seconds = process_time() - began
    rows = [row for row in rows if row.role is not Role.CLEAN]
    if probe and {row.should_abstain for row in rows} == {True, False}:
        made.surface = audit_groups(rows)["all"].model_dump(mode="json", exclude={"probes"})
    return made


def _accepted(verdicts: Sequence[object], made: Made) -> bool:
    bad = next((one for one in verdicts if one.rejects), None)  # type: ignore[attr-defined]
    if bad is not None:
        made.rejected[bad.reason] += 1  # type: ignore[attr-defined]
    return bad is None


def measure(source: str, limit: int | None, names: Sequence[str], probe: bool) -> dict[str, object]:
    spec = seed_spec(source).model_copy(update={"limit": limit})
    began = process_time()
    read = list(find("seed source", spec.source, SOURCES).read(spec, 0))
    seconds = process_time() - began
    seeds = [one for one in read if isinstance(one, Seed)]
    skipped = Counter(one.reason for one in read if isinstance(one, Skipped))
    print(f"\n## {source}: {len(seeds)} of {len(read)} records usable, {seconds:.1f} s of CPU", flush=True)
    print("skipped: " + (", ".join(f"{reason} {count}" for reason, count in skipped.most_common()) or "none"))
    print(f"questions a seed: {dict(sorted(Counter(len(one.questions) for one in seeds).items()))}")
    print(
        "\n| perturbation | stars | accepted | seeds with one | figures | surface | length | interaction | pairs | s |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    found = {}
    for perturbation in PERTURBATIONS:
        fitting = [seed for seed in seeds if seed.evidence.type == perturbation.evidence]
        if (names and perturbation.name not in names) or not fitting:
            continue
        made = found[perturbation.name] = try_all(fitting, perturbation, probe)
        print(line(perturbation.name, made, len(fitting)), flush=True)
    for name, made in found.items():
        if made.rejected:
            print(f"\n{name} rejected: " + ", ".join(f"{why} {count}" for why, count in made.rejected.most_common(8)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory so far {peak:.0f} MiB")
    return {
        "source": source, "records": len(read), "usable": len(seeds), "seconds": seconds, "skipped": dict(skipped),
        "perturbations": {name: asdict(made) for name, made in found.items()}, "peak_mib": peak,
    }  # fmt: skip


def line(name: str, made: Made, seeds: int) -> str:
    surface = made.surface or {}
    shown = [_figure(surface, key) for key in ("auc", "length_auc", "interaction_auc", "pair_accuracy")]
    share = f"{made.accepted / made.stars:.1%}" if made.stars else "-"
    figures = ", ".join(f"{figure} {count}" for figure, count in made.figures.most_common())
    cells = [name, str(made.stars), share, f"{made.seeds / max(seeds, 1):.1%}", figures, *shown, f"{made.seconds:.1f}"]
    return f"| {' | '.join(cells)} |"


def _figure(surface: dict[str, object], key: str) -> str:
    value = surface.get(key)
    return f"{value:.3f}" if isinstance(value, float) else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", help="a source, or source:path")
    parser.add_argument("--limit", type=int, help="seeds of each source; of templates 1,000 unless given")
    parser.add_argument("--only", nargs="*", default=[], help="perturbations")
    parser.add_argument("--no-probes", action="store_true")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = []
    for source in given.sources:
        limit = given.limit or (1000 if source == "templates" else None)
        found.append(measure(source, limit, given.only, not given.no_probes))
    if given.json:
        given.json.write_text(json.dumps(found, indent=2, default=str) + "\n", "utf-8")


if __name__ == "__main__":
    main()
