"""A researcher as a Mesa agent."""

from __future__ import annotations

from typing import Any

from sovereigns.agents.view import Link, View


class Researcher(View, letter="r"):
    """A researcher: `researcher.skill`, `researcher.residence.gdp`, `researcher.employer.safety`.

    Residence and origin are views of nations, so that one can ask on; for text take `residence.iso3`. They
    may be set by ISO3. When a career ends, the row passes to a new person and views of the old one refuse.
    `Researcher.columns(World)` lists all attributes with unit and meaning.
    """

    origin = Link("n")
    """Nation of origin."""
    residence = Link("n")
    """Nation of residence."""
    employer = Link("f")
    """Firm that employs the researcher; None: no firm."""

    @classmethod
    def holder(cls, world: Any, row: int) -> int:
        """Generation of the person who holds a row now."""
        return int(world.generation[row])
