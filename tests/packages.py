"""Packages of files that users might write, made from their texts for one test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

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
