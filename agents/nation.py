"""A nation as a Mesa agent."""

from __future__ import annotations

import numpy as np

from sovereigns.agents.roster import Roster
from sovereigns.agents.view import Link, View


class Nation(View, letter="n"):
    """A nation: `nation.gdp`, `nation.threat` (toward each nation), `nation.member` (of each body).

    All columns of the World with an axis of nations are attributes; `Nation.columns(World)` lists them, with
    unit and meaning.
    """

    programme_base = Link("f")
    """The firm whose model the national programme builds on; None: trained from scratch."""
    programme_rents = Link("f")
    """The firm whose service the national programme rents; None: it rents none."""

    @property
    def iso3(self) -> str:
        """ISO 3166 code."""
        return str(self.world.iso3[self.row])

    @property
    def strategy(self) -> str:
        """Name of the strategy that it plays."""
        return str(self.model.played[self.row])

    @property
    def firms(self) -> Roster:
        """Firms whose home it is."""
        return Roster.rows(self.model, "f", np.flatnonzero(self.world.firm_nation == self.row))

    @property
    def researchers(self) -> Roster:
        """Researchers who live in it."""
        return Roster.rows(self.model, "r", np.flatnonzero(self.world.residence == self.row))

    def __repr__(self) -> str:
        return f"Nation({self.iso3})"
