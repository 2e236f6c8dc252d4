"""The report of a run by processes that read in what draws while the run goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from sovereigns.experiments.work.engine import local

DRAWS = "sovereigns.experiments.report.run_report"
PARTS = ("save_lines", "save_page")
"""Functions of it that may go side by side."""


@contextmanager
def reporter() -> Iterator[Callable[[Path], None]]:
    """Something that writes the report of a finished run, as `run_report.write_report` does."""
    with local(len(PARTS), [DRAWS]) as engine:

        def report(folder: Path) -> None:
            for _ in engine.executor.map(_write, PARTS, [folder] * len(PARTS)):
                pass

        yield report


def _write(part: str, folder: Path) -> None:
    getattr(import_module(DRAWS), part)(folder)
