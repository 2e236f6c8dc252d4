"""A registered hypothesis: what would have to be seen for a claim to count as borne out at a point."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import Literal

from sovereigns.experiments.claims.contrasts import Contrast
from sovereigns.experiments.claims.measures import Measure

TENTH = log10(1.1)
"""A tenth more, in orders of magnitude; TENTH less is a fall by 9 %."""
SEASON = 0.25
"""OOM: what the frontier gains in a quarter of a year at 1.1 OOM a year (epoch_trends)."""
STEP = 0.1
"""OOM: what a quarter more compute brings."""
PROSPERITY = 0.005
"""Log points: half a per cent of everybody's consumption."""
SHARE = 0.05
"""A twentieth of the whole."""


@dataclass(frozen=True)
class Part:
    """One testable statement."""

    id: str
    """a, b, c; one letter."""
    states: str
    """What it says."""
    contrast: Contrast
    measures: tuple[Measure, ...]
    """All must move: under each seed the one that moves least decides."""
    direction: Literal["higher", "lower"]
    size: float
    """Smallest effect that would matter, in units of the effect."""
    why: str
    """Why that size."""
    seeds: float | None = None
    """Share of seeds that must show the effect, in place of the 95 % interval."""

    @property
    def sign(self) -> int:
        """1 higher, -1 lower."""
        return 1 if self.direction == "higher" else -1


@dataclass(frozen=True)
class Hypothesis:
    """A claim with its parts; the weakest part decides."""

    id: str
    claim: str
    parts: tuple[Part, ...]
    note: str = ""
    """What the contrast cannot see."""
