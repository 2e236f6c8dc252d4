"""Pages of the app: one file in `pages/` each, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
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


NAMES = ("PATH", "TITLE", "ORDER", "Page")


@cache
def pages() -> tuple[AppPage, ...]:
    """All of them, in the order of the navigation."""
    modules = [
        importlib.import_module(f"{folder.__name__}.{found.name}")
        for found in pkgutil.iter_modules(folder.__path__)
    ]
    return arranged(modules)


def arranged(modules: Iterable[ModuleType]) -> tuple[AppPage, ...]:
    """Pages of modules, in the order of the navigation.

    Raises:
        TypeError: one lacks a name that a page has, its path is none, or two have one path or place.
    """
    found: list[AppPage] = []
    for module in modules:
        if lacks := [name for name in NAMES if not hasattr(module, name)]:
            raise TypeError(f"{module.__file__}: a page has {', '.join(NAMES)}; write {', '.join(lacks)}")
        page = AppPage(*(getattr(module, name) for name in NAMES))
        if not page.path.startswith("/"):
            raise TypeError(f"{module.__file__}: PATH is {page.path!r}; it begins with a slash")
        if twin := [one for one in found if one.path == page.path or one.order == page.order]:
            raise TypeError(f"{module.__file__}: {twin[0].title} has its PATH or ORDER already; take others")
        found.append(page)
    return tuple(sorted(found, key=lambda page: page.order))
