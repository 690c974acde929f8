"""The command `nescio conformance`."""

import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from nescio.schemas.seed import Seed

Command = Callable[..., Result]


def test_the_command_prints_both_figures_of_each(command: Command) -> None:
    """The perturbations named are tried, one report after the other."""
    done = command("conformance", "premise_removal", "hedged_quantity", "-n", 3)
    assert "premise_removal with the checker " in done.stdout
    assert "hedged_quantity with the checker " in done.stdout
    assert done.stdout.count("valid rows (") == done.stdout.count("planted errors (") == 2


def test_json_is_the_report_and_seeds_may_come_from_a_file(
    command: Command, seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """`--json` prints a list of reports; a file of seeds is read as `nescio run` reads it."""
    path = seed_file([*seeds[:2], "not JSON"])
    done = command("conformance", "premise_removal", "--seeds", path, "--json")
    [report] = json.loads(done.stdout)
    assert (report["perturbation"], report["seeds"]) == ("premise_removal", 2)
    assert report["caught_share"] >= 0.95
    assert done.exit_code == (0 if report["ok"] else 1)


def test_a_failure_is_exit_code_1_and_an_unknown_name_2(
    command: Command, seeds: tuple[Seed, ...], seed_file: Callable[..., Path]
) -> None:
    """A script can tell a perturbation that fails from a typo."""
    bare = seeds[0].model_copy(update={"evidence": seeds[0].evidence.model_copy(update={"facts": ()})})
    done = command("conformance", "premise_removal", "--seeds", seed_file([bare]))
    assert done.exit_code == 1
    assert "no star was made of 1 seeds" in done.stdout
    typo = command("conformance", "premise_remval")
    assert typo.exit_code == 2
    assert "'premise_removal'" in typo.stderr
