"""What a person can do: a dozen named actions, each on levers of the contract, and what is in force by them.

An action names a verb, whom it is aimed at, and a level. It stays in force until it is changed: a law that
is ordered once moves on quarter by quarter until it stands where it was ordered to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sovereigns.agents.contract import Float
from sovereigns.agents.grounds import DOORS, FRONTIER, SUPPLY
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.numbers import decimal, remedy

NATION, BODY = "nation", "body"
Key = tuple[str, str]
"""(verb, target)"""
Standing = Mapping[Key, float]
"""What is in force by order: level by verb and target."""


@dataclass(frozen=True)
class Verb:
    """A kind of action."""

    name: str
    title: str
    target: str
    """NATION, BODY or blank"""
    levers: tuple[str, ...]
    """of the contract, that it sets"""
    says: str
    """what it does, in a sentence"""
    graded: bool = True
    """has a level; otherwise it is done or not"""
    layers: tuple[int, ...] = ()
    """of controls, where it sets them"""


@dataclass(frozen=True)
class Action:
    """One thing that a person orders."""

    do: str
    """name of a verb"""
    to: str = ""
    """ISO3 of a nation, name of a body, or blank"""
    level: float = 1.0
    """in [0, 1]"""

    @property
    def verb(self) -> Verb:
        """Its kind."""
        return VERBS[self.do]

    @property
    def key(self) -> Key:
        """What it replaces in force."""
        return self.do, self.to


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("chips", "Subsidise chips", "", ("subsidy",), "Spend on chips designed and made at home."),
        Verb(
            "programme",
            "Sovereign AI programme",
            "",
            ("sovereign",),
            "Spend on compute and on a model of your own, in your people's language.",
        ),
        Verb("research", "Fund joint research", "", ("joint",), "Reward research with partners abroad."),
        Verb("talent", "Talent visas", "", ("visa",), "Open the door to foreign researchers."),
        Verb(
            "data",
            "Keep data at home",
            "",
            ("localisation",),
            "Data localisation: shields your own models, bars foreign ones. 0 opens all.",
        ),
        Verb("law", "AI law", "", ("regulation",), "AI rules at home: fewer rash firms, slower research."),
        Verb("standard", "Safety standard", "", ("safety_standard",), "What developers must do for safety."),
        Verb(
            "open",
            "Back open weights",
            "",
            ("open_weights",),
            "Help developers who open their weights: others build on them, and anybody can misuse them.",
        ),
        Verb(
            "cooperate",
            "Work with a nation",
            NATION,
            ("cooperate",),
            "1 works with it, 0 competes with it; others answer in kind.",
        ),
        Verb(
            "restrict",
            "Restrict chips and cloud",
            NATION,
            ("control",),
            "Withhold chips, equipment, cloud and closed weights from it. 0 lifts what you hold.",
            layers=(*FRONTIER, *SUPPLY),
        ),
        Verb(
            "doors",
            "Close doors",
            NATION,
            ("control",),
            "Bar its researchers, money and civilian joint work. 0 opens them.",
            layers=DOORS,
        ),
        Verb(
            "materials", "Withhold materials", NATION, ("retaliate",), "Withhold critical minerals from it."
        ),
        Verb(
            "watch",
            "Watch and spy",
            NATION,
            ("spy",),
            "Know it better and copy what it knows; sabotage may follow where it is feared.",
        ),
        Verb(
            "join",
            "Join a body",
            BODY,
            ("join",),
            "Ask to join, or be ready to sign, until you are in.",
            False,
        ),
        Verb("leave", "Leave a body", BODY, ("leave",), "Give notice.", False),
        Verb(
            "broker",
            "Broker a body",
            BODY,
            ("propose", "join"),
            "Call the conference that puts a text on the table, and be ready to sign.",
            False,
        ),
        Verb("covert", "Covert programme", BODY, ("cheat",), "Do in secret what the body forbids."),
    )
}


def action(do: str, to: str, level: object, nations: Iterable[str], bodies: Iterable[str]) -> Action:
    """A checked action.

    Args:
        do: name of a verb.
        to: its target, blank where it has none.
        level: a number in [0, 1], or its text.
        nations: ISO3 of those that there are.
        bodies: names of those that there are.

    Raises:
        InputError: no such verb or target, or no such level.
    """
    if do not in VERBS:
        raise unknown("action", do, VERBS, remedy="help")
    verb = VERBS[do]
    if verb.target == NATION and to.upper() not in nations:
        raise unknown("nation", to, nations, do, "model/data/nations.csv")
    if verb.target == BODY and to not in bodies:
        raise unknown("body", to, bodies, do)
    if not verb.target and to:
        raise InputError(f"{do}: takes no target, not '{to}'")
    return Action(do, to.upper() if verb.target == NATION else to, _level(do, level) if verb.graded else 1.0)


def _level(do: str, given: object) -> float:
    number = decimal(given)
    if not 0 <= number <= 1:
        how = remedy(given) or "give a number from 0 to 1"
        raise InputError(f"{do}: level '{given}' is no share; {how}")
    return number


def in_force(turns: Iterable[Iterable[Action]]) -> dict[Key, float]:
    """What is in force by the orders of some quarters, in their order."""
    standing: dict[Key, float] = {}
    for turn in turns:
        for one in turn:
            standing[one.key] = one.level
            for other in _ended_by(one):
                standing.pop(other, None)
    return standing


def _ended_by(one: Action) -> tuple[Key, ...]:
    """Leaving ends asking and cheating; asking ends leaving."""
    if one.do == "leave":
        return ("join", one.to), ("broker", one.to), ("covert", one.to)
    return (("leave", one.to),) if one.do in ("join", "broker") else ()


def carry_out(
    standing: Standing, levers: Mapping[str, Float], iso3: tuple[str, ...], bodies: tuple[str, ...]
) -> None:
    """Set levers as ordered.

    Args:
        standing: what is in force by order.
        levers: those of one nation, each with a leading axis of length 1; changed in place.
        iso3: names of nations.
        bodies: names of bodies.
    """
    for (do, to), level in standing.items():
        verb = VERBS[do]
        for lever in verb.levers:
            if lever == "control":
                levers[lever][0, list(verb.layers), iso3.index(to)] = level
            elif verb.target:
                levers[lever][0, (iso3 if verb.target == NATION else bodies).index(to)] = level
            else:
                levers[lever][0] = level


def level_now(
    one: Action, held: Mapping[str, Float], iso3: tuple[str, ...], bodies: tuple[str, ...]
) -> float:
    """Where what an action would set stands now.

    Args:
        one: the action.
        held: levers of one nation, as `carry_out` takes them.
        iso3: names of nations.
        bodies: names of bodies.
    """
    lever = held[one.verb.levers[0]][0]
    if one.verb.layers:
        return float(np.asarray(lever)[list(one.verb.layers), iso3.index(one.to)].mean())
    if one.verb.target:
        return float(lever[(iso3 if one.verb.target == NATION else bodies).index(one.to)])
    return float(lever)
