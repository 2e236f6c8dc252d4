"""What a metric says of itself, and the choices of metrics that there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np

from sovereigns.model.world import World

Measure = Callable[[World], float]

PLACES: Mapping[str, str] = {
    "few": "tables and figures with room for a few",
    "headline": "the numbers that tell a run at a glance",
    "main": "the lines of a run that stand before all others",
    "outcome": "what analysis explains by factors and sets side by side",
    "game": "the world of a game beside the same world without the player",
    "cells": "the cells of a factorial side by side",
    "presets": "how the presets end",
}
"""Choice of metrics that a metric may belong to -> where it stands."""
KINDS: Mapping[str, str] = {
    "stock": "a level at the end of the quarter",
    "flow": "what came in the quarter",
    "share": "a part of its denominator",
    "index": "none of these",
}
"""Kind of a metric -> what it tells."""


@dataclass(frozen=True)
class Metric:
    """One number about the world."""

    name: str
    title: str
    unit: str
    kind: str
    """one of KINDS"""
    denominator: str
    """what it is a share or mean of; blank where it is neither"""
    better: str
    """lower, higher, or blank where neither is by itself"""
    shown: frozenset[str]
    """choices (`PLACES`) that it belongs to"""
    meaning: str
    measure: Measure

    def __post_init__(self) -> None:
        """Refuse a kind or a place that does not exist.

        Raises:
            ValueError: there is none of that name.
        """
        _check_known(self.title, {self.kind}, KINDS)
        _check_known(self.title, self.shown, PLACES)


@dataclass(frozen=True)
class NationMetric:
    """One number, or name, about every nation."""

    title: str
    unit: str
    kind: str
    """one of KINDS; blank for what is not a quantity"""
    denominator: str
    scale: str
    """on which it is coloured and drawn: share, linear or log; blank for what is not a number"""
    meaning: str
    measure: Callable[[World], np.ndarray]

    def __post_init__(self) -> None:
        """Refuse a kind that does not exist.

        Raises:
            ValueError: there is none of that name.
        """
        _check_known(self.title, {self.kind}, {"", *KINDS})


def _check_known(title: str, said: Collection[str], known: Collection[str]) -> None:
    """A word that is not known is our own mistake, not the user's."""
    if wrong := sorted(set(said) - set(known)):
        raise ValueError(f"model/metrics.py, {title}: no such word: {', '.join(wrong)}")
