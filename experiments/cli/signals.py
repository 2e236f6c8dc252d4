"""Signals that ask a command to end, and the exit code of what ended so."""

from __future__ import annotations

import signal
from contextlib import suppress
from types import FrameType

ENDED: list[int] = []
"""Signals that asked to end, in the order that they came."""


def hear_termination() -> None:
    """SIGTERM does what Ctrl-C does, but for the exit code."""

    def hear(number: int, frame: FrameType | None) -> None:
        ENDED.append(number)
        heard = signal.getsignal(signal.SIGINT)
        if not callable(heard):
            raise KeyboardInterrupt
        heard(signal.SIGINT, frame)

    with suppress(ValueError):  # outside the main thread, as in tests
        signal.signal(signal.SIGTERM, hear)


def exit_code(interrupted: int) -> int:
    """Exit code of what was stopped: 128 and the signal's number where it was not Ctrl-C."""
    return 128 + ENDED[0] if ENDED else interrupted
