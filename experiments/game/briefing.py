"""A nation's briefing in words: what it believes, what changed and why. Nothing in it is known better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sovereigns.agents.contract import Briefing, Float
from sovereigns.agents.fears import feared_for
from sovereigns.experiments.game.rules import RULES
from sovereigns.model.events import Event
from sovereigns.model.world import World


@dataclass(frozen=True)
class Line:
    """A fact about another nation, or about one's own."""

    about: str
    """ISO3, or blank for one's own nation"""
    text: str


def beliefs(believed: Briefing, row: int) -> list[Line]:
    """What the nation believes.

    Args:
        believed: of this nation alone.
        row: of the nation.
    """
    seen = believed.capability[0]
    leader = int(seen.argmax())
    ahead = "you lead in AI" if leader == row else f"{believed.iso3[leader]} leads in AI"
    behind = f"; we are {believed.lag_years[0]:.1f} years behind" if leader != row else ""
    lines = [
        Line(
            believed.iso3[leader],
            f"We believe that {ahead}{behind}.",
        ),
        *_fears(believed, row),
        *_top("received", "Controls are held against us by", believed.received[0], believed, row),
        *_top("dependence", "Our AI comes from", believed.dependence[0], believed, row),
        *_top("trust", "We trust", believed.trust[0], believed, row),
    ]
    own = 100 * believed.own_model_share[0]
    lines.append(Line("", f"{own:.0f} % of our people use a model of our own nation."))
    if believed.scarcity[0] > RULES.told_least:
        lines.append(Line("", f"{100 * believed.scarcity[0]:.0f} % of the compute we want is out of reach."))
    lines.append(Line("", f"We expect harm of {100 * believed.expected_loss[0]:.2f} % of output a quarter."))
    return lines


def _fears(believed: Briefing, row: int) -> list[Line]:
    """The few nations that are feared most, each with what weighs most in it."""
    feared = _leading("threat", believed.threat[0], believed, row)
    if not feared:
        return []
    causes = [feared_for(int(believed.fear[0, j])) for j in feared]
    names = [believed.iso3[j] for j in feared]
    less = "".join(f"; then {name}: {cause}" for name, cause in zip(names[1:], causes[1:], strict=True))
    return [Line(names[0], f"We fear {names[0]} most: {causes[0]}{less}.")]


def _top(kind: str, words: str, values: Float, believed: Briefing, row: int) -> list[Line]:
    """The few nations that lead a belief, if any stands out."""
    there = _leading(kind, values, believed, row)
    if not there:
        return []
    names = ", ".join(f"{believed.iso3[j]} {values[j]:.0%}" for j in there)
    return [Line(believed.iso3[there[0]], f"{words} {names}.")]


def _leading(kind: str, values: Float, believed: Briefing, row: int) -> list[int]:
    known = values.copy()
    known[row] = 0
    weight = known if kind == "threat" else known * np.sqrt(believed.gdp)
    ranked = [int(j) for j in np.argsort(-weight, kind="stable")[: _FEW[kind]]]
    return [j for j in ranked if known[j] >= RULES.offer_least]


_FEW = {"threat": 3, "received": 3, "dependence": 3, "trust": 3}


def turns_of_others(before: Float, after: Float, why: Callable[[int], str], w: World, row: int) -> list[Line]:
    """Who changed its posture toward the nation most in the last quarter, and why.

    Args:
        before: (n,) how far each cooperated with the nation a quarter ago.
        after: (n,) how far it does now.
        why: row of another -> what it gives as its reason.
        w: the world.
        row: of the nation.
    """
    change = after - before
    worth = np.where(np.abs(change) >= RULES.told_least, np.abs(change) * w.gdp, 0)
    worth[row] = 0
    ranked = [int(j) for j in np.argsort(-worth, kind="stable")[: int(RULES.told_most)] if worth[j] > 0]
    return [
        Line(
            w.iso3[j],
            f"{w.iso3[j]} worked with us {before[j]:.0%}, now {after[j]:.0%}: {why(j) or 'no reason given'}",
        )
        for j in ranked
    ]


def news(events: Sequence[Event], iso3: str) -> list[str]:
    """Events of a quarter, those that touch the nation first; what comes often is counted.

    Args:
        events: of the quarter.
        iso3: the nation.
    """
    ours = [e.text for e in events if iso3 in f"{e.actor};{e.target}".split(";")]
    others = [e for e in events if e.text not in ours]
    told = list(dict.fromkeys(ours))
    kinds: dict[str, list[Event]] = {}
    for event in others:
        kinds.setdefault(event.kind, []).append(event)
    for kind, group in kinds.items():
        largest = max(group, key=lambda e: e.value)
        more = f" ({len(group)} of this kind)" if len(group) > 1 else ""
        told.append(f"{largest.text or kind}{more}")
    return told[: int(2 * RULES.told_most)]
