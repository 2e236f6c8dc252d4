"""Before the processes: governments learn which of the published strategies serve nations like theirs.

Experience-weighted attraction (Camerer and Ho 1999): a nation remembers what its strategy got it, and what
others got nations like it, beyond what circumstances explain. A new government, and now and then one in
office, looks at a strategy and takes it up by the Fermi rule (theory T2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sovereigns.agents.contract import Strategy, learnt_by
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import pick
from sovereigns.model.kernels.numerics.sums import of_groups
from sovereigns.model.kernels.theory.attraction import lasting_experience, updated
from sovereigns.model.kernels.theory.bandwagon import patrons
from sovereigns.model.kernels.theory.dsair import fermi
from sovereigns.model.relations.likeness import beyond_circumstances
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, Int, World

Names = NDArray[np.object_]


class Casting(NamedTuple):
    """Who plays which of s published strategies, and who is like whom."""

    names: tuple[str, ...]
    """s of the published strategies."""
    row: Int
    """(n,) among them; s where a nation plays none of them."""
    plays: Bool
    """(s, n)"""
    seen: Float
    """(s, n) nations that play each, by how like they are."""


def learn(
    w: World, p: Parameters, draw: Streams, played: Names, named: Bool, published: Mapping[str, Strategy]
) -> Names:
    """Strategies that nations play from now on.

    Args:
        w: the world; attractions in it are updated.
        p: parameters.
        draw: keyed streams.
        played: (n,) names of the strategies that they play.
        named: (n,) whose strategy a user, plan, scenario or claim has named; they keep it.
        published: s strategies that can be taken up, by name.
    """
    if p.learning == "off":
        return played
    cast = _cast(w, played, published)
    w.attraction = _remember(w, p, cast)
    looks, luck, takes = draw.uniform("learn", w.step, np.arange(w.n), count=3).T
    other = pick(_open_to(w, published) * (cast.seen.T + p.learning_prior / len(cast.names)), looks)
    ready = w.turned | (p.learning_noise * p.learning_rate > luck)
    may = ready & ~named & (other >= 0) & (cast.row < len(cast.names)) & (other != cast.row)
    own, new = (_of(w.attraction, row) for row in (cast.row, other))
    chance = fermi(own, new, p.learning_selection)
    changes = np.flatnonzero(may & (takes < chance))
    if not len(changes):
        return played
    now = played.copy()
    now[changes] = np.array(cast.names, dtype=object)[other[changes]]
    _tell(w, cast, changes, other, new > own)
    return now


def credit(w: World) -> Float:
    """(n,) gain in welfare of the last quarter that a nation's circumstances do not explain, log points."""
    return beyond_circumstances(w, w.welfare_gain)


def _open_to(w: World, published: Mapping[str, Strategy]) -> Bool:
    """(n, s) which strategies a nation can come to play; one that does not say is open to all."""
    led = patrons(np.arange(w.n), w.bloc, w.alliance, w.gdp).any(axis=1)
    nations = {"all": np.ones_like(led), "led": led, "nobody": np.zeros_like(led)}
    return np.array([nations[learnt_by(one)] for one in published.values()]).T


def _cast(w: World, played: Names, published: Mapping[str, Strategy]) -> Casting:
    names = tuple(published)
    place = {name: k for k, name in enumerate(names)}
    row = np.array([place.get(name, len(names)) for name in played], dtype=np.int64)
    return Casting(
        names,
        row,
        row == np.arange(len(names))[:, None],
        of_groups(w.likeness, np.ones(w.n), row, len(names) + 1)[:-1],
    )


def _remember(w: World, p: Parameters, cast: Casting) -> Float:
    """(s, n) attractions after the last quarter."""
    own = credit(w)
    got = of_groups(w.likeness, own, cast.row, len(cast.names) + 1)[:-1]
    known = cast.seen + p.learning_prior
    payoff = np.where(cast.plays, own, got / np.where(known > 0, known, 1.0))
    return updated(
        w.attraction,
        payoff,
        cast.plays,
        lasting_experience(p.learning_experience),
        memory=p.learning_memory,
        depreciation=p.learning_experience,
        forgone=p.learning_forgone,
    )


def _of(attraction: Float, row: Int) -> Float:
    """(n,) of one strategy each; of none: of the last."""
    told: Float = attraction[np.minimum(row, len(attraction) - 1), np.arange(len(row))]
    return told


def _tell(w: World, cast: Casting, changes: Int, other: Int, better: Bool) -> None:
    """Say who takes up what, and why."""
    there = cast.plays.any(axis=1)
    for i in changes:
        old, new = cast.names[cast.row[i]], cast.names[other[i]]
        if not there[other[i]]:
            why = "which no nation plays yet"
        elif better[i]:
            why = "which of late has served nations like it better than its own has served it"
        else:
            why = "though of late it has served nations like it no better than its own has served it"
        w.note("decide", "learn", f"{w.iso3[i]} takes up {new}, {why}, and gives up {old}", w.iso3[i])
