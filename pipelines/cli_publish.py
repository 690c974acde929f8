"""The command that publishes a run."""

from typing import Annotated

import typer

from nescio.pipelines.cli_base import Directory, Json, print_json


def publish(
    folder: Directory,
    repo: Annotated[str, typer.Argument(metavar="REPO_ID", help="A dataset repository: OWNER/NAME.")],
    public: Annotated[
        bool, typer.Option("--public", help="Let everybody see it: a new repository, or one that is public already.")
    ] = False,
    tag: Annotated[
        str | None, typer.Option("--tag", metavar="vX.Y.Z", help="The version; the next minor one unless given.")
    ] = None,
    allow: Annotated[
        list[str], typer.Option("--allow", metavar="KIND:REASON", help="Publish in spite of a check; the card says so.")
    ] = [],  # noqa: B006  typer reads the default and never changes it
    new_schema: Annotated[
        bool, typer.Option("--new-schema", help="Columns may differ from those published: a new major version.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Stage and check everything, and send nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Publish a run's dataset on the Hub, private unless --public. The same command goes on after any interruption."""
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    from nescio.pipelines.display import console, plain
    from nescio.pipelines.progress import for_terminal
    from nescio.pipelines.publish import prepare
    from nescio.pipelines.publish import publish as publish_run

    disable_progress_bars()
    if dry_run:
        staged = prepare(folder, repo, allow=allow, progress=for_terminal())
        if as_json:
            return print_json(staged.manifest.model_dump(mode="json"))
        return console().print(
            plain(f"nothing was sent; {repo} would hold {staged.folder}: {', '.join(staged.files())}")
        )
    receipt = publish_run(
        folder, repo, public=public, tag=tag, allow=allow, new_schema=new_schema, progress=for_terminal()
    )
    if as_json:
        return print_json(receipt.model_dump(mode="json"))
    lines = [f"{receipt.url} at {receipt.tag} ({receipt.commit[:8]}), {receipt.visibility}; every file read back"]
    if receipt.kept:
        lines.append(f"kept as edited on the Hub: {', '.join(receipt.kept)}")
    lines += [f"published in spite of {kind}: {reason}" for kind, reason in receipt.allowed.items()]
    lines.append(f'load it: nescio.load("{receipt.repo}", revision="{receipt.tag}")')
    for line in lines:
        console().print(plain(line))
    return None
