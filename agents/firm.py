"""A firm as a Mesa agent."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.roster import Roster
from sovereigns.agents.view import Link, View


class Firm(View, letter="f", prefix="firm_"):
    """A firm, laboratory, university or investor: `firm.safety` is its row of `world.firm_safety`.

    All columns of the World with an axis of firms are attributes, their names without `firm_`;
    `Firm.columns(World)` lists them with unit and meaning.
    """

    nation = Link("n")
    """Home nation."""
    host = Link("n")
    """Nation where it last built abroad; None: nowhere."""
    base = Link("f")
    """Developer of its base model; itself if trained from scratch."""

    @property
    def researchers(self) -> Roster:
        """Researchers whom it employs."""
        return Roster.rows(self.model, "r", np.flatnonzero(self.world.employer == self.row))

    def __repr__(self) -> str:
        return f"Firm({self.name})"
