"""Packages of files that users might write, made from their texts for one test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from sovereigns.agents import registry, strategies
from sovereigns.model.start import genesis

Package = Callable[..., ModuleType]


def packaged(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Package]:
    """What makes a package of some files, name -> text; it is forgotten after the test."""
    monkeypatch.syspath_prepend(folder)

    def make(**files: str) -> ModuleType:
        package = folder / name
        package.mkdir()
        (package / "__init__.py").touch()
        for file, text in files.items():
            (package / f"{file}.py").write_text(text, encoding="utf-8", errors="surrogateescape")
        importlib.invalidate_caches()
        return importlib.import_module(name)

    yield make
    for loaded in [loaded for loaded in sys.modules if loaded.startswith(name)]:
        del sys.modules[loaded]


def dropped(name: str, text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's file among the strategies, for one test: this process finds it as one in their folder.

    Args:
        name: of the module.
        text: of the file.
        folder: where it is written.
        monkeypatch: takes it away again.
    """
    file = folder / f"{name}.py"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(strategies, "__path__", [*strategies.__path__, str(folder)])
    monkeypatch.setattr(registry, "_shipped", cache(registry._shipped.__wrapped__))
    monkeypatch.setattr(genesis, "_ground", cache(genesis._ground.__wrapped__))
    monkeypatch.setitem(sys.modules, f"{strategies.__name__}.{name}", None)
    del sys.modules[f"{strategies.__name__}.{name}"]
    importlib.invalidate_caches()
    return file
