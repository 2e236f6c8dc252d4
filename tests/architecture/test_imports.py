"""Imports go one way, room by room; files and functions fit a head."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from sovereigns.model.standard import SCENARIO

ROOT = Path(__file__).parents[2]
PACKAGES = ("model", "agents", "experiments")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FOUND_BY_A_REGISTRY = ("agents.strategies", "model.institutions", "experiments.app.pages")
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60
NUMERICS, THEORY = "model.kernels.numerics", "model.kernels.theory"
BASE = ("model.errors", "model.places", "model.standard")
FACTS = ("agents.contract", "agents.fears", "agents.sayings", *BASE, "model.facts")
WORLD = ("model.world", "model.events", NUMERICS, THEORY, *FACTS)
GROUND = ("experiments.limits", "experiments.readable", "experiments.work", "experiments.results")
RUNS = (*GROUND, "experiments.recipe", "experiments.words")
ANALYSED = (*RUNS, "experiments.sweeps", "experiments.analysis")
MAY_IMPORT = {
    "model.errors": (),
    "model.places": (),
    "model.standard": (),
    NUMERICS: (NUMERICS, *BASE),
    THEORY: (NUMERICS, THEORY, *BASE),
    "agents": ("agents", NUMERICS, THEORY, "model.errors"),
    "model.facts": FACTS,
    "model.scenario": FACTS,
    "model.law": ("model.law", "model.scenario", NUMERICS, *FACTS),
    "model.events": (),
    "model.world": ("model.events", "model.law", NUMERICS, THEORY, *FACTS),
    "model.streams": (NUMERICS, "model.errors"),
    "model.relations": ("model.relations", "model.streams", *WORLD),
    "model.institutions": ("model.institutions", "model.relations", "model.streams", *WORLD),
    "model.phases": (
        "agents.asking",
        "agents.posture",
        "model.institutions",
        "model.law",
        "model.relations",
        "model.scenario",
        "model.streams",
        *WORLD,
    ),
    "model.metric": WORLD,
    "model.metrics": ("model.institutions", "model.metric", "model.relations", *WORLD),
    "model.kept": WORLD,
    "model.recorder": ("model.kept", "model.metrics", "model.relations", *WORLD),
    "model.checks": WORLD,
    "model.start": (
        "agents.registry",
        "model.start",
        "model.institutions",
        "model.law",
        "model.relations",
        "model.scenario",
        "model.streams",
        *WORLD,
    ),
    "model.simulation": ("model", "agents"),
    "experiments.limits": (),
    "experiments.readable": (),
    "experiments.words": ("model.errors",),
    "experiments.recipe": ("experiments.limits", "experiments.results", "experiments.words", "model"),
    "experiments.work": ("experiments.limits", "experiments.work", "model"),
    "experiments.results": (*GROUND, "model", "agents"),
    "experiments.sweeps": (*RUNS, "experiments.sweeps", "model", "agents"),
    "experiments.analysis": (*ANALYSED, "model", "agents"),
    "experiments.report": (*ANALYSED, "experiments.report", "model", "agents"),
    "experiments.claims": (
        *ANALYSED,
        "experiments.claims",
        "experiments.hindcast",
        "experiments.report",
        "model",
        "agents",
    ),
    "experiments.hindcast": (*GROUND, "experiments.hindcast", "experiments.report", "model", "agents"),
    "experiments.patterns": (
        *RUNS,
        "experiments.claims.arms",
        "experiments.game",
        "experiments.patterns",
        "model",
        "agents",
    ),
    "experiments.docking": ("experiments.docking", "experiments.readable", "model", "agents"),
    "experiments.speed": (*RUNS, "experiments.speed", "experiments.sweeps", "model", "agents"),
    "experiments.game": (*ANALYSED, "experiments.game", "experiments.report", "model", "agents"),
    "experiments.documents": (
        *ANALYSED,
        "experiments.claims",
        "experiments.docking",
        "experiments.documents",
        "experiments.hindcast",
        "experiments.patterns",
        "experiments.report",
        "experiments.speed",
        "model",
        "agents",
    ),
    "experiments.app": (
        *ANALYSED,
        "experiments.app",
        "experiments.claims",
        "experiments.game",
        "experiments.report",
        "model",
        "agents",
    ),
    "experiments.cli": PACKAGES,
}
"""Part of the project -> the parts that it may import.

Nothing but the console imports the console; neither a phase nor the start imports a phase; analysis calls no
report.
"""
REMEDY = (
    "import from a lower room, move what both need into one, or, with a reason, add the arrow to MAY_IMPORT"
)


def module_of(path: Path) -> str:
    """Dotted name of a file's module below the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def within(module: str, part: str) -> bool:
    return module == part or module.startswith(f"{part}.")


def imports(source: str) -> list[str]:
    """Modules of ours that a source imports, and short and relative names as they stand."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            found += [f"{origin}.{alias.name}" for alias in node.names]
    ours = ("", "sovereigns", *PACKAGES)
    return [name for name in found if name.split(".")[0] in ours and name != "sovereigns.short.alias"]


def forbidden(source: str, module: str) -> list[str]:
    """What a module imports against the arrows, under a short name, bare packages, and relative names."""
    parts = [part for part in MAY_IMPORT if within(module, part)]
    allowed = MAY_IMPORT[max(parts, key=len)] if parts else ()
    found = []
    for name in imports(source):
        short = name.removeprefix("sovereigns.")
        if short == name or short in PACKAGES or not any(within(short, part) for part in allowed):
            found.append(name)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_of(path))
def test_imports_go_one_way(path: Path) -> None:
    assert forbidden(path.read_text(encoding="utf-8"), module_of(path)) == [], f"{path}: {REMEDY}"


def circling(arrows: Mapping[str, Collection[str]]) -> list[str]:
    """Rooms on a way from a room back to itself."""
    left, before = {room: set(others) - {room} for room, others in arrows.items()}, -1
    while before != len(left):
        before, entered = len(left), set().union(*left.values())
        left = {room: ways for room in left if room in entered and (ways := left[room] & left.keys())}
    return sorted(left)


def rooms_allowed(table: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Room -> rooms of the table that it may import, in whole or in part."""
    return {
        room: {other for part in parts for other in table if within(other, part) or within(part, other)}
        for room, parts in table.items()
    }


def test_the_table_allows_no_circle_between_rooms() -> None:
    assert circling(rooms_allowed(MAY_IMPORT)) == []


def test_an_arrow_to_a_part_of_a_room_that_closes_a_circle_is_seen() -> None:
    arrows = {"experiments.report": ("experiments.claims.arms",)}
    through = ["experiments.claims", "experiments.hindcast", "experiments.report"]
    assert circling(rooms_allowed(MAY_IMPORT | arrows)) == through
    assert circling({"a": ["b"], "b": ["c"], "c": ["d"], "d": ["b", "e"], "e": []}) == ["b", "c", "d"]


def arrows_between(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Module -> modules of ours that it imports, in functions too."""
    modules = set(sources)
    return {m: {module_named(name, modules) for name in imports(s)} - {m, ""} for m, s in sources.items()}


def rooms_of(folder: str, arrows: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """File or folder right below a folder ("": the top) -> those beside it that it imports something of.

    At the top the ground floor counts as rooms of its own: it lies in `model/`, and `agents/` stands on it.
    """
    floor = (*BASE, "model.kernels") if not folder else ()

    def room(module: str) -> str:
        ground = [part for part in floor if within(module, part)]
        return ground[0] if ground else ".".join(module.split(".")[: folder.count(".") + 1 + bool(folder)])

    inside = {m: ways for m, ways in arrows.items() if m != folder and within(m, folder or m)}
    rooms: dict[str, set[str]] = {room(module): set() for module in inside}
    for module, ways in inside.items():
        rooms[room(module)] |= {room(other) for other in ways if other in inside}
    return rooms


def circles_of_rooms(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Folder at any depth -> rooms right below it that go in a circle."""
    arrows, parts = arrows_between(sources), [module.split(".") for module in sources]
    folders = {".".join(names[:depth]) for names in parts for depth in range(len(names))}
    return {folder: way for folder in sorted(folders) if (way := circling(rooms_of(folder, arrows)))}


def test_no_circle_between_rooms_at_any_depth() -> None:
    assert circles_of_rooms({module_of(path): path.read_text(encoding="utf-8") for path in FILES}) == {}


def test_a_circle_between_rooms_at_any_depth_is_seen() -> None:
    def way(to: str) -> str:
        return f"from sovereigns.{to} import f"

    files = {
        "experiments.report.x": way("experiments.claims.y"),
        "experiments.claims.y": "",
        "experiments.claims.z": "",
        "model.law.a": way("model.errors"),
        "model.facts.tables.b": "",
        "model.facts.c": "",
        "model.errors": "",
        "agents.d": way("model.errors"),
    }
    assert circles_of_rooms(files) == {}
    back = files | {"experiments.claims.z": way("experiments.report.x")}
    assert circles_of_rooms(back) == {"experiments": ["experiments.claims", "experiments.report"]}
    deep = {"model.facts.tables.b": way("model.facts.c"), "model.facts.c": way("model.facts.tables.b")}
    assert circles_of_rooms(files | deep) == {"model.facts": ["model.facts.c", "model.facts.tables"]}
    top = {"agents.d": way("model.law.a"), "model.law.a": way("agents.d")}
    assert circles_of_rooms(files | top) == {"": ["agents", "model"]}
    hidden = {"experiments.claims.z": "def f():\n    " + way("experiments.report.x")}
    assert circles_of_rooms(files | hidden) == {"experiments": ["experiments.claims", "experiments.report"]}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model.kernels.theory.hill", "from sovereigns.model.world import World"),
        ("model.kernels.theory.hill", "from sovereigns.agents.contract import Briefing"),
        ("model.kernels.numerics.sums", "from sovereigns.model.kernels.theory.hill import hill_number"),
        ("model.errors", "from sovereigns.model.kernels.theory.hill import hill_number"),
        ("agents.posture", "from sovereigns.model.world import World"),
        ("agents.posture", "def late():\n    from sovereigns.model.phases import decide"),
        ("agents.posture", "from sovereigns.experiments.cli.main import main"),
        ("model.world", "from sovereigns.experiments.results.store import open_results"),
        ("model.world", "import sovereigns.experiments.results.store"),
        ("model.world", "from sovereigns import model"),
        ("model.world", "from model.law.law import Law"),
        ("model.phases.decide", "from ..world import World"),
        ("model.phases.trade", "from sovereigns.model.phases.regulate import regulate"),
        ("model.start.opening", "from sovereigns.model.phases.adopt import adopt"),
        ("model.institutions.cern_for_ai", "from sovereigns.model.phases.train import train"),
        ("experiments.analysis.analyse", "from sovereigns.experiments.report.sweep_report import draw"),
        ("experiments.app.main", "from sovereigns.experiments.cli.options import as_json"),
        ("experiments.sweeps.rerun", "from sovereigns.experiments.cli.main import cli"),
        ("experiments.results.store", "from sovereigns.experiments.sweeps.shard import perform"),
        ("experiments.nowhere", "from sovereigns.model.errors import InputError"),
    ],
)
def test_an_import_against_the_arrow_is_seen(module: str, source: str) -> None:
    assert forbidden(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model.kernels.theory.hill", "from sovereigns.model.kernels.numerics.elementary import log"),
        ("agents.posture", "from sovereigns.model.kernels.theory.coalition import stays"),
        ("model.world", "from sovereigns.agents.contract import LAYERS\nimport numpy"),
        ("experiments.cli.main", "from sovereigns.model.simulation import Simulation"),
    ],
)
def test_an_import_along_the_arrow_is_not(module: str, source: str) -> None:
    assert forbidden(source, module) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_short_name_is_no_second_copy(package: str) -> None:
    assert "alias(__name__)" in (ROOT / package / "__init__.py").read_text(encoding="utf-8")


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


def test_the_standard_scenario_is_named_once() -> None:
    """Beside the claims, which are about that rule, whatever the standard is."""
    named = [module_of(path) for path in FILES if SCENARIO in path.read_text(encoding="utf-8")]
    assert named == ["experiments.claims.arms", "model.standard"]


def unreached(sources: dict[str, str], texts: str) -> list[str]:
    """Modules that no other imports, no registry finds, and no text tells how to start."""
    modules = set(sources)
    imported = {module_named(name, modules) for m, s in sources.items() for name in imports(s) if name != m}
    return [
        module
        for module in sources
        if module not in imported
        and module.rpartition(".")[0] not in FOUND_BY_A_REGISTRY
        and f"sovereigns.{module}" not in texts
        and f"{module.replace('.', '/')}.py" not in texts
    ]


def test_every_file_is_reached_by_something_other_than_a_test() -> None:
    sources = {
        module_of(path): path.read_text(encoding="utf-8") for path in FILES if path.name != "__init__.py"
    }
    starts = [ROOT / "pyproject.toml", *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"]
    starts += [ROOT / "experiments" / "report" / "geometry" / "README.md"]
    starts += [ROOT / "experiments" / "app" / name for name in ("server.py", "workers.py")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in starts)
    way = "a file that only tests read is a test's, or goes; a command is named in COMMANDS of cli/main.py"
    assert unreached(sources, texts) == [], way


def test_a_file_that_nothing_reaches_is_seen() -> None:
    sources = {
        "model.a": "from sovereigns.model import b",
        "model.b": "",
        "model.c": "",
        "model.d": "",
        "agents.strategies.e": "",
    }
    assert unreached(sources, "python -m sovereigns.model.a") == ["model.c", "model.d"]
    assert unreached(sources, "sovereigns.model.a, python model/c.py") == ["model.d"]


def late(source: str) -> list[str]:
    """Modules of ours that a source imports inside a function."""
    functions = [
        n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return [name for function in functions for name in imports(ast.unparse(function))]


def module_named(name: str, modules: set[str]) -> str:
    """The module that an imported name lies in."""
    name = name.removeprefix("sovereigns.")
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name


def circles(sources: dict[str, str]) -> list[tuple[str, str]]:
    """Imports inside functions that would be a circle at the top: (who, what)."""
    modules, arrows = set(sources), arrows_between(sources)

    def reached(start: str) -> set[str]:
        found, ahead = set[str](), [start]
        while ahead:
            new = arrows[ahead.pop()] - found
            found |= new
            ahead += new
        return found

    below = {module: {module_named(name, modules) for name in late(s)} for module, s in sources.items()}
    return [(m, other) for m, others in below.items() for other in others if other and m in reached(other)]


def test_no_import_in_a_function_hides_a_circle() -> None:
    assert circles({module_of(path): path.read_text(encoding="utf-8") for path in FILES}) == []


def test_a_circle_that_an_import_in_a_function_hides_is_seen() -> None:
    late_import = "def f():\n    from sovereigns.agents.b import g\n"
    straight = {"agents.a": late_import, "agents.b": "import numpy"}
    round_about = {
        **straight,
        "agents.b": "from sovereigns.agents import c",
        "agents.c": "import sovereigns.agents.a",
    }
    assert circles(straight) == []
    assert circles(round_about) == [("agents.a", "agents.b")]


@pytest.mark.parametrize("folder", ["agents", "model/phases", "model/institutions", "model/relations"])
def test_the_contract_is_plain_data(folder: str) -> None:
    """Nobody can find what is made behind the back of a class, or what answers to any name."""
    hidden = ("object.__new__", "def __getattr__", "setattr(w,")
    text = {path: path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")}
    text.pop(ROOT / "agents" / "view.py", None)  # shows Mesa whatever column a World has
    assert [(path.name, word) for path, lines in text.items() for word in hidden if word in lines] == []
