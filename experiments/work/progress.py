"""Progress on standard error: bars in a terminal, a line now and then elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

SILENCE = 20
"""seconds between two lines of progress, where standard error is no terminal"""


@contextmanager
def progress_bar(what: str) -> Iterator[Any]:
    """A bar with rate and time left on standard error; gives the function to tell (done, total).

    Where that is no terminal, a line now and then.
    """

    class Rate(ProgressColumn):
        def render(self, task: Any) -> str:
            return f"{task.speed or 0:.1f} {what}/s"

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with _bar(*columns) as bar:
        task = bar.add_task(what, total=None)
        said = begun = monotonic()
        kept: int | None = None

        def tell(done: int, total: int) -> None:
            nonlocal said, kept
            bar.start()
            bar.update(task, completed=done, total=total)
            kept = done if kept is None else kept
            if not bar.console.is_terminal and done > kept and monotonic() - said > SILENCE:
                said = monotonic()
                left = (said - begun) / (done - kept) * (total - done) / 60
                click.echo(f"{what}: {done} of {total}, {left:.1f} minutes left", err=True)

        yield tell


@contextmanager
def sweep_bar() -> Iterator[Any]:
    """A bar with rate, time left and failures on standard error; gives what to tell (done, total, failed)."""

    class Rate(ProgressColumn):
        def render(self, task: Any) -> str:
            return f"{task.speed or 0:.1f} runs/s"

    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), Rate(), TextColumn("left"))
    failures = TextColumn("{task.fields[failed]} failed")
    with _bar(*columns, TimeRemainingColumn(), failures) as bar:
        task = bar.add_task("runs", total=None, failed=0)

        def tell(done: int, total: int, failed: int) -> None:
            bar.start()
            bar.update(task, completed=done, total=total, failed=failed)

        yield tell


@contextmanager
def _bar(*columns: ProgressColumn) -> Iterator[Progress]:
    """A bar on standard error that shows from when it is started: bad input ends before there is one."""
    bar = Progress(*columns, console=Console(stderr=True))
    try:
        yield bar
    finally:
        if bar.live.is_started:
            bar.stop()
