"""What a run keeps only where it is asked to: ties of all pairs of nations, decisions of firms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sovereigns.model.events import Choice
from sovereigns.model.facts.quarters import text
from sovereigns.model.world import Bool, Float, Int, World

EVERY = 4
"""Quarters from one record of all pairs to the next."""


@dataclass
class Relations:
    """How every nation stands to every other, at the first state and every fourth quarter."""

    iso3: tuple[str, ...]
    states: dict[int, Float] = field(default_factory=dict)
    """quarter -> (measures, pairs)"""

    def observe(self, w: World) -> None:
        """Keep the pairs of this quarter, if it is one of those."""
        if w.step % EVERY == 0:
            self.states[w.quarter] = _pairs(w)

    def table(self, w: World) -> pd.DataFrame:
        """A row a quarter and ordered pair, the world as it stands last included.

        Args:
            w: the world that was observed.
        """
        states = self.states | {w.quarter: _pairs(w)}
        holder, other = np.nonzero(_others(len(self.iso3)))
        columns: dict[str, object] = {
            "quarter": categories(np.arange(len(states)).repeat(len(holder)), [text(q) for q in states]),
            "iso3": categories(np.tile(holder, len(states)), self.iso3),
            "other": categories(np.tile(other, len(states)), self.iso3),
        }
        measured = np.concatenate(list(states.values()), axis=1)
        return pd.DataFrame(columns | dict(zip(_MEASURES, measured, strict=True)))


def _pairs(w: World) -> Float:
    """(measures, n (n - 1)) what there is of each ordered pair, row by row."""
    pairs = _others(w.n)
    return np.stack([measure(w)[pairs] for measure in _MEASURES.values()])


def _others(n: int) -> Bool:
    return ~np.eye(n, dtype=bool)


_MEASURES: dict[str, Callable[[World], Float]] = {
    "threat": lambda w: w.threat,
    "tie": lambda w: w.tie,
    "cooperation": lambda w: w.cooperation,
    "control": lambda w: w.control_mean,
    "conflict": lambda w: w.conflict_chance,
}
"""Columns of relations.parquet after the pair."""


@dataclass
class Decisions:
    """What firms decided, quarter by quarter."""

    firms: tuple[str, ...]
    homes: tuple[str, ...]
    """ISO3 of each firm's nation"""
    taken: list[tuple[int, Choice]] = field(default_factory=list)
    """(quarter, choice)"""

    def chose(self, quarter: int, choices: Sequence[Choice]) -> None:
        """Keep the choices of a quarter."""
        self.taken.extend((quarter, choice) for choice in choices)

    def table(self) -> pd.DataFrame:
        """A row a quarter, firm and decision, in the order in which they were taken."""
        quarters = sorted({quarter for quarter, _ in self.taken})
        kinds = sorted({choice.decision for _, choice in self.taken})
        nations = sorted(set(self.homes))
        home = np.array([nations.index(iso3) for iso3 in self.homes], dtype=np.int64)
        sizes = [len(choice.who) for _, choice in self.taken]
        turn = np.array([quarters.index(quarter) for quarter, _ in self.taken], dtype=np.int64)
        kind = np.array([kinds.index(choice.decision) for _, choice in self.taken], dtype=np.int64)
        who = np.concatenate([np.zeros(0, dtype=np.int64), *(choice.who for _, choice in self.taken)])
        return pd.DataFrame(
            {
                "quarter": categories(turn.repeat(sizes), [text(q) for q in quarters]),
                "firm": pd.array(list(self.firms), dtype="str").take(who),
                "iso3": categories(home[who], nations),
                "decision": categories(kind.repeat(sizes), kinds),
                "value": np.concatenate([np.zeros(0), *(choice.value for _, choice in self.taken)]),
                "reason": pd.array([why for _, choice in self.taken for why in _said(choice)], dtype="str"),
            }
        )


def _said(choice: Choice) -> list[str]:
    """The reason of each firm, in words."""
    reasons = [choice.reasons[k] for k in choice.why]
    if not choice.named:
        return reasons
    return [why.format(choice.named[row]) for why, row in zip(reasons, choice.who, strict=True)]


def categories(numbers: Int, words: Sequence[str]) -> pd.Categorical[str]:
    """A column of words by their numbers: each word is held once."""
    return pd.Categorical.from_codes(numbers, categories=pd.Index(list(words), dtype="str"))
