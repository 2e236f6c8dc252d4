"""What a body must answer: which terms may vary, what is at stake in it for each nation, what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple, Protocol

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.theory.coalition import Bool
from sovereigns.model.world import Float, World

TERMS = ("threshold", "dues", "inspection", "transfer", "sanction", "notice")
"""What every text says: the share of the world's effective compute with which it enters into force.

Dues, as a share of GDP; effort in inspection, 0 to 1; the part of members' gains that they set aside for
those who lose by membership, 0 to 1; the duty on trade between outsiders and members, as a share of its
value; quarters between notice and leaving.
"""


class Interest(NamedTuple):
    """What a body is about, for each nation, in billion USD a quarter, beside what all bodies share."""

    harm: Float
    """(n, n) what the row nation is spared by a unit of effort of the column nation."""
    own: Float
    """(n,) effort that each makes outside, which is the best for itself alone.

    It gives the cost of effort.
    """
    most: float
    """Most effort that is asked of a member."""
    aside: Float
    """(n, n) what each fellow member in the column adds to a member, less fear of it."""
    fixed: Float
    """(n,) what membership costs whoever else is in, beside dues."""
    hidden: Float
    """(n,) what a covert programme gains beside the effort and the dues that it saves."""

    @classmethod
    def club(cls, aside: Float, hidden: Float) -> Interest:
        """Of a body that asks for no effort: what members give each other is all."""
        n = len(aside)
        return cls(np.zeros((n, n)), np.zeros(n), 0.0, aside, np.zeros(n), hidden)


class Institution(Protocol):
    """A body that nations join and leave: one file in `model/institutions/`, one class, found by being there.

    `row` is the body's row in the World's `member`, `cheating`, `sanctioned` and `pool` columns. A body reads
    the World and writes only what `serve` says it writes. Who proposes it, who accepts, what breach costs,
    dues, side payments and sanctions are the same for all bodies (`bargain.py`, `phases/govern.py`).
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    source: ClassVar[str]

    def offer(self, p: Parameters) -> float:
        """Whether nations may propose it: how often they do against what they would, 0 to 1."""
        ...

    def terms(self, p: Parameters) -> Mapping[str, tuple[float, ...]]:
        """What a proposer may write into the text under each of TERMS, the usual first.

        A term that is left out is 0.
        """
        ...

    def interest(self, w: World, p: Parameters, row: int) -> Interest:
        """What is at stake in it for each nation."""
        ...

    def serve(self, w: World, p: Parameters, row: int, effort: Float) -> None:
        """Hold members to their effort (n,) and give them what they get.

        Dues are collected and covert programmes counted off already.
        """
        ...


def admits(body: Institution, w: World, p: Parameters, row: int) -> Bool:
    """(n,) whom the body would admit.

    All whom the law of the scenario does not shut out and who are not under sanction for a breach.
    """
    return (body.offer(p) > 0) & ~w.law_excludes[row] & (w.sanctioned[row] < p.exclusion_bar)
