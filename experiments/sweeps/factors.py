"""What a plan varies: a parameter or the strategy of a nation, over a range or among levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import Inputs, load_inputs
from sovereigns.model.facts.parameters import Row, Value, rows
from sovereigns.model.kernels.numerics.elementary import exp, log
from sovereigns.model.kernels.numerics.normal import normal_quantile
from sovereigns.model.start.scenarios import chosen_strategies

Float = NDArray[np.float64]
STRATEGY = "strategy."
RANGE = "range"
ENDS = ("low", "high")
TAIL = 0.022750131948179207
"""Share of normal draws more than two standard deviations below the mean: there a range ends."""


@dataclass(frozen=True)
class Factor:
    """One thing that a plan varies."""

    name: str
    levels: tuple[Value, ...] = ()
    """Values to choose among, equally likely; empty: a range."""
    low: float = 0.0
    high: float = 0.0
    distribution: str = ""
    """Of a range: one of model.parameters.DISTRIBUTIONS."""
    peak: float = 0.0
    """Of a triangular range: its likeliest value."""

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers."""
        return all(isinstance(level, float) for level in self.levels)

    @property
    def ends(self) -> tuple[Value, ...]:
        """What a factorial design takes: the levels, or the two ends of the range."""
        return self.levels or (self.low, self.high)

    @property
    def config(self) -> dict[str, Any]:
        """What it is, as JSON values."""
        if self.levels:
            return {"name": self.name, "levels": list(self.levels)}
        return {key: value for key, value in asdict(self).items() if key != "levels"}

    def at(self, share: Float) -> list[Value]:
        """Values at which these shares of the distribution lie below.

        Args:
            share: (n,) in [0, 1].
        """
        if self.levels:
            chosen = np.minimum((share * len(self.levels)).astype(int), len(self.levels) - 1)
            return [self.levels[i] for i in chosen]
        values = _quantile(share, self)
        return [float(value) for value in np.minimum(np.maximum(values, self.low), self.high)]


def read_factor(name: str, given: Any, place: str, inputs: Inputs | None = None) -> Factor:
    """A factor as a plan gives it, checked.

    Args:
        name: a parameter, or "strategy." and a nation, a group or "all".
        given: "range", a list of levels, or {low, high}.
        place: where it stood, for messages.
        inputs: whose nations there are; the shipped ones if left out.

    Raises:
        InputError: there is no such parameter, nation or value, or it cannot be varied so.
    """
    if name.startswith(STRATEGY):
        return Factor(name, _strategies(name.removeprefix(STRATEGY), given, place, inputs or load_inputs()))
    table = {row.name: row for row in rows()}
    if name not in table:
        raise unknown("factor", name, (*table, f"{STRATEGY}USA"), place, "sovereigns parameters")
    row = table[name]
    if isinstance(given, list):
        return Factor(name, _distinct([row.check(level, place) for level in given], place))
    if given == RANGE and row.choices:
        return Factor(name, row.choices)
    if given == RANGE:
        return _range(row, {"low": row.low, "high": row.high}, place)
    if isinstance(given, dict) and not row.choices:
        return _range(row, given, place)
    if isinstance(given, str):
        raise unknown("way to vary", given, (RANGE,), place)
    raise InputError(f'{place}: {given!r} is no factor; give "{RANGE}", a list of levels{_or_ends(row)}')


def _or_ends(row: Row) -> str:
    return "" if row.choices else f" or {{ low = {row.low:g}, high = {row.high:g} }}"


def _range(row: Row, given: Mapping[str, Any], place: str) -> Factor:
    for key in given:
        if key not in ENDS:
            raise unknown("key", key, ENDS, place)
    if missing := [key for key in ENDS if key not in given]:
        raise InputError(
            f"{place}: {missing[0]} is missing; write {{ low = {row.low:g}, high = {row.high:g} }}"
        )
    low, high = (float(row.check(given[key], f"{place}, {key}")) for key in ENDS)
    if low >= high:
        raise InputError(
            f"{place}: low {low:g} is not below high {high:g}; give {{ low, high }} or a list of levels"
        )
    if row.distribution.startswith("log") and low <= 0:
        raise InputError(
            f"{place}: low {low:g} is not above 0, and the range is {row.distribution}; raise it"
        )
    peak = min(max(float(row.value), low), high)
    return Factor(row.name, (), low, high, row.distribution, peak)


def _strategies(who: str, given: Any, place: str, inputs: Inputs) -> tuple[Value, ...]:
    if not isinstance(given, list):
        raise InputError(f'{place}: {given!r} is no list of strategies; write ["tit-for-tat", "grim"]')
    for name in given:
        chosen_strategies({who: name}, place, inputs, "all")
    return _distinct(given, place)


def _distinct(levels: list[Value], place: str) -> tuple[Value, ...]:
    if not levels:
        raise InputError(f"{place}: the list is empty; give one level or more")
    if len(set(levels)) < len(levels):
        raise InputError(f"{place}: a level stands twice; keep one")
    return tuple(levels)


def _quantile(share: Float, f: Factor) -> Float:
    low, high, peak = (np.array([end]) for end in (f.low, f.high, f.peak))
    if f.distribution.startswith("log"):
        low, high = log(low), log(high)
    if f.distribution.endswith("normal"):
        share = (normal_quantile(TAIL + share * (1 - 2 * TAIL)) + 2) / 4
    if f.distribution == "triangular":
        width, left = high - low, peak - low
        rising = low + np.sqrt(share * width * left)
        return np.where(share * width < left, rising, high - np.sqrt((1 - share) * width * (high - peak)))
    values = low + share * (high - low)
    return exp(values) if f.distribution.startswith("log") else values
