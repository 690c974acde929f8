"""The repository root is the package: what that needs to stay true (docs/design/001)."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_SHIPPED = {"tests", "docs", "benchmarks", ".typing", ".venv", "build", "dist"}

UNINSTALLED = """
import sys
sys.path.insert(0, {site!r})
# The editable installation of the repository would answer for nescio too.
sys.meta_path[:] = [finder for finder in sys.meta_path if "__editable__" not in getattr(finder, "__module__", "")]
import nescio
from nescio.gen.sources.templates import packaged_templates
from nescio.pipelines.resolve import packaged_recipes
print(nescio.__file__, len(packaged_templates()), *packaged_recipes())
"""


def setuptools_table() -> dict[str, list[str]]:
    """The packaging part of pyproject.toml."""
    table: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    return table


def source_files() -> list[Path]:
    """The files git tracks or would track, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        Path(line) for line in listed.stdout.splitlines() if (ROOT / line).exists() and "nescio" not in Path(line).parts
    ]


def shipped_packages() -> set[str]:
    """Every folder with an __init__.py that belongs to the package."""
    folders = [
        path.parent for path in source_files() if path.name == "__init__.py" and path.parts[0] not in NOT_SHIPPED
    ]
    return {".".join(("nescio", *folder.parts)) for folder in folders}


def test_every_package_is_listed() -> None:
    """A new folder that nobody listed would silently be missing from the wheel."""
    assert set(setuptools_table()["packages"]) == shipped_packages()


def test_the_root_holds_two_python_files() -> None:
    """Every .py in the root is shipped as part of the package."""
    assert {path.name for path in ROOT.glob("*.py")} == {"__init__.py", "__main__.py"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel and an sdist, built in a clone of another name."""
    clone = tmp_path_factory.mktemp("clone") / "some-other-name"
    for path in source_files():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, clone / path)
    done = subprocess.run([sys.executable, "-m", "build", "--outdir", "out"], cwd=clone, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return clone / "out"


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_nothing_else(built: Path) -> None:
    """All modules and data of the listed packages are in it; tests, docs and benchmarks are not."""
    [wheel] = built.glob("*.whl")
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = {
        f"nescio/{path.as_posix()}"
        for path in source_files()
        if path.parts[0] in {"schemas", "gen", "validation", "pipelines"}
        or path.name in {"__init__.py", "__main__.py", "py.typed"}
        if path.parts[0] not in NOT_SHIPPED
    }
    assert names == wanted


@pytest.mark.slow
def test_the_sdist_builds_what_the_repository_builds(built: Path) -> None:
    """The wheel was built from the sdist, which holds the licence and the build's own files."""
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as opened:
        names = {Path(*Path(name).parts[1:]).as_posix() for name in opened.getnames()}
    assert {
        "pyproject.toml",
        "LICENSE",
        "README.md",
        "gen/seeds/math/rates.yaml",
        "pipelines/recipes/math.yaml",
    } <= names


@pytest.mark.slow
def test_the_wheel_runs_from_another_folder(built: Path, tmp_path: Path) -> None:
    """Unpacked where the repository is not, it lists its recipes and draws from its templates."""
    [wheel] = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    script = UNINSTALLED.format(site=str(tmp_path / "site"))
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path) in done.stdout
    assert "math" in done.stdout
