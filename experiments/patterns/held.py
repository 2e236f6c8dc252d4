"""One lever of one nation held at a value, beside all else that its strategy orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from sovereigns.agents.contract import LAYER, NATION_LEVERS, Briefing, Draw, Order, Strategy
from sovereigns.agents.registry import strategies
from sovereigns.model.simulation import Simulation

LAYER_MARK = " layer"
"""Tells the layer from the lever of the same name."""


def hold(simulation: Simulation, iso3: str, lever: str, value: float, toward: str = "") -> None:
    """Have a nation hold a lever from now on, whatever its strategy orders.

    Args:
        simulation: where it plays.
        iso3: the nation.
        lever: of the contract, or a layer of control.
        value: at which it holds it.
        toward: ISO3 of the partner; blank: all partners, all bodies, or nobody in particular.
    """
    simulation.seat(iso3, Held(strategies()[simulation.strategies[iso3]], lever, value, toward))


class Held:
    """A strategy whose order is followed but for one lever, which is held at a value."""

    name: ClassVar[str] = "held"
    summary: ClassVar[str] = "Does what its strategy says, but for one lever."
    source: ClassVar[str] = "own: an experiment of 2026"

    def __init__(self, inner: Strategy, lever: str, value: float, toward: str = "") -> None:
        """Take the strategy, and the rest as of `hold`."""
        self.inner, self.lever, self.value, self.toward = inner, lever, value, toward

    def decide(self, briefing: Briefing, draw: Draw) -> Order:
        """The order of the strategy, with the lever at its value."""
        order = self.inner.decide(briefing, draw)
        partner = briefing.iso3.index(self.toward) if self.toward else slice(None)
        if on_layer(self.lever):
            control = order.control.copy()
            control[:, LAYER[self.lever.removesuffix(LAYER_MARK)], partner] = self.value
            return replace(order, control=control)
        held = np.array(getattr(order, self.lever), dtype=float)
        held[..., partner] = self.value
        changed: dict[str, Any] = {self.lever: held}
        return replace(order, **changed)


def on_layer(name: str) -> bool:
    """Whether a lever is a layer of control."""
    return name.endswith(LAYER_MARK) or (name in LAYER and name not in NATION_LEVERS)
