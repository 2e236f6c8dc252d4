"""How arms are set against each other: each contrast gives one effect a seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sovereigns.experiments.claims.measures import Measure
from sovereigns.model.world import Float

Read = Callable[[str, Measure], Float]
"""(arm, measure) -> (s,) one value a seed; (s, n) for a measure of each nation."""


class Contrast(Protocol):
    """Arms, and the effect that they show."""

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that it needs."""

    @property
    def text(self) -> str:
        """In words."""

    def effect(self, read: Read, measure: Measure) -> Float:
        """(s,) the effect on one measure under each seed."""


@dataclass(frozen=True)
class Paired:
    """One arm against another under the same seeds."""

    arm: str
    against: str

    @property
    def arms(self) -> tuple[str, ...]:
        """Both."""
        return self.arm, self.against

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.arm} against {self.against}"

    def effect(self, read: Read, measure: Measure) -> Float:
        """The first less the second."""
        return measure.scaled(read(self.arm, measure)) - measure.scaled(read(self.against, measure))


@dataclass(frozen=True)
class Interaction:
    """Whether one contrast is larger under a condition: a difference of two paired differences."""

    given: Paired
    otherwise: Paired

    @property
    def arms(self) -> tuple[str, ...]:
        """All four."""
        return *self.given.arms, *self.otherwise.arms

    @property
    def text(self) -> str:
        """In words."""
        return f"({self.given.text}) less ({self.otherwise.text})"

    def effect(self, read: Read, measure: Measure) -> Float:
        """The effect under the condition less the effect without it."""
        return self.given.effect(read, measure) - self.otherwise.effect(read, measure)


@dataclass(frozen=True)
class Level:
    """One arm against a fixed value."""

    arm: str
    value: float

    @property
    def arms(self) -> tuple[str, ...]:
        """The one."""
        return (self.arm,)

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.arm} against the value {self.value:g}"

    def effect(self, read: Read, measure: Measure) -> Float:
        """The level less the value."""
        return measure.scaled(read(self.arm, measure)) - self.value


@dataclass(frozen=True)
class Gainers:
    """The share of nations that are better off than under a reference, in one arm and in another."""

    arm: str
    against: str
    reference: str

    @property
    def arms(self) -> tuple[str, ...]:
        """All three."""
        return self.arm, self.against, self.reference

    @property
    def text(self) -> str:
        """In words."""
        return f"share of nations above {self.reference}: {self.arm} against {self.against}"

    def effect(self, read: Read, measure: Measure) -> Float:
        """The share in the first less the share in the second."""
        one, other = (
            (read(arm, measure) > read(self.reference, measure)).mean(axis=1)
            for arm in (self.arm, self.against)
        )
        return np.asarray(one - other)


def weakest(contrast: Contrast, measures: Sequence[Measure], sign: int, read: Read) -> Float:
    """(s,) under each seed, the effect on the measure that goes least in the stated direction.

    Args:
        contrast: the arms.
        measures: what must all move.
        sign: 1 up, -1 down.
        read: gives values.
    """
    effects = np.stack([contrast.effect(read, measure) for measure in measures])
    weakest: Float = sign * (sign * effects).min(axis=0)
    return weakest
