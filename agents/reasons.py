"""One short sentence a nation: why it decided so. Cheap enough to write every quarter."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.contract import NATION_LEVERS, Briefing, Float
from agents.stance import Stance

CAUSES = {
    "subsidy": "controls received",
    "sovereign": "cultural misfit",
    "localisation": "alarm",
    "visa": "openness",
    "joint": "openness",
    "regulation": "narrative",
    "safety_standard": "narrative",
}
"""The fact that the reason names beside a move of each lever."""


def reasons(
    briefing: Briefing, stance: Stance, levers: Mapping[str, Float], because: str, weighed: Float | None
) -> tuple[str, ...]:
    """The reasons of m nations: toward the main competitor, and for the lever of its own that moves most.

    Args:
        briefing: what they know.
        stance: how they stand to others; the largest entry of `guard` marks the main competitor.
        levers: their own levers from now on, (m,) each.
        because: cause of competing, with `{:.2f}` for the number in `weighed`.
        weighed: (m, n) that number, or None.
    """
    toward = _toward(briefing, stance, because, weighed)
    moves = _moves(briefing, stance, levers)
    return tuple([f"{why}; {move}" for why, move in zip(toward, moves, strict=True)])


def _toward(briefing: Briefing, stance: Stance, because: str, weighed: Float | None) -> list[str]:
    rows = np.arange(briefing.m)
    rival = np.where(stance.alarm > 0, stance.guard.argmax(axis=1), stance.compete.argmax(axis=1))
    level = stance.compete[rows, rival]
    numbers = level if weighed is None else weighed[rows, rival]
    columns = (rival, level, numbers, briefing.threat[rows, rival])
    return [
        f"compete {share:.2f} with {briefing.iso3[row]}: {because.format(number)}, threat {threat:.2f}"
        if share > 0
        else "cooperate with all"
        for row, share, number, threat in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _moves(briefing: Briefing, stance: Stance, levers: Mapping[str, Float]) -> list[str]:
    facts = {
        "controls received": stance.pressed,
        "cultural misfit": briefing.cultural_misfit,
        "alarm": stance.alarm,
        "openness": stance.open,
        "narrative": briefing.narrative,
    }
    change = np.array([levers[name] - briefing.levers[name] for name in NATION_LEVERS])
    numbers = np.array([facts[CAUSES[name]] for name in NATION_LEVERS])
    most, rows = np.abs(change).argmax(axis=0), np.arange(briefing.m)
    words = [f"{name} {{}}: {CAUSES[name]} {{:.2f}}".replace("_", " ") for name in NATION_LEVERS]
    columns = (most, change[most, rows], numbers[most, rows])
    return [
        words[lever].format("up" if step > 0 else "down", number) if step else "own levers held"
        for lever, step, number in zip(*(column.tolist() for column in columns), strict=True)
    ]
