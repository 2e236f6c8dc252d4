"""Numbers that several readers of input share."""

from __future__ import annotations

STARTS = ("2025Q1", "2022Q1")
QUARTERS = 40
SEED_MAX = 2**63 - 1
QUARTERS_MAX, FIRMS_MAX, RESEARCHERS_MAX = 4_000, 100_000, 10_000_000
LIMITS = {
    "seed": (0, SEED_MAX),
    "quarters": (1, QUARTERS_MAX),
    "firms": (0, FIRMS_MAX),
    "researchers": (0, RESEARCHERS_MAX),
}
"""Number that a run is made of -> its least and its largest value."""
WORKERS_A_CORE = 16
"""Most worker processes that are started for a core."""
OK, OUR_FAULT, BAD_INPUT, RUNS_FAILED, DISAGREES, INTERRUPTED = 0, 1, 2, 3, 4, 130
