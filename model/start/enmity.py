"""Who has cause to fear whom, as it stands at the start and stays: rivals, borders, regimes, arms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from sovereigns.model.facts.inputs import Inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.world import Bool, Float


def grounds(
    inputs: Inputs, p: Parameters, distance: Float, ideal_distance: Float, allied: Float
) -> dict[str, Float | Bool]:
    """Columns of World that threat and conflict rest on.

    Args:
        inputs: facts.
        p: parameters.
        distance: (n, n) 1000 km.
        ideal_distance: (n, n) standard deviations.
        allied: (n, n) strength of alliance, 0 to 1.

    Returns:
        `rivalry`, `border`, `nearness`, `hostility`, `friends_rivals`, each (n, n); `military`, `reach`,
        `elected`, `nuclear`, `claims_foundry`, each (n,).
    """
    nations = inputs.nations
    iso3 = tuple(nations["iso3"])
    rivalry = named(iso3, nations["rivals"])
    strait = named(iso3, nations["sea_neighbours"])
    border = np.maximum(named(iso3, nations["land_neighbours"]), p.strait * strait)
    near = 1 / (1 + (distance / p.nearness_scale) ** 2)
    outside = set(inputs.groups["EXTERNAL"])
    elected = nations["elected"].to_numpy(dtype=bool)
    columns = {
        "rivalry": rivalry,
        "border": border,
        "nearness": np.maximum(near, border),
        "hostility": hostility(p, ideal_distance, allied, elected),
        "friends_rivals": friends_rivals(allied, rivalry),
        "elected": elected,
        "nuclear": nations["warheads"].to_numpy(dtype=float) > 0,
        "claims_foundry": np.array([not outside.isdisjoint(listed) for listed in nations["rivals"]]),
    } | means(inputs, p)
    for name in ("rivalry", "border", "friends_rivals"):
        np.fill_diagonal(columns[name], 0)
    return columns


def named(iso3: Sequence[str], lists: Iterable[tuple[str, ...]]) -> Float:
    """(n, n) 1 where either nation names the other in its list."""
    names = np.array(iso3)
    told = np.array([np.isin(names, list(listed)) for listed in lists]).reshape(len(names), len(names))
    return (told | told.T).astype(float)


def hostility(p: Parameters, ideal_distance: Float, allied: Float, elected: Bool) -> Float:
    """(n, n) ill intent that a nation reckons with.

    More between those who vote apart, a weak signal (Walt 1987), less between allies and between democracies
    (Oneal and Russett 1997).
    """
    apart = ideal_distance / (1 + ideal_distance)
    peace = 1 - p.democratic_peace * (elected[:, None] & elected)
    return (p.hostility_floor + (1 - p.hostility_floor) * apart) * (1 - p.alliance_assures * allied) * peace


def friends_rivals(allied: Float, rivalry: Float) -> Float:
    """(n, n) how far the column nation is a rival of the row nation's allies: the strongest tie counts.

    It is as far as the ally is closer than the rival: who is friends with both is drawn in for neither
    (balance: Heider 1946).
    """
    found = np.zeros_like(rivalry)
    for friend, rival in np.argwhere(rivalry > 0):
        felt = np.maximum(allied[:, friend] - allied[:, rival], 0)
        felt[friend] = 0
        found[:, rival] = np.maximum(found[:, rival], felt)
    return found


def means(inputs: Inputs, p: Parameters) -> dict[str, Float]:
    """Shares of military means, and who reaches far.

    Returns:
        `military`, (n,) mean share of spending, soldiers and warheads; `reach`, (n,) how far spending spares
        a nation the loss of strength over distance (Boulding 1962).
    """
    nations = inputs.nations
    names = "military_spending", "military_personnel", "warheads"
    shares = [_share(nations[name].to_numpy(dtype=float)) for name in names]
    return {
        "military": (shares[0] + shares[1] + shares[2]) / len(shares),
        "reach": shares[0] / (shares[0] + p.reach_scale),
    }


def _share(amount: Float) -> Float:
    total = amount.sum()
    return amount / total if total > 0 else np.full(len(amount), 1 / len(amount))
