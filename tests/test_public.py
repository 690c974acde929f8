"""What users import and type."""

import subprocess
import sys
from pathlib import Path

import pytest

import nescio

ROOT = Path(__file__).parent.parent


def test_the_public_names_are_sorted_and_real() -> None:
    """Everything in `__all__` can be had, and nothing is promised twice."""
    assert nescio.__all__ == sorted(set(nescio.__all__))
    assert all(getattr(nescio, name) is not None for name in nescio.__all__)


def test_an_unknown_name_is_an_attribute_error_that_lists_the_known_ones() -> None:
    """A typo says what there is."""
    with pytest.raises(AttributeError, match=r"'runn'.*load, publish, run"):
        nescio.runn  # noqa: B018


def test_help_imports_nothing_heavy() -> None:
    """`nescio --help` loads no library that costs more than it."""
    script = (
        "import sys; sys.argv = ['nescio', '--help']\n"
        "from nescio.pipelines.cli import main; code = main()\n"
        "heavy = {'numpy', 'torch', 'transformers', 'datasets', 'pyarrow', 'sklearn', 'pydantic', 'huggingface_hub'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)), code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert "LOADED [] 0" in done.stdout
    assert "run" in done.stdout


def test_the_package_says_that_it_is_typed() -> None:
    """Type checkers of users find py.typed."""
    assert (ROOT / "py.typed").exists()
