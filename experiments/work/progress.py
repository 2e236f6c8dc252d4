"""Progress on standard error: bars in a terminal, a line now and then elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
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
)

from sovereigns.experiments.work.compiling import say_if_first

SILENCE = 20
"""seconds between two lines of progress, where standard error is no terminal"""


class Pace:
    """How long the rest takes, by what was done since the first step ended.

    In the first step the model may be compiled, which says nothing of the others.
    """

    def __init__(self) -> None:
        self._begun: tuple[float, int] | None = None
        self._first: int | None = None

    def left(self, done: int, total: int) -> float | None:
        """Seconds left; None where nobody can tell yet.

        Args:
            done: steps.
            total: steps in all.
        """
        now = monotonic()
        self._first = done if self._first is None else self._first
        if self._begun is None:
            self._begun = (now, done) if done > self._first else None
            return None
        begun, before = self._begun
        return (now - begun) / (done - before) * (total - done) if done > before else None


class Rate(ProgressColumn):
    """How many are done a second."""

    def __init__(self, what: str) -> None:
        """Of what."""
        super().__init__()
        self.what = what

    def render(self, task: Any) -> str:
        """The rate, with its unit."""
        return f"{task.speed or 0:.1f} {self.what}/s"


class Left(ProgressColumn):
    """The time that is left, as far as the pace is known."""

    def render(self, task: Any) -> str:
        """Hours, minutes and seconds."""
        left = task.fields["left"]
        return "-:--:--" if left is None else str(timedelta(seconds=round(left)))


@contextmanager
def progress_bar(what: str) -> Iterator[Any]:
    """A bar with rate and time left on standard error; gives the function to tell (done, total).

    Where that is no terminal, a line now and then.
    """
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(what),
        TimeElapsedColumn(),
        Left(),
    )
    say_if_first()
    with _bar(*columns) as bar:
        task = bar.add_task(what, total=None, left=None)
        said, pace = monotonic(), Pace()

        def tell(done: int, total: int) -> None:
            nonlocal said
            bar.start()
            left = pace.left(done, total)
            bar.update(task, completed=done, total=total, left=left)
            if not bar.console.is_terminal and left is not None and monotonic() - said > SILENCE:
                said = monotonic()
                click.echo(f"{what}: {done} of {total}, {left / 60:.1f} minutes left", err=True)

        yield tell


@contextmanager
def sweep_bar() -> Iterator[Any]:
    """A bar with rate, time left and failures on standard error; gives what to tell (done, total, failed)."""
    columns = (TextColumn("runs"), BarColumn(), MofNCompleteColumn(), Rate("runs"), TextColumn("left"))
    failures = TextColumn("{task.fields[failed]} failed")
    with _bar(*columns, Left(), failures) as bar:
        task, pace = bar.add_task("runs", total=None, failed=0, left=None), Pace()

        def tell(done: int, total: int, failed: int) -> None:
            if not bar.live.is_started:
                say_if_first()
            bar.start()
            bar.update(task, completed=done, total=total, failed=failed, left=pace.left(done, total))

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
