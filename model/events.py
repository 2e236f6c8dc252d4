"""What a quarter leaves to be told: events of the world, and choices of firms with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass
class Event:
    """One thing that happened, for events.parquet and the report."""

    process: str
    kind: str
    actor: str
    target: str
    layer: str
    value: float
    text: str


@dataclass
class Choice:
    """What firms decided in one quarter about one thing, and why."""

    decision: str
    who: NDArray[np.int64]
    """rows of the firms that decided"""
    value: NDArray[np.float64]
    """of each of them"""
    reasons: tuple[str, ...]
    """in words; `{}` stands for the firm or nation named"""
    why: NDArray[np.int64]
    """the reason of each of them: its place among the reasons"""
    named: Sequence[str] = ()
    """(f,) whom the reason of each firm names; empty: nobody"""

    @classmethod
    def of(
        cls,
        decision: str,
        who: NDArray[np.bool_],
        value: NDArray[np.float64],
        why: Mapping[str, NDArray[np.bool_]],
        named: Sequence[str] = (),
    ) -> Choice:
        """From masks.

        Args:
            decision: about what, as firms.parquet calls it.
            who: (f,) which firms decided.
            value: (f,) what.
            why: reason in words -> (f,) for which firms it is the one; the first counts.
            named: (f,) whom the reason of each firm names.
        """
        rows = np.flatnonzero(who)
        holds = np.stack([np.broadcast_to(mask, who.shape)[rows] for mask in why.values()])
        return cls(decision, rows, value[rows], tuple(why), holds.argmax(axis=0), named)
