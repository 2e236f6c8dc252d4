"""How a game ends: everyone loses by a catastrophe or a war, or the term is over.

The rules read what happened in the model, with the thresholds of `rules.csv`; they change nothing in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sovereigns.experiments.game.rules import RULES
from sovereigns.model.events import Event
from sovereigns.model.world import World


@dataclass(frozen=True)
class Ending:
    """Why a game is over."""

    kind: str
    """catastrophe, war or term"""
    text: str

    @property
    def everyone_loses(self) -> bool:
        """Whether no nation can have won."""
        return self.kind != "term"


def lost_output(w: World) -> float:
    """Share of the world's output that the last quarter lost to incidents and conflict."""
    return float((w.loss * w.gdp).sum() / w.gdp.sum())


def drawn_in(w: World, events: Sequence[tuple[int, Event]]) -> float:
    """GDP shares of the nations that went to war within the last `war_quarters`, added up."""
    since = w.quarter - RULES.war_quarters
    share = dict(zip(w.iso3, (w.gdp / w.gdp.sum()).tolist(), strict=True))
    wars = [e for q, e in events if (e.process, e.kind) == ("incidents", "conflict") and q >= since]
    return float(sum(share[e.actor] + share[e.target] for e in wars))


def ending(w: World, events: Sequence[tuple[int, Event]], quarters: int) -> Ending | None:
    """Whether and why the game is over after the last quarter.

    Args:
        w: the world.
        events: (quarter, event) of the run so far.
        quarters: length of the term.
    """
    if w.step and (loss := lost_output(w)) >= RULES.catastrophe_loss:
        text = f"Harm took {100 * loss:.1f} % of the world's output in one quarter. Everyone loses."
        return Ending("catastrophe", text)
    if w.step and (share := drawn_in(w, events)) >= RULES.war_share:
        text = (
            f"Within a year wars drew in nations of {100 * share:.0f} % of the world's output: "
            "the great powers are at war. Everyone loses."
        )
        return Ending("war", text)
    if w.step >= quarters:
        return Ending("term", "Your term is over.")
    return None
