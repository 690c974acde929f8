"""Imports go one way: schemas <- gen, schemas <- validation, all three <- pipelines <- __main__."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "schemas": {"schemas"},
    "gen": {"gen", "schemas"},
    "validation": {"validation", "schemas"},
    "pipelines": {"pipelines", "gen", "validation", "schemas"},
}
HEAVY = {
    "aiohttp",
    "jinja2",
    "vllm",
    "xllamacpp",
    "numpy",
    "torch",
    "transformers",
    "sentence_transformers",
    "datasets",
    "huggingface_hub",
    "pyarrow",
    "sklearn",
    "rich",
}


def modules(folder: str) -> list[Path]:
    """The Python files of a folder of the package."""
    return sorted((ROOT / folder).rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module that a tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("folder", ALLOWED)
def test_a_folder_imports_only_what_stands_below_it(folder: str) -> None:
    """No module reaches up or sideways: gen and validation never meet, and schemas knows nobody."""
    for path in modules(folder):
        for name in imports(ast.parse(path.read_text("utf-8"))):
            if name.split(".")[0] == "nescio":
                part = name.split(".")[1] if "." in name else "the root"
                assert part in ALLOWED[folder], f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("folder", ALLOWED)
def test_heavy_packages_are_imported_in_the_function_that_needs_them(folder: str) -> None:
    """No module pays for numpy, torch and their like when it is merely imported."""
    for path in modules(folder):
        tree = ast.parse(path.read_text("utf-8"))
        at_import = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        for node in at_import:
            heavy = {name.split(".")[0] for name in imports(node)} & HEAVY
            assert not heavy, f"{path.relative_to(ROOT)} imports {heavy} at its top"


def test_only_the_process_starters_start_processes() -> None:
    """No module starts a process: a checker that runs programs will be the only one that may."""
    for folder in ALLOWED:
        for path in modules(folder):
            assert "subprocess" not in set(imports(ast.parse(path.read_text("utf-8")))), path
