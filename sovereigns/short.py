"""Short names in a checkout: `model.simulation` is the module object of `sovereigns.model.simulation`.

The folders `model/`, `agents/` and `experiments/` stand at the top of a checkout, where Python would find
them a second time, as other modules with other state. Each hands itself over to the one package when it is
imported so.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = {"experiments.store": "experiments.results.store"}
"""Documented names of modules that stand elsewhere now."""


def alias(top: str) -> None:
    """Let a top-level name and all below it stand for the same modules of the package.

    Args:
        top: "model", "agents" or "experiments".
    """
    if not any(isinstance(finder, _Short) and finder.top == top for finder in sys.meta_path):
        sys.meta_path.insert(0, _Short(top))
    sys.modules[top] = import_module(f"sovereigns.{top}")


class _Short(MetaPathFinder, Loader):
    """Finds `top.x` as `sovereigns.top.x`."""

    def __init__(self, top: str) -> None:
        self.top = top

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """A spec for names below the top."""
        return ModuleSpec(fullname, self) if fullname.startswith(f"{self.top}.") else None

    def exec_module(self, module: ModuleType) -> None:
        """Put the package's own module in the place of the empty one."""
        name = module.__name__
        sys.modules[name] = import_module(f"sovereigns.{MOVED.get(name, name)}")
