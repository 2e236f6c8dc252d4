"""Every public name of a module is used by something other than tests and its own definition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.architecture.test_imports import FILES, FOUND_BY_A_REGISTRY, ROOT, module_named, module_of

NAMED_ELSEWHERE = (
    "pyproject.toml",
    "sovereigns/__init__.py",
    "CONTRIBUTING.md",
    "docs/guide.md",
    "README.md",
)
"""Where entry points and what is documented for others to call are named."""

SOLARA = "experiments.app.main"
"""Solara reads it by the names that it knows."""


REGISTER = re.compile(r"_?\w*metric|(\w+\.)?(command|group)|solara\.component")
"""Decorators that hand a function to who calls it."""


def registered(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a decorator makes a function known elsewhere, so that nobody need name it."""
    made = (mark.func if isinstance(mark, ast.Call) else mark for mark in node.decorator_list)
    return any(REGISTER.fullmatch(ast.unparse(mark)) for mark in made)


def defined(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """Public names that a module defines, but registered functions and what is one of several in a row."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found = [] if isinstance(node, ast.FunctionDef) and registered(node) else [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.TypeAlias):
            aims = (
                node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None) or node.name]
            )
            found = [aim.id for aim in aims if isinstance(aim, ast.Name)]
        else:
            continue
        yield from ((name, node) for name in found if not name.startswith("_"))


def used(module: str, tree: ast.Module, modules: set[str]) -> Iterator[tuple[str, str]]:
    """(module, name) of all that a module uses, its own names outside their definition too."""
    for node in tree.body:
        own = {name for name, place in defined(tree) if place is node}
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        yield from ((module, name) for name in names - own)
    whole = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sovereigns."):
            for alias in node.names:
                origin = module_named(f"{node.module}.{alias.name}", modules)
                if origin == f"{node.module}.{alias.name}".removeprefix("sovereigns."):
                    whole.add(origin)
                else:
                    yield origin, alias.name
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    yield from ((origin, name) for origin in whole for name in attributes)


def unused(sources: Mapping[str, str], texts: str = "") -> list[str]:
    """Public names that nothing but their own definition uses, no registry finds and no text names."""
    trees = {module: ast.parse(source) for module, source in sources.items()}
    uses = {use for module, tree in trees.items() for use in used(module, tree, set(sources))}
    return [
        f"{module}.{name}"
        for module, tree in trees.items()
        if module.rpartition(".")[0] not in FOUND_BY_A_REGISTRY and module != SOLARA
        for name, _ in defined(tree)
        if (module, name) not in uses and not any(f"{mark}{name}" in texts for mark in (":", "import ", '"'))
    ]


def test_every_public_name_is_used_by_something_other_than_tests() -> None:
    sources = {module_of(path): path.read_text(encoding="utf-8") for path in FILES}
    texts = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in NAMED_ELSEWHERE)
    assert unused(sources, texts) == [], "what only tests read is a test's, or goes"


def test_a_name_that_nothing_uses_is_seen() -> None:
    sources = {
        "model.a": "SIZE = 1\nHALF: int = 2\n_OWN = HALF\n@_metric(1)\ndef h(): ...\n@cache\ndef i(): ...\n"
        "def f(): return f()\ndef g(): ...",
        "model.b": "from sovereigns.model.a import g\nfrom sovereigns.model import c\nclass B: ...\nc.k()",
        "model.c": "def k(): ...\ndef m(): ...\ntype N = int",
        "agents.strategies.d": "class D: ...",
    }
    assert unused(sources) == [
        "model.a.SIZE",
        "model.a.i",
        "model.a.f",
        "model.b.B",
        "model.c.m",
        "model.c.N",
    ]
    assert unused(sources, "x:m import f") == ["model.a.SIZE", "model.a.i", "model.b.B", "model.c.N"]
