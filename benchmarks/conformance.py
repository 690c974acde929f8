"""Both figures of every packaged perturbation on every source: planted errors caught, valid rows accepted.

python benchmarks/conformance.py [--count N] [--gsm8k PATH] [--svamp PATH] > table.md

Prints a Markdown table for RESULTS.md, and what broke or got through below it.
"""

import argparse
import time
from collections.abc import Iterator
from itertools import islice

import nescio
from nescio.gen.perturbations import PERTURBATIONS
from nescio.gen.sources import SOURCES
from nescio.pipelines.conformance import ConformanceReport
from nescio.pipelines.conformance.kit import default_seeds
from nescio.pipelines.resolve import find
from nescio.schemas.seed import Seed
from nescio.schemas.seed_spec import SeedSpec

OWN = "nescio's own"
"""Seeds of every packaged source that reads no file, in turn."""
HEAD = (
    "source",
    "perturbation",
    "checker",
    "seeds",
    "stars",
    "figures",
    "valid rows accepted",
    "planted errors caught",
)
HEAD += ("promises broken", "seconds")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--count", type=int, default=200, help="seeds of each source")
    given.add_argument("--gsm8k", help="a file of the source gsm8k")
    given.add_argument("--svamp", help="a file of the source svamp")
    given.add_argument("--only", nargs="*", default=[], help="perturbations")
    options = given.parse_args()
    print("|", " | ".join(HEAD), "|")
    print("|" + "---|" * len(HEAD))
    reports = []
    for source, path in ((OWN, None), ("gsm8k", options.gsm8k), ("svamp", options.svamp)):
        if path is None and source != OWN:
            continue
        for perturbation in PERTURBATIONS:
            if not options.only or perturbation.name in options.only:
                began = time.perf_counter()
                report = nescio.conformance(perturbation, _seeds(source, path, options.count, perturbation.evidence))
                print(_line(source, report, time.perf_counter() - began), flush=True)
                reports.append((source, report))
    for source, report in reports:
        _particulars(source, report)


def _seeds(source: str, path: str | None, count: int, evidence: str) -> Iterator[Seed]:
    if source == OWN:
        return islice(default_seeds(0, evidence), count)
    found = find("seed source", source, SOURCES).read(SeedSpec(source=source, path=path, limit=count), 0)
    return (one for one in found if isinstance(one, Seed))


def _line(source: str, report: ConformanceReport, seconds: float) -> str:
    figures = ", ".join(f"{name} {count}" for name, count in report.figures.items())
    accepted = f"{report.accepted} / {report.rows} ({report.accepted_share:.1%})" if report.rows else "-"
    caught = f"{report.caught} / {report.planted} ({report.caught_share:.1%})" if report.planted else "-"
    broken = ", ".join(one.name for one in report.properties if not one.passed) or "none"
    cells = (source, report.perturbation, report.checker, report.seeds, report.stars, figures, accepted, caught, broken)
    return f"| {' | '.join(map(str, cells))} | {seconds:.0f} |"


def _particulars(source: str, report: ConformanceReport) -> None:
    """What broke, what got through, and why valid rows fell."""
    said = [f"- {one.name}: {one.counterexample}" for one in report.properties if not one.passed]
    said += [
        f"- {one.name}: {one.caught} of {one.planted} caught; missed: {one.missed}"
        for one in report.plants
        if one.caught < one.planted
    ]
    said += [f"- valid rows rejected: {reason} {count}" for reason, count in report.rejected.items()]
    if said:
        print(f"\n{report.perturbation} on {source}:\n" + "\n".join(said))


if __name__ == "__main__":
    main()
