"""Imports go one way: kernels <- agents <- model <- experiments. Files and functions fit a head."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("model", "agents", "experiments")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60
KERNEL = ("sovereigns.model.kernels", "sovereigns.model.errors")
MAY_IMPORT = {
    "sovereigns.model.kernels": KERNEL,
    "sovereigns.model.errors": (),
    "agents": ("agents", *KERNEL),
    "model": ("model", "agents"),
    "experiments": PACKAGES,
}
"""Part of the project, most special first -> the parts that it may import."""


def module_of(path: Path) -> str:
    """Dotted name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, part: str) -> bool:
    return module == part or module.startswith(f"{part}.")


def imports(source: str) -> list[str]:
    """Modules of ours that a source imports, and relative names as they stand."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            found += [f"{origin}.{alias.name}" for alias in node.names]
    return [name for name in found if name.split(".")[0] in ("", *PACKAGES)]


def forbidden(source: str, module: str) -> list[str]:
    """What a module imports against the arrows, bare packages, and relative names."""
    part = next(part for part in MAY_IMPORT if within(module, part))
    allowed = MAY_IMPORT[part]
    return [
        name for name in imports(source) if name in PACKAGES or not any(within(name, one) for one in allowed)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_of(path))
def test_imports_go_one_way(path: Path) -> None:
    assert forbidden(path.read_text(encoding="utf-8"), module_of(path)) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sovereigns.model.kernels.theory.hill", "from model.world import World"),
        ("sovereigns.model.kernels.theory.hill", "from agents.contract import Briefing"),
        ("sovereigns.model.errors", "from model.kernels.hill import hill"),
        ("sovereigns.agents.posture", "from model.world import World"),
        ("sovereigns.agents.posture", "def late():\n    from model.phases import decide"),
        ("sovereigns.agents.posture", "from experiments.cli import main"),
        ("sovereigns.model.world", "from experiments.store import open_results"),
        ("sovereigns.model.world", "import experiments.store"),
        ("sovereigns.model.world", "import model"),
        ("sovereigns.model.phases.decide", "from ..world import World"),
    ],
)
def test_an_import_against_the_arrow_is_seen(module: str, source: str) -> None:
    assert forbidden(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("sovereigns.model.kernels.theory.hill", "from model.kernels.elementary import log"),
        (
            "sovereigns.agents.posture",
            "from model.kernels.coalition import stays\nfrom model.errors import InputError",
        ),
        ("sovereigns.model.world", "from agents.contract import LAYERS\nimport numpy"),
        (
            "sovereigns.experiments.cli.main",
            "from model.simulation import Simulation\nfrom agents.registry import strategies",
        ),
    ],
)
def test_an_import_along_the_arrow_is_not(module: str, source: str) -> None:
    assert forbidden(source, module) == []


def test_the_model_package_is_empty() -> None:
    assert (ROOT / "model" / "__init__.py").read_text(encoding="utf-8") == ""


def test_no_file_is_long() -> None:
    lengths = {module_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE} == {}


def functions(source: str) -> dict[str, int]:
    """Lines of the longest function of each name in a source, decorators left out."""
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found[node.name] = max(lines, found.get(node.name, 0))
    return found


def test_no_function_is_long() -> None:
    long = {
        f"{module_of(path)}.{name}": lines
        for path in FILES
        for name, lines in functions(path.read_text(encoding="utf-8")).items()
        if lines > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_the_lines_of_a_function_are_counted() -> None:
    source = "class A:\n    @property\n    def f(self):\n        x = 1\n\n        return x\n"
    assert functions(source) == {"f": 4}
    assert functions(source + "class B:\n    def f(self): ...\n") == {"f": 4}
