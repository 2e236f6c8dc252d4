"""What a nation ordered and why, what others did toward it, and what happened to it, by quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.contract import BODY_LEVERS, LAYERS, NATION_LEVERS, PAIR_LEVERS
from sovereigns.agents.sayings import WORDS
from sovereigns.experiments.readable import few
from sovereigns.model.events import Event
from sovereigns.model.recorder import Recorder
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World

LEAST = 0.1
"""Change of a lever from which it is told."""
MOVES, MOST_NAMES, TOUCHING = 10, 5, 10
"""Own moves that are told, nations that are named, moves of others that are told."""
CONTROL = "control:"

Levels = dict[str, NDArray[np.float64]]


@dataclass
class Chronicle:
    """One nation's quarters in words.

    Orders are what it asked for; layers that dated law still moves stay with the law and are left out. Of
    others it is told what came into force.
    """

    row: int
    world: World
    turns: list[dict[str, Any]] = field(default_factory=list)
    """By quarter: `played`, `reason`, `moves`, `touched`, `events`.

    Played is the strategy that gave the orders and reasons of the quarter. The reason is of how the nation
    stands as a whole. Moves are [what, toward whom, before, after, why], touched [row of who, what, before,
    after, its reason], events [kind, text, who, on].
    """

    def __post_init__(self) -> None:
        """Begin from how things stand in the world."""
        w, i = self.world, self.row
        self.own: Levels = {name: getattr(w, name)[[i]].copy() for name in NATION_LEVERS}
        self.own |= {"cooperate": w.cooperation[i].copy(), "spy": w.spying[i].copy()}
        self.own |= {"retaliate": w.retaliation[i].copy()}
        self.own |= {CONTROL + layer: w.control[i, row].copy() for row, layer in enumerate(LAYERS)}
        self.own |= {name: np.zeros(len(w.bodies)) for name in BODY_LEVERS}
        self.others: Levels = {name: level.copy() for name, level in _received(w, i).items()}

    def heard(self, simulation: Simulation) -> None:
        """Take in the quarter that a simulation has just played."""
        recorder, i = simulation.recorder, self.row
        quarter = recorder.decided[-1]
        self.why = partial(recorder.reason, names=(*self.world.iso3, *self.world.bodies))
        events = [event for at, event in recorder.events if at == quarter]
        self.turns.append(
            {
                "played": recorder.played[-1][i],
                "reason": recorder.reasons[i] if recorder.reasons else "",
                "moves": self._moves(_ordered(recorder, i), quarter),
                "touched": self._touching(quarter),
                "events": self._told([event for event in events if self._concerns(event)]),
            }
        )

    def _moves(self, now: Levels, quarter: int) -> list[list[Any]]:
        """Own orders that moved, the largest first; those that moved alike are told together."""
        law, found = self.world.law, dict[tuple[Any, ...], list[str]]()
        for name, level in now.items():
            gap = np.abs(level - self.own[name])
            moved = np.flatnonzero(gap > LEAST)
            if not len(moved):
                continue
            before, after = self.own[name][moved].mean(), level[moved].mean()
            self.own[name] = level.copy()
            control = name.startswith(CONTROL)
            layer = LAYERS.index(name.removeprefix(CONTROL)) if control else 0
            bound = control and law.last_dated[self.row, layer] >= quarter
            if not (bound or name in law.locks or (control and "control" in law.locks)):
                rounded = round(float(before), 2), round(float(after), 2)
                why = self._why(name, self.row, self._ranked(name, moved, gap)[0])
                found.setdefault((self._toward(name, moved, gap), *rounded, why), []).append(name)
        ranked = sorted(found.items(), key=lambda item: -abs(item[0][2] - item[0][1]))[:MOVES]
        return [[_named(names), *key] for key, names in ranked]

    def _why(self, name: str, who: int, target: int) -> str:
        """Why a nation moved a lever toward a target: the reason that it gives."""
        if name in NATION_LEVERS:
            return self.why(name, who)
        if not name.startswith(CONTROL):
            return self.why(name, who, target)
        return self.why("control", who, LAYERS.index(name.removeprefix(CONTROL)), target)

    def _ranked(self, name: str, moved: NDArray[np.int64], gap: NDArray[np.float64]) -> NDArray[np.int64]:
        """Targets that a lever moved toward, those that feel most of it first."""
        if name in NATION_LEVERS or name in BODY_LEVERS:
            return moved
        return moved[np.argsort(-gap[moved] * self.world.gdp[moved], kind="stable")]

    def _toward(self, name: str, moved: NDArray[np.int64], gap: NDArray[np.float64]) -> str:
        if name in NATION_LEVERS:
            return ""
        if name in BODY_LEVERS:
            return ", ".join(self.world.bodies[row] for row in moved)
        if len(moved) >= self.world.n - 1:
            return "all (mean)"
        shown = _some([self.world.iso3[row] for row in self._ranked(name, moved, gap)])
        return f"{shown} (mean)" if len(moved) > 1 else shown

    def _touching(self, quarter: int) -> list[list[Any]]:
        """What others hold toward the nation that moved and why, weightiest first."""
        law, found = self.world.law, dict[tuple[int, float, float, bool], list[str]]()
        for name, level in _received(self.world, self.row).items():
            before, control = self.others[name], name.startswith(CONTROL)
            dated = law.last_dated[:, LAYERS.index(name.removeprefix(CONTROL))] if control else None
            for who in np.flatnonzero(np.abs(level - before) > LEAST).tolist():
                by_law = dated is not None and bool(dated[who] >= quarter)
                key = (who, round(float(before[who]), 2), round(float(level[who]), 2), by_law)
                found.setdefault(key, []).append(name)
                before[who] = level[who]
        gdp = self.world.gdp
        ranked = sorted(found.items(), key=lambda item: -gdp[item[0][0]] * abs(item[0][2] - item[0][1]))
        return [
            [
                who,
                _named(names),
                before,
                after,
                "dated law" if by_law else self._why(names[0], who, self.row),
            ]
            for (who, before, after, by_law), names in ranked[:TOUCHING]
        ]

    def _concerns(self, event: Event) -> bool:
        iso3 = self.world.iso3[self.row]
        return iso3 in event.actor.split(";") or iso3 in event.target.split(";")

    def _told(self, events: list[Event]) -> list[list[str]]:
        """One line a text: what was announced and took effect at once has both kinds."""
        lines: dict[tuple[str, str, str], list[str]] = {}
        for event in events:
            lines.setdefault((event.text, event.actor, event.target), []).append(event.kind)
        me = self.world.iso3[self.row]
        return [
            [", ".join(dict.fromkeys(kinds)), text, _some(who.split(";"), me), _some(on.split(";"), me)]
            for (text, who, on), kinds in lines.items()
        ]


def _ordered(recorder: Recorder, i: int) -> Levels:
    """A nation's orders as last recorded."""
    shown = recorder.shown
    own: Levels = {name: shown[name][[i]] for name in NATION_LEVERS}
    own |= {name: shown[name][i].copy() for name in PAIR_LEVERS}
    own["cooperate"][i] = 1
    own |= {CONTROL + layer: shown["control"][i, row] for row, layer in enumerate(LAYERS)}
    return own | {name: shown[name][i] for name in BODY_LEVERS}


def _received(w: World, i: int) -> Levels:
    """What each nation holds toward one."""
    levels = {"cooperate": w.cooperation[:, i], "spy": w.spying[:, i], "retaliate": w.retaliation[:, i]}
    return levels | {CONTROL + layer: w.control[:, row, i] for row, layer in enumerate(LAYERS)}


def _named(names: list[str]) -> str:
    levers = [WORDS[name] for name in names if name in WORDS]
    layers = [name.removeprefix(CONTROL).replace("_", " ") for name in names if name not in WORDS]
    return ", ".join([*levers, *([f"control of {', '.join(layers)}"] if layers else [])])


def _some(names: list[str], first: str = "") -> str:
    listed = [name for name in names if name == first] + [name for name in names if name != first]
    return few(listed, MOST_NAMES)
