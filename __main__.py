"""`python -m nescio` and the command `nescio`."""

import sys


def main() -> None:
    """Run the command line; its exit code is the process's."""
    from nescio.pipelines.cli import main as run_cli

    sys.exit(run_cli())


if __name__ == "__main__":
    main()
