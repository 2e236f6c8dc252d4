"""What a body must answer: who may enter, what it is worth, what it does, how it is verified."""

from __future__ import annotations

from typing import ClassVar, Protocol

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.world import Bool, Float, World


class Institution(Protocol):
    """A body that nations join and leave: one file in `model/institutions/`, one class, found by being there.

    `row` is the body's row in the World's `member`, `cheating`, `exclusion` and `pool` columns. A body reads
    the World and writes only what `serve` says it writes.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    source: ClassVar[str]

    def admits(self, w: World, p: Parameters, row: int) -> Bool:
        """(n,) whether the body would admit each nation now."""
        ...

    def threshold(self, p: Parameters) -> float:
        """Share of effective compute that members and candidates need together before it starts."""
        ...

    def exit_notice(self, p: Parameters) -> float:
        """Quarters between notice and leaving."""
        ...

    def inside_gain(self, w: World, p: Parameters, row: int) -> Float:
        """(n,) perceived gain of being inside rather than outside, utility units."""
        ...

    def cheat_gain(self, w: World, p: Parameters, row: int) -> Float:
        """(n,) perceived gain of covert non-compliance less the expected sanction, utility units."""
        ...

    def serve(self, w: World, p: Parameters, row: int) -> None:
        """Collect dues from members and give them what they get."""
        ...
