"""All patterns, measured."""

from __future__ import annotations

from sovereigns.experiments.patterns import (
    bodies,
    dated,
    economy,
    game,
    identified,
    levers,
    named,
    programmes,
    removed,
    threat,
    war,
)
from sovereigns.experiments.patterns.pattern import Pattern, Progress, Runs

PATTERNS: tuple[Pattern, ...] = (
    *threat.PATTERNS,
    *war.PATTERNS,
    *bodies.PATTERNS,
    *dated.PATTERNS,
    *levers.PATTERNS,
    *economy.PATTERNS,
    *programmes.PATTERNS,
    *identified.PATTERNS,
    *named.PATTERNS,
    *game.PATTERNS,
    *removed.PATTERNS,
)
"""One file a subject; a pattern is added there, before its value is seen."""
SEEDS = 16

Row = dict[str, object]


def measure(seeds: int = SEEDS, progress: Progress | None = None) -> list[Row]:
    """Each pattern with its value.

    Args:
        seeds: runs of each preset that is needed.
        progress: told after each run.

    Returns:
        `name, section, value, low, high, inside, source`.
    """
    runs = Runs(seeds, progress)
    return [_row(pattern, runs) for pattern in PATTERNS]


def _row(pattern: Pattern, runs: Runs) -> Row:
    value, names = pattern.measure(runs), ("name", "section", "low", "high", "source")
    told = {name: getattr(pattern, name) for name in names}
    return told | {"value": value, "inside": pattern.holds(value, runs)}
