"""Strategies are found by being there: each file in `agents/strategies/` holds one.

To add a strategy, write a file there with one class that has the members of `agents.contract.Strategy`.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from types import ModuleType

import numpy as np

from sovereigns.agents import strategies as strategies_package
from sovereigns.agents.contract import Bool, Float, Int, Strategy
from sovereigns.agents.loading import load
from sovereigns.model.errors import InputError, unknown


def strategies() -> dict[str, Strategy]:
    """Name -> strategy, one instance each, in the order of their names.

    Raises:
        InputError: a file in `agents/strategies/` breaks a rule; names the file and the remedy.
    """
    return dict(_shipped())


def strategy(name: str) -> Strategy:
    """The strategy of that name.

    Raises:
        InputError: there is none; with the nearest names.
    """
    known = _shipped()
    if name not in known:
        raise unknown("strategy", name, known, remedy="sovereigns strategies")
    return known[name]


def find(package: ModuleType) -> dict[str, Strategy]:
    """Name -> strategy of every file in a package, in the order of their names.

    Raises:
        InputError: a file cannot be imported, holds not exactly one strategy, says too little of it, or takes
            a name that another file has.
    """
    found: dict[str, Strategy] = {}
    files: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        file, one = load(f"{package.__name__}.{module.name}")
        if one.name in found:
            raise InputError(
                f"{file}: strategy '{one.name}' is already in {files[one.name]}; rename one of them"
            )
        found[one.name], files[one.name] = one, file
    return dict(sorted(found.items()))


def default_strategies(
    gdp_share: Float,
    capability: Float,
    alliance: Float,
    bloc: Int,
    state_capacity: Float,
    localisation: Float,
    *,
    powers: float,
    ally_threshold: float,
    large_threshold: float,
    able_threshold: float,
    closed_threshold: float,
) -> tuple[str, ...]:
    """The strategy that each nation plays unless told otherwise, from public columns alone.

    The first rule that fits decides; nations that are equal get the same strategy, ties for the last place
    among the powers included.

    1. A power, among the first in AI capability: relative-gains.
    2. A member of a bloc, or an ally of a power: bandwagon.
    3. A large economy without such ties: hedge.
    4. An able state that keeps its data at home: sovereign-builder.
    5. Any other: tit-for-tat.

    UN voting is left out on purpose: most of the South votes close to China without following it.

    Args:
        gdp_share: (n,) share of world GDP.
        capability: (n,) AI capability, or a proxy in any unit.
        alliance: (n, n) strength of alliance, in [0, 1].
        bloc: (n,) row of the bloc, -1 for none.
        state_capacity: (n,) in [0, 1].
        localisation: (n,) data localisation, in [0, 1].
        powers: how many nations count as powers in AI.
        ally_threshold: strength of alliance with a power from which a nation counts as its ally.
        large_threshold: share of world GDP from which an economy counts as large.
        able_threshold: state capacity from which a state counts as able.
        closed_threshold: localisation from which a nation counts as keeping its data at home.
    """
    power = _first(capability, int(powers))
    tied = (bloc >= 0) | (alliance[:, power] >= ally_threshold).any(axis=1)
    able = (state_capacity >= able_threshold) & (localisation >= closed_threshold)
    rules = [
        (power, "relative-gains"),
        (tied, "bandwagon"),
        (gdp_share >= large_threshold, "hedge"),
        (able, "sovereign-builder"),
    ]
    chosen = np.select([fits for fits, _ in rules], [name for _, name in rules], "tit-for-tat")
    return tuple(chosen.tolist())


def _first(values: Float, count: int) -> Bool:
    """(n,) the `count` largest, and all that equal the last of them."""
    places = min(count, len(values))
    least = np.sort(values)[-places] if places > 0 else np.inf
    return values >= least


@cache
def _shipped() -> dict[str, Strategy]:
    return find(strategies_package)
