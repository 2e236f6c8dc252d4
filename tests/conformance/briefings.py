"""Briefings for tests: random worlds of any size, equal nations, and a world in another order."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np

from sovereigns.agents.contract import FOR_EACH, LAYERS, NATION_LEVERS, Briefing, Draw, Responses
from sovereigns.agents.fears import FEARS

RESPONSES = Responses(
    control_slope=1.25,
    door_slope=0.5,
    control_effort=0.05,
    market_weight=1.0,
    list_share=0.5,
    withhold_reach=2.0,
    spy_slope=0.25,
    spy_economy=1e-9,
    retaliation_threshold=0.2,
    effort_per_gain=1.0,
    rally_slope=0.5,
    misfit_slope=0.2,
    localisation_slope=0.5,
    race_slope=0.5,
    care_slope=20.0,
    open_slope=0.5,
    threat_threshold=0.3,
    hedge_floor=0.25,
    indifference=1e-9,
    initiative=0.05,
    reversion="dyad",
)
SHARES = ["alliance", "threat", "trust", "dependence", "received", "cooperated", "own_cooperated", "betrayed"]
OWN_SHARES = ["discount", "state_capacity", "scarcity", "own_model_share", "cultural_misfit"]
GAINS = ["sovereign_gain", "self_reliance_gain"]


def random_briefing(seed: int, m: int, n: int, b: int, **changes: Any) -> Briefing:
    """What m nations of a random world of n nations and b bodies believe; some arrays in Fortran order."""
    rng = np.random.default_rng(seed)
    who = np.sort(rng.permutation(n)[:m])
    pairs = {name: rng.uniform(0, 1, (m, n)) for name in SHARES}
    pairs |= {name: np.asfortranarray(pairs[name]) for name in ("received", "cooperated")}
    pairs["threat"] *= 0.95
    steps = rng.uniform(0.1, 2, (3, m, n))
    punishment = rng.normal(0, 1, (m, n))
    payoffs = {
        "punishment": punishment,
        "sucker": punishment - steps[0],
        "reward": punishment + steps[1],
        "temptation": punishment + steps[1] + steps[2],
    }
    believed = {
        "capability": rng.uniform(0, 7, (m, n)),
        "growth": rng.normal(0.5, 0.3, (m, n)),
        "compute": rng.uniform(0, 1e6, (m, n)),
        "ideal_distance": rng.uniform(0, 4, (m, n)),
    }
    own = {name: rng.uniform(0.01, 0.99, m) for name in OWN_SHARES} | {
        name: rng.normal(0, 1, m) for name in GAINS
    }
    own |= {"lag_years": rng.uniform(0, 5, m), "expected_loss": rng.uniform(0, 0.05, m)}
    own["narrative"] = rng.uniform(-1, 1, m)
    membership = rng.random((b, n)) < 0.4
    bodies = {
        "member": membership.T[who],
        "eligible": rng.random((m, b)) < 0.8,
        "membership": membership,
        "tabled": ~membership.any(axis=1)[:, None] & (rng.random((b, n)) < 0.5),
        "inside_gain": rng.normal(0, 1, (m, b)),
        "cheat_gain": rng.normal(0, 1, (m, b)),
        "excluded": rng.uniform(0, 1, (m, b)),
    }
    rows = np.arange(m)
    pairs["threat"][rows, who] = 0
    pairs["received"][rows, who] = 0
    made = Briefing(
        step=3,
        quarter=15,
        who=who,
        iso3=tuple(f"N{row:03d}" for row in range(n)),
        bodies=tuple(f"body-{row}" for row in range(b)),
        gdp=rng.uniform(1, 5000, n),
        bloc=rng.integers(-1, 2, n),
        supply=rng.dirichlet(np.ones(n), len(LAYERS)),
        need=rng.uniform(0, 1, (len(LAYERS), n)),
        demand=rng.dirichlet(np.ones(n)),
        agenda=rng.random((m, len(LAYERS))) < 0.7,
        fear=rng.integers(0, len(FEARS) ** 2, (m, n)),
        levers={name: rng.uniform(0, 1, m) for name in NATION_LEVERS},
        postures=rng.uniform(0, 1, (n, n)),
        controls=rng.uniform(0, 1, (n, len(LAYERS), n)),
        dated=rng.integers(0, 3, (n, len(LAYERS), n)) / 2 * ~np.eye(n, dtype=bool)[:, None, :],
        lifted=np.maximum(rng.uniform(-1, 1, (m, n)), 0),
        responses=RESPONSES,
        **(pairs | payoffs | believed | own | bodies),
    )
    return freeze(replace(made, **changes))


def freeze(briefing: Briefing) -> Briefing:
    """The same briefing, with arrays that refuse to be written."""
    for column in fields(briefing):
        value = getattr(briefing, column.name)
        arrays = value.values() if isinstance(value, dict) else [value]
        for array in arrays:
            if isinstance(array, np.ndarray):
                array.setflags(write=False)
    return briefing


def permuted(briefing: Briefing, order: np.ndarray) -> Briefing:
    """The briefing of all n nations with nation order[i] in row i."""
    rows = briefing.rows(order)
    pairs = {name: getattr(rows, name)[..., order] for name in _pair_fields()}
    return freeze(
        replace(
            rows,
            **pairs,
            who=np.arange(len(order)),
            iso3=tuple(briefing.iso3[row] for row in order),
            gdp=briefing.gdp[order],
            bloc=briefing.bloc[order],
            supply=briefing.supply[:, order],
            need=briefing.need[:, order],
            demand=briefing.demand[order],
            membership=briefing.membership[:, order],
            tabled=briefing.tabled[:, order],
            postures=briefing.postures[order][:, order],
            controls=briefing.controls[order][..., order],
            dated=briefing.dated[order][..., order],
        )
    )


def twins(seed: int, kinds: int, each: int, b: int) -> Briefing:
    """All nations of a world with `each` nations of every kind, equal in every respect."""
    base = random_briefing(seed, 2 * kinds, 2 * kinds, b)
    kind = np.repeat(np.arange(kinds), each)
    n = len(kind)
    rows = base.rows(kind)

    def pairs(values: np.ndarray) -> np.ndarray:
        mask = np.eye(n, dtype=bool).reshape(n, *[1] * (values.ndim - 2), n)
        return np.where(mask, values[..., kind], values[..., kinds + kind])

    return freeze(
        replace(
            rows,
            **{name: pairs(getattr(rows, name)) for name in _pair_fields()},
            who=np.arange(n),
            iso3=tuple(f"N{row:03d}" for row in range(n)),
            gdp=base.gdp[kind],
            bloc=base.bloc[kind],
            supply=base.supply[:, kind] / each,
            need=base.need[:, kind],
            demand=base.demand[kind] / each,
            membership=base.membership[:, kind],
            tabled=base.tabled[:, kind],
            postures=pairs(base.postures[kind]),
            controls=pairs(base.controls[kind]),
            dated=pairs(base.dated[kind]),
        )
    )


@cache
def _pair_fields() -> tuple[str, ...]:
    """Fields with one entry a deciding nation and partner."""
    sample = random_briefing(0, 3, 7, 5)
    arrays = {name: getattr(sample, name) for name in FOR_EACH if name != "levers"}
    return tuple(name for name, array in arrays.items() if array.ndim > 1 and array.shape[-1] == 7)


def draws(briefing: Briefing, seed: int = 0) -> Draw:
    """Uniform numbers keyed by the seed, the decision and the nation's name."""

    def draw(decision: str) -> np.ndarray:
        return np.array([_uniform(f"{seed} {decision} {briefing.iso3[row]}") for row in briefing.who])

    return draw


def _uniform(key: str) -> float:
    digest = hashlib.blake2b(key.encode(), digest_size=7).digest()
    return (int.from_bytes(digest) + 1) / (2**56 + 2)
