"""Ctrl-C between quarters: within compiled code, or while it is being made, it could crash the compiler."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

Progress = Callable[[int, int], None]


class Patience:
    """Whether somebody has asked to stop."""

    def __init__(self) -> None:
        self.asked = False

    def hear(self, number: int, frame: FrameType | None) -> None:
        """Remember the first Ctrl-C; the second one stops at once."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        with suppress(OSError):  # the terminal is closed
            click.echo("Stopping after this quarter; Ctrl-C once more stops at once.", err=True)

    def stop(self) -> None:
        """Stop here if somebody asked.

        Raises:
            KeyboardInterrupt: somebody did.
        """
        if self.asked:
            raise KeyboardInterrupt

    def after(self, progress: Progress) -> Progress:
        """Progress that stops, where asked to, after a quarter has been told."""

        def tell(done: int, total: int) -> None:
            progress(done, total)
            self.stop()

        return tell


@contextmanager
def between_quarters() -> Iterator[Patience]:
    """Hold Ctrl-C back while a world is built and played, in the main thread."""
    patience = Patience()
    before = signal.signal(signal.SIGINT, patience.hear)
    try:
        yield patience
    finally:
        signal.signal(signal.SIGINT, before)
    patience.stop()
