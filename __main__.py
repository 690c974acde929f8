"""`python -m nescio` and the command `nescio`."""

import sys


def main() -> None:
    """Run the command line; its exit code is the process's."""
    try:
        from nescio.pipelines.cli import main as run_cli

        sys.exit(run_cli())
    except KeyboardInterrupt:
        # Pressed before a command began: commands say more than that.
        sys.exit(130)


if __name__ == "__main__":
    main()
