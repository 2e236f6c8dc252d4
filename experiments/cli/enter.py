"""Where the console command begins: signals are heard before anything that takes time is read in."""

from __future__ import annotations

import sys
from contextlib import suppress

from sovereigns.experiments.cli.signals import end_in_peace, exit_code, hear_termination
from sovereigns.experiments.limits import INTERRUPTED


def enter() -> None:
    """The console command: signals are heard while the console itself is read in."""
    hear_termination()
    try:
        from sovereigns.experiments.cli.main import main
    except KeyboardInterrupt:
        end_in_peace()
        with suppress(OSError):  # the terminal is closed
            print("Interrupted; nothing was written.", file=sys.stderr)
        sys.exit(exit_code(INTERRUPTED))
    main()
