"""Process 3, decide: every strategy turns Briefings into Orders; firms copy practice from better peers.

All decide on the same world: nobody sees another's order of this quarter. Members of a bloc leave the
delegated levers to it (`data/delegations.csv`): the bloc's lever is the mean of its members' wishes weighted
by GDP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sovereigns.agents.asking import ask
from sovereigns.agents.contract import Briefing, Draw, Order, Strategy
from sovereigns.agents.posture import gather
from sovereigns.agents.sayings import Delegated
from sovereigns.model.events import Choice
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.sums import over_rows
from sovereigns.model.kernels.theory.dsair import fermi, race_payoff
from sovereigns.model.streams import Streams
from sovereigns.model.world import Bool, Float, Int, World


def decide(
    w: World,
    p: Parameters,
    draw: Streams,
    briefing: Briefing,
    strategies: Mapping[str, Strategy],
    assigned: Mapping[str, np.ndarray],
) -> Order:
    """Ask every strategy, then let firms choose their practice.

    Args:
        w: the world, for firms only.
        p: parameters.
        draw: keyed streams.
        briefing: beliefs of all n nations.
        strategies: the strategies in play by name.
        assigned: rows of the nations that each plays.

    Returns:
        One Order for all n nations.

    Raises:
        InputError: a strategy fails or breaks the contract; names it, its file, the nation and the lever.
    """
    parts = []
    for name, rows in assigned.items():
        if len(rows):
            part = briefing.rows(rows)
            parts.append((rows, ask(strategies[name], part, _keyed(draw, w.step, rows))))
    order = gather(briefing, parts)
    imitate(w, p, draw)
    return _delegate(w, order)


def imitate(w: World, p: Parameters, draw: Streams) -> None:
    """Firms compare the race payoff of their practice with a peer's and copy by the Fermi rule (theory T2).

    The peer is the firm a drawn distance away in the list, the same distance for all. Domestic regulation and
    standards make it likelier that unsafe play is found out.
    """
    if w.f < 2:
        return
    shift = 1 + int(draw.uniform("peer", w.step, 0)[0] * (w.f - 1))
    peer = (np.arange(w.f) + shift) % w.f
    found = np.clip(
        p.found_out
        + p.found_by_standard * w.standard_in_force
        + p.found_by_regulation * w.regulation_in_force,
        0,
        1,
    )[w.firm_nation]
    share = w.firm_unsafe.mean()
    payoff = _expected_payoff(w.firm_unsafe, share, found, p)
    copies = fermi(payoff, payoff[peer], p.imitation_selection)
    u, compares = draw.uniform("imitate", w.step, np.arange(w.f), count=2).T
    u = 1 / 2 + p.imitation_noise * (u - 1 / 2)
    active = (compares < p.imitation_rate) | (p.imitation_noise == 0)
    copied = (u < copies) & active
    w.tell(_say_practice, peer, active, copied, payoff)
    w.firm_unsafe = np.where(copied, w.firm_unsafe[peer], w.firm_unsafe)


def _say_practice(w: World, peer: Int, active: Bool, copied: Bool, payoff: Float) -> Iterator[Choice]:
    """Why firms play safe (0) or unsafe (1) from now on."""
    alike, better = w.firm_unsafe == w.firm_unsafe[peer], payoff[peer] > payoff
    why = {
        "keeps to its practice and compares itself with nobody this quarter": ~active,
        "does as {} does": alike,
        "copies {}, whose practice promises more in the race": copied & better,
        "copies {}, though its practice promises less": copied,
        "keeps to its practice, though that of {} promises more": better,
        "keeps to its practice, which promises no less than that of {}": ~better,
    }
    unsafe = np.where(copied, w.firm_unsafe[peer], w.firm_unsafe)
    yield Choice.of("unsafe practice", w.firm_size > 0, unsafe, why, [w.firm_name[k] for k in peer])


def _expected_payoff(unsafe: Float, share: float, found: Float, p: Parameters) -> Float:
    """(f,) race payoff of a practice against the mix of practices in the world."""
    race = (
        p.race_speed,
        p.race_disaster,
        found,
        p.race_benefit,
        p.race_safety_cost,
        p.race_prize,
        p.race_rounds,
    )
    safe_peer, unsafe_peer = race_payoff(unsafe, np.array([[0.0], [1.0]]), *race)
    return np.asarray((1 - share) * safe_peer + share * unsafe_peer)


def _delegate(w: World, order: Order) -> Order:
    """Put the bloc's levers in place of its members' own: means of shares, which need no check again."""
    reason = order.reason
    for bloc, names in enumerate(w.inputs.delegations):
        members = np.flatnonzero(w.bloc == bloc)
        if not len(members):
            continue
        weight = w.gdp[members] / w.gdp[members].sum()
        for name in names:
            lever = getattr(order, name)
            lever[members] = np.minimum(_mean(lever[members], weight), 1)
        reason = Delegated(reason, w.bloc == bloc, names)
    return order.saying(reason)


def _mean(wishes: Float, weight: Float) -> Float:
    """Sum over the first axis by weight."""
    if wishes.ndim == 1:
        return np.asarray((wishes * weight).sum())
    return over_rows(wishes.reshape(len(wishes), -1), weight).reshape(wishes.shape[1:])


def _keyed(draw: Streams, step: int, rows: np.ndarray) -> Draw:
    return lambda decision: draw.uniform(f"strategy:{decision}", step, rows)
