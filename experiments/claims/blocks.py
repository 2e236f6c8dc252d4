"""The generated parts of docs/claims.md: what is registered, in tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sovereigns.experiments.claims.arms import ARMS, Arm
from sovereigns.experiments.claims.measures import NATION_PROBES, WORLD_PROBES
from sovereigns.experiments.claims.registry import HYPOTHESES, register
from sovereigns.experiments.readable import number

Table = Callable[[Sequence[str], Iterable[Sequence[Any]]], str]


def hypotheses(table: Table) -> str:
    """Every part of every claim."""
    lines = []
    for claim in HYPOTHESES.values():
        for part in claim.parts:
            name = f"{claim.id} ({part.id})" if len(claim.parts) > 1 else claim.id
            beyond = f"{part.direction} by {number(part.size)}" if part.size else part.direction
            lines.append((name, part.states, part.contrast.text, part.measured, beyond, part.why))
    return table(("claim", "at a point, it is borne out if", "arms", "measured", "beyond", "because"), lines)


def changes(table: Table) -> str:
    """What the register in force changed, and why."""
    lines = [(row["claim"], row["part"], row["changed"]) for row in register() if row["changed"]]
    return table(("claim", "part", "changed because"), lines)


def arms(table: Table) -> str:
    """Every arm."""
    lines = [(name, f"`{arm.scenario}`", _held(arm)) for name, arm in ARMS.items()]
    return table(("arm", "scenario", "held at every point"), lines)


def _held(arm: Arm) -> str:
    held = [f"`{name}` = {value:g}" for name, value in arm.held.items() if not isinstance(value, str)]
    held += [f"{who} plays {strategy}" for who, strategy in arm.strategies.items()]
    held += [f"{body} open to all after {after} quarters" for body, after in arm.readmits.items()]
    return ", ".join(held)


def probes(table: Table) -> str:
    """Numbers that only claims measure."""
    lines = [(f"`{name}`", "world", p.unit, p.meaning) for name, p in WORLD_PROBES.items()]
    lines += [(f"`{name}`", "nation", p.unit, p.meaning) for name, p in NATION_PROBES.items()]
    return table(("probe", "of", "unit", "meaning"), lines)
