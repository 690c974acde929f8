"""The command compare: several evaluations in one plane, and whether their models differ."""

from pathlib import Path
from typing import Annotated

import typer

from nescio.pipelines.cli_base import Json, print_json


def compare(
    evaluations: Annotated[list[Path], typer.Argument(metavar="EVAL...", help="Folders of `nescio eval`.")],
    common: Annotated[bool, typer.Option("--common", help="Compare on the rows that all of them asked.")] = False,
    tolerance: Annotated[
        float, typer.Option("--tolerance", min=0, max=1, help="Share of failures that is still no failing.")
    ] = 0.1,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Draw the plane into this file.")] = None,
    as_json: Json = False,
) -> None:
    """Compare models that were asked the same rows: the direction in which each fails, and which two differ."""
    from nescio.pipelines.compare_show import plane_points, show_comparison
    from nescio.pipelines.comparing import compare as run_compare
    from nescio.pipelines.folder import whole
    from nescio.pipelines.plane import plane_svg

    found = run_compare(evaluations, common=common, tolerance=tolerance)
    if svg is not None:
        with whole(svg) as place:
            place.write_text(plane_svg(plane_points(found)), "utf-8")
    if as_json:
        return print_json(found.model_dump(mode="json"))
    return show_comparison(found, svg)
