"""A game: one person decides for one nation, quarter by quarter, the others by their strategies.

A game is its setup and its orders; everything else follows from them by running the model, bit by bit the
same. So undoing a quarter is playing all but the last, and loading is playing what was saved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sovereigns.experiments.game.actions import Action
from sovereigns.experiments.game.branch import branch
from sovereigns.experiments.game.briefing import Line, beliefs, news, turns_of_others
from sovereigns.experiments.game.desk import Desk, desk
from sovereigns.experiments.game.endings import Ending, ending
from sovereigns.experiments.game.goals import Goals, gap, goals_of
from sovereigns.experiments.game.offers import Offer
from sovereigns.experiments.game.player import Person, Turn
from sovereigns.experiments.game.rules import RULES
from sovereigns.experiments.game.setup import Setup
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.quarters import text
from sovereigns.model.simulation import Simulation
from sovereigns.model.start.scenarios import unknown_nation

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Consequence:
    """What the orders of a quarter changed by its end: the same quarter with them and without them."""

    quarter: str
    actions: Turn
    goals: Goals
    """with them less without them"""
    others: tuple[Line, ...]
    """who turned toward or away from the nation, and why"""
    news: tuple[str, ...]


class Game:
    """A game in progress."""

    def __init__(self, setup: Setup, turns: Sequence[Turn] = (), progress: Progress | None = None) -> None:
        """Begin, and play the quarters that are given.

        Args:
            setup: what is played on.
            turns: orders of the first quarters.
            progress: told (quarters done, quarters in all).

        Raises:
            InputError: the setup names what does not exist, or there are more turns than the game has.
        """
        self.setup = setup
        self.turns: tuple[Turn, ...] = ()
        self.plan: Turn = ()
        self.accepted: tuple[Offer, ...] = ()
        self.last: Consequence | None = None
        self.simulation, self.alone = setup.world(), setup.world()
        if setup.nation not in self.simulation.world.iso3:
            raise unknown_nation(setup.nation, "nation", self.simulation.inputs)
        self.row = self.simulation.world.iso3.index(setup.nation)
        self.start = self.simulation.world.welfare.copy()
        self.path: list[Goals] = [goals_of(self.simulation, self.start, self.row)]
        self.path_alone: list[Goals] = list(self.path)
        for done, turn in enumerate(turns, start=1):
            self._advance(turn, told=done == len(turns))
            if progress:
                progress(done, len(turns))

    @cached_property
    def desk(self) -> Desk:
        """What there is to decide from now."""
        return desk(self.simulation, self.setup.nation, self.turns)

    @property
    def quarter(self) -> str:
        """The quarter that is decided next."""
        return text(self.simulation.world.quarter)

    @property
    def ending(self) -> Ending | None:
        """Why the game is over, if it is."""
        return ending(self.simulation.world, self.simulation.recorder.events, self.setup.recipe.quarters)

    @property
    def points(self) -> int:
        """Points left in this quarter."""
        return int(RULES.points) - sum(self.desk.cost(one) for one in self._paid())

    def _paid(self) -> list[Action]:
        free = {one for offer in self.accepted for one in offer.actions}
        return [one for one in self.plan if one not in free]

    @property
    def briefing(self) -> list[Line]:
        """What the nation believes."""
        return beliefs(self.desk.believed, self.row)

    def why_not(self, one: Action) -> str:
        """Why an action cannot be taken now; blank if it can."""
        if self.ending:
            return "the game is over"
        if reason := self.desk.why_not(one):
            return reason
        spare = self.points + sum(self.desk.cost(old) for old in self._paid() if old.key == one.key)
        cost = self.desk.cost(one)
        return f"it takes {cost} points and {spare} are left" if cost > spare else ""

    def do(self, one: Action) -> None:
        """Put an action into the plan of the quarter; it takes the place of one on the same lever and target.

        Raises:
            InputError: it cannot be taken; says why.
        """
        if reason := self.why_not(one):
            raise InputError(f"{one.do} {one.to}".strip() + f": {reason}")
        self.plan = (*(old for old in self.plan if old.key != one.key), one)

    def withdraw(self, one: Action) -> None:
        """Take an action out of the plan."""
        self.plan = tuple(old for old in self.plan if old != one)
        self.accepted = tuple(offer for offer in self.accepted if one not in offer.actions)

    def accept(self, name: str) -> None:
        """Accept an offer: what it asks goes into the plan, at no points.

        Raises:
            InputError: there is no such offer.
        """
        known = {offer.name: offer for offer in self.desk.offers}
        if name not in known:
            raise unknown("offer", name, known, remedy="offers")
        offer = known[name]
        keys = {one.key for one in offer.actions}
        self.plan = (*(old for old in self.plan if old.key not in keys), *offer.actions)
        self.accepted = (*(old for old in self.accepted if old != offer), offer)

    def commit(self) -> Consequence:
        """Play the quarter with the plan.

        Raises:
            InputError: the game is over.
        """
        if over := self.ending:
            raise InputError(f"the game is over: {over.text}")
        self._advance(self.plan, told=True)
        assert self.last
        return self.last

    def follow(self, turn: Turn) -> None:
        """Play a quarter with orders that were given before, whatever the plan.

        Raises:
            InputError: the game is over.
        """
        self._advance(turn, told=True)

    def undo(self, progress: Progress | None = None) -> Game:
        """The game as it stood a quarter ago.

        Raises:
            InputError: nothing has been played.
        """
        if not self.turns:
            raise InputError("undo: no quarter has been played yet")
        return Game(self.setup, self.turns[:-1], progress)

    def _advance(self, turn: Turn, told: bool) -> None:
        """One quarter, here and in the world without the person."""
        if self.ending or len(self.turns) >= self.setup.recipe.quarters:
            raise InputError(f"quarter {len(self.turns) + 1}: the game was over before it")
        without = branch(self.simulation, self.setup.nation, self.turns) if told else None
        before = self.simulation.world.cooperation[:, self.row].copy()
        quarter = self.quarter
        self.turns, self.plan, self.accepted = (*self.turns, turn), (), ()
        self.simulation.seat(self.setup.nation, Person(self.turns))
        self.simulation.step()
        self.alone.step()
        self.path.append(goals_of(self.simulation, self.start, self.row))
        self.path_alone.append(goals_of(self.alone, self.start, self.row))
        self.__dict__.pop("desk", None)
        if without:
            without.step()
            self.last = self._consequence(quarter, turn, without, before)

    def _consequence(self, quarter: str, turn: Turn, without: Simulation, before: np.ndarray) -> Consequence:
        w, recorder = self.simulation.world, self.simulation.recorder
        now = [event for at, event in recorder.events if at == w.quarter - 1]
        after = w.cooperation[:, self.row]

        def why(other: int) -> str:
            return recorder.reason("cooperate", other, self.row, names=w.iso3)

        return Consequence(
            quarter,
            turn,
            gap(self.path[-1], goals_of(without, self.start, self.row)),
            tuple(turns_of_others(before, after, why, w, self.row)),
            tuple(news(now, self.setup.nation)),
        )

    def digest(self) -> str:
        """SHA-256 of the orders, and of every metric of the world and of every nation in each quarter."""
        recorder, whole = self.simulation.recorder, hashlib.sha256(repr(self.turns).encode())
        for world, nations in zip(recorder.world, recorder.nations, strict=True):
            whole.update(np.array(list(world.values()), dtype="<f8").tobytes())
            for column in nations.values():
                words = column.dtype.kind in "OU"
                whole.update("\n".join(column.tolist()).encode() if words else column.astype("<f8").tobytes())
        return whole.hexdigest()
