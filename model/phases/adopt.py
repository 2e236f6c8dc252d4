"""Process 9, adopt: people choose among models; sovereign programmes train, adapt or give up (C13, C14, K3).

People choose by `relations.choice`, most out of habit. A national programme trains its own model, adapts open
weights, shares its bloc's or rents a service (`relations.programmes`); a model of its own fits the culture,
but must be served with the nation's own or rented compute.
"""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.choice import habit
from sovereigns.model.kernels.numerics.compiled import compiled
from sovereigns.model.kernels.numerics.elementary import log10
from sovereigns.model.kernels.numerics.limits import toward
from sovereigns.model.relations.choice import become_known, consequences, read_only, utilities
from sovereigns.model.relations.compute import programme_claim, run_flop, training_power
from sovereigns.model.relations.programmes import offers_own, worth_of_ways
from sovereigns.model.relations.use import could_use
from sovereigns.model.relations.weights import base_for, in_capability
from sovereigns.model.streams import Streams
from sovereigns.model.world import RENT, SHARE, TRAIN, Float, Int, World


def adopt(w: World, p: Parameters, draw: Streams) -> None:
    """Advance programmes, then let people choose; habit holds as long as a model is to be had."""
    _run_programmes(w, p, draw)
    utility = utilities(w, p)
    past = w.usage, w.programme_usage, w.common_usage
    used = _settled(utility, *past, _spread(w, p), 1 - p.switch_rate, p.taste_noise)
    w.usage, w.programme_usage, w.common_usage = read_only(used)
    become_known(w, p, p.known_speed)
    w.firm_appeal *= 1 - p.appeal_fade
    consequences(w, p)


def _spread(w: World, p: Parameters) -> Float:
    """Use of AI at all spreads up to those who could.

    Some begin of themselves, some by those who do (Bass 1969); where fewer could than do, they leave as fast.

    Returns:
        (n,) share of those who use it now that did before: the others choose for the first time.
    """
    before = w.ai_use
    could = could_use(w, p)
    done = w.ai_use / np.maximum(could, p.least_share)
    pace = p.use_innovation + p.use_imitation * np.minimum(done, 1)
    w.ai_use = toward(before, before + pace * (could - before), could)
    return np.minimum(before / np.maximum(w.ai_use, p.least_share), 1)


@compiled
def _settled(
    utility: Float, usage: Float, programme: Float, common: Float, old: Float, keep: float, noise: float
) -> tuple[Float, Float, Float]:
    """Shares of firms' models (n, f), the programme's (n,) and common ones (n, b + g) after a quarter.

    Of users, a part (n,) used AI before.
    """
    n, f = usage.shape
    options, commons = utility.shape[1], common.shape[1]
    share, weight = np.empty(options), np.empty(options)
    used, of_programme, of_common = np.empty(usage.shape), np.empty(n), np.empty(common.shape)
    for nation in range(n):
        before, after, part = usage[nation], used[nation], old[nation]
        for firm in range(f):
            share[firm] = before[firm] * part
        share[f] = programme[nation] * part
        for k in range(commons):
            share[f + 1 + k] = common[nation, k] * part
        habit(utility[nation], share, keep, noise, weight)
        for firm in range(f):
            after[firm] = share[firm]
        of_programme[nation] = share[f]
        for k in range(commons):
            of_common[nation, k] = share[f + 1 + k]
    return used, of_programme, of_common


def _run_programmes(w: World, p: Parameters, draw: Streams) -> None:
    """Maturity grows with money against the cost of adaptation.

    A mature programme trains, adapts, shares or rents, and weighs that anew now and then.
    """
    money = w.sovereign * p.sovereign_most * w.gdp
    able = money / (money + p.adaptation_cost) * w.state_capacity
    w.programme += p.programme_speed * (able - w.programme)
    luck = p.rebuild_noise * draw.uniform("programme", w.step, np.arange(w.n))
    due = ((luck < p.rebuild_rate) | (w.programme_way < 0)) & (w.programme > p.programme_start)
    _rebuild(w, p, np.flatnonzero(due))
    for bloc in range(len(w.inputs.blocs)):
        _share(w, bloc, in_capability(p.leaving_cost, p))
    repeats = (w.programme_base >= 0) | (w.capability < w.frontier[-1])
    w.duplication = money * repeats * (w.programme_way < SHARE)


def _rebuild(w: World, p: Parameters, nation: Int) -> None:
    """Weigh what programmes (k,) could train themselves, and the weights that they could adapt."""
    power = training_power(w, p) * (1 - w.inference_share) * run_flop(w, p)
    flop = power * programme_claim(w, p) * p.programme_run_share
    work = np.maximum(flop, p.flop_floor) / p.flop_floor
    run, clever, skilled = log10(np.stack([work, w.efficiency, w.know_how])[:, nation])
    trained = run + clever + p.know_how_weight * skilled
    opened, base = base_for(w, p, nation, w.programme_base[nation])
    adapted = np.where(base >= 0, opened - p.adaptation_loss * (1 - w.programme[nation]), 0)
    _choose_way(w, p, nation, trained, adapted, base)


def _choose_way(w: World, p: Parameters, nation: Int, trained: Float, adapted: Float, base: Int) -> None:
    """Programmes choose how to go on, and build what they have chosen where it is better.

    Who shares or rents keeps the weights that it has, but offers them no more.

    Args:
        w: the world.
        p: parameters.
        nation: (k,) whose programmes choose.
        trained, adapted, base: as `worth_of_ways`.
    """
    worth, whose = worth_of_ways(w, p, nation, trained, adapted, base)
    way = worth.argmax(axis=0)
    w.programme_way[nation] = way
    w.programme_rents[nation] = np.where(way == RENT, whose, -1)
    fresh = np.where(way == TRAIN, trained, adapted)
    better = (way < SHARE) & (fresh > w.programme_capability[nation])
    builds = nation[better]
    w.programme_base[builds] = np.where(way == TRAIN, -1, base)[better]
    w.programme_capability[builds] = fresh[better]


def _share(w: World, bloc: int, leaving: float) -> None:
    """A bloc shares the best programme that a member offers as its own.

    It leaves one for another that is better by more than leaving costs, or once it is offered no more.
    """
    of_members = np.where((w.bloc == bloc) & offers_own(w), w.programme_capability, -np.inf)
    best, now = int(of_members.argmax()), int(w.bloc_programme[bloc])
    if np.isneginf(of_members[best]):
        w.bloc_programme[bloc] = -1
    elif now < 0 or of_members[best] > of_members[now] + leaving:
        w.bloc_programme[bloc] = best
