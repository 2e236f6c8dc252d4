"""A registered hypothesis: what would have to be seen for a claim to count as borne out at a point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sovereigns.experiments.claims.contrasts import Contrast
from sovereigns.experiments.claims.measures import Measure

Direction = Literal["higher", "lower"]


@dataclass(frozen=True)
class Tested:
    """How a part is tested."""

    contrast: Contrast
    measures: tuple[Measure, ...]
    """All must move: under each seed the one that moves least decides."""


@dataclass(frozen=True)
class Part:
    """One testable statement: a row of the register."""

    id: str
    """a, b, c; one letter."""
    states: str
    """What it says."""
    contrast: Contrast
    measures: tuple[Measure, ...]
    direction: Direction
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

    @property
    def measured(self) -> str:
        """In words."""
        return "; ".join(measure.text for measure in self.measures)


@dataclass(frozen=True)
class Hypothesis:
    """A claim with its parts; the weakest part decides."""

    id: str
    claim: str
    parts: tuple[Part, ...]
    note: str = ""
    """What the contrast cannot see."""
