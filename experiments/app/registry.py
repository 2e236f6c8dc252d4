"""Pages of the app: one file in `pages/` each, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sovereigns.experiments.app import pages as folder


@dataclass(frozen=True)
class AppPage:
    """A module of `pages/` with these names."""

    path: str
    """PATH: "/" or one word"""
    title: str
    """TITLE: in the navigation"""
    order: int
    """ORDER: place in the navigation"""
    component: Callable[[], Any]
    """Page"""


@cache
def pages() -> tuple[AppPage, ...]:
    """All of them, in the order of the navigation."""
    modules = [
        importlib.import_module(f"{folder.__name__}.{found.name}")
        for found in pkgutil.iter_modules(folder.__path__)
    ]
    found = [
        AppPage(module.PATH, module.TITLE, module.ORDER, module.Page)
        for module in modules
        if hasattr(module, "PATH")
    ]
    return tuple(sorted(found, key=lambda page: page.order))
