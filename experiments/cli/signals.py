"""Signals that ask a command to end, and the exit code of what ended so."""

from __future__ import annotations

import signal
from contextlib import suppress
from types import FrameType

ENDED: list[int] = []
"""Signals that asked to end, in the order that they came."""
ASK = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What does as Ctrl-C does: an end of time on a cluster, a terminal that is closed."""


def hear_termination() -> None:
    """Signals that ask to end do what Ctrl-C does, but for the exit code.

    A closed terminal that nobody is to hear of, as nohup says, stays unheard.
    """

    def hear(number: int, frame: FrameType | None) -> None:
        ENDED.append(number)
        heard = signal.getsignal(signal.SIGINT)
        if not callable(heard):
            raise KeyboardInterrupt
        heard(signal.SIGINT, frame)

    with suppress(ValueError):  # outside the main thread, as in tests
        for number in ASK:
            if number == signal.SIGTERM or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, hear)


def end_in_peace() -> None:
    """From now on, while the last words are said and workers leave, one signal more changes nothing."""
    with suppress(ValueError):  # outside the main thread, as in tests
        for number in (signal.SIGINT, *ASK):
            signal.signal(number, signal.SIG_IGN)


def exit_code(interrupted: int) -> int:
    """Exit code of what was stopped: 128 and the signal's number where it was not Ctrl-C."""
    return 128 + ENDED[0] if ENDED else interrupted
