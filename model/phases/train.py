"""Process 8, train and release: compute and efficiency become models, open or closed.

Effective compute is physical compute times algorithmic efficiency. Capability grows with its logarithm, in
orders of magnitude, and with know-how. The larger the share of compute that serves models, the more
capability leans on inference power, which depends less on leading-edge chips (C7).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sovereigns.model.events import Choice
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import log10
from sovereigns.model.relations.compute import (
    building_claim,
    inference_power,
    pooled_claim,
    programme_claim,
    run_flop,
    run_quarters,
    serving_share,
    training_power,
)
from sovereigns.model.relations.domains import advance
from sovereigns.model.relations.markets import strictest
from sovereigns.model.relations.notability import credited, notable
from sovereigns.model.relations.weights import base_for, worth_of_own
from sovereigns.model.streams import Streams
from sovereigns.model.world import (
    HYPERSCALER,
    INVESTOR,
    Bool,
    Float,
    Int,
    World,
)


def train(w: World, p: Parameters, draw: Streams) -> None:
    """Every developer trains, adapts open weights where that is better, and releases what is worth it."""
    w.inference_share = serving_share(w, p)
    _concentrate(w, p)
    flop, reach = _candidates(w, p)
    _release(w, p, draw, flop, reach)
    develops = w.firm_kind != INVESTOR
    w.training_flop = np.maximum(w.training_flop, w.best_of_nation(w.firm_run, develops))
    own = w.best_of_nation(w.firm_capability, develops)
    before = w.capability
    w.capability = np.maximum(own, w.programme_capability)
    w.domain = advance(w.domain, w.capability - before, float(w.capability.max()), w.published)
    w.domain_record.append(w.domain)
    w.capability_past = np.concatenate([w.capability[None, :], w.capability_past[:-1]])
    w.capability_record.append(w.capability)
    w.frontier.append(float(w.capability.max()))
    w.opened.append(float(w.firm_opened.max(initial=0)))
    w.frontier_run.append(float(log10(max(float(w.training_flop.max()), p.flop_floor))))


def _concentrate(w: World, p: Parameters) -> None:
    """Scaling laws make one large run worth more than many.

    Developers go the rest of the way to it as fast as the means of the hyperscalers at home allow against the
    richest's: much at once, as when GPT-4 took eight times the work of what stood before it.
    """
    means = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
    speed = p.run_share_speed * means / max(means.max(), p.least_capital)
    w.run_share += speed * (p.run_share - w.run_share)


def _candidates(w: World, p: Parameters) -> tuple[Float, Float]:
    """(f,) FLOP of the largest run that each firm can end this quarter, and (f,) capability it would reach.

    A run takes its part of the nation's chips for as long as runs last, and goes no faster than data move
    between chips.
    """
    home = w.firm_nation
    whole, left = w.firm_size * w.run_share[home] * run_flop(w, p), 1 - pooled_claim(w, p)
    flop = (training_power(w, p) * (1 - w.inference_share) * (left - building_claim(w, p)))[home] * whole
    serve = (inference_power(w, p) * w.inference_share * (left - programme_claim(w, p)))[home] * whole
    flop = np.minimum(flop, p.latency_flop * run_quarters(w, p))
    lean = p.inference_weight * w.inference_share
    work = np.maximum([flop, serve], p.flop_floor) / p.flop_floor
    trained, served, clever, skilled = log10(np.stack([*work, w.firm_efficiency, w.firm_know_how]))
    reach = (1 - lean) * trained + lean * served + clever + p.know_how_weight * skilled
    return flop, np.maximum(np.where(flop > p.flop_floor, reach, 0), 0)


def _release(w: World, p: Parameters, draw: Streams, flop: Float, reach: Float) -> None:
    """Release what improves on the last model by a step.

    Who cannot train that far adapts open weights, and who has either way leaves it only for what is better by
    more than leaving costs, and another's weights are as good as they are trusted; base changes wait until it
    builds anew.
    """
    home, firms = w.firm_nation, np.arange(w.f)
    develops = (w.firm_kind != INVESTOR) & (w.firm_size > 0)
    own = w.firm_base == firms
    capability, base = base_for(w, p, home, np.where(own, -1, w.firm_base))
    tuned = capability - p.adaptation_loss
    adapts = develops & (base >= 0) & (tuned > worth_of_own(w, p, reach, base)) & (firms != base)
    value = np.where(adapts, tuned, reach)
    base = np.where(adapts, base, firms)
    releases = develops & (value > w.firm_capability + p.release_step) & _may_build_on(w, p, draw, base)
    w.tell(_say_release, develops, releases, adapts, own, base)
    secrecy = _secrecy(w, p, value)
    openly = _opens(w, p, draw, secrecy)
    reviews = _reviews(w, p, draw, value)
    opens = releases & np.where(reviews, openly, w.firm_is_open)
    w.tell(_say_opening, releases, opens, reviews, secrecy)
    _report_opening(w, opens & ~adapts & ~w.firm_is_open, value)
    w.firm_run = np.where(releases & ~adapts, np.maximum(w.firm_run, flop), w.firm_run)
    w.firm_base = np.where(releases, base, w.firm_base)
    w.firm_capability = np.where(releases, value, w.firm_capability)
    w.firm_is_open = np.where(releases, opens, w.firm_is_open)
    w.firm_opened = np.where(opens & ~adapts, np.maximum(w.firm_opened, value), w.firm_opened)
    noted = notable(w, p, draw, develops, reach)
    w.firm_noted = w.firm_noted | noted
    w.notable += credited(w, draw, noted)
    w.released = float(noted.sum())
    w.released_open = float((noted & w.firm_is_open).sum())
    _report(w, releases)


def _may_build_on(w: World, p: Parameters, draw: Streams, base: Int) -> Bool:
    """(f,) who may release on a base: all on their own, on another those who build anew this quarter.

    Products, like programmes, are built anew now and then, so that not all move to a new base at once.
    """
    luck = p.rebuild_noise * draw.uniform("rebuild", w.step, np.arange(w.f))
    return (base == w.firm_base) | (luck < p.rebuild_rate) | (w.firm_capability == 0)


def _leaning(w: World, p: Parameters) -> Float:
    """(f,) leaning to open weights: that under the backing of the start, more with more backing at home."""
    backing = p.open_of_state * (w.open_weights - p.open_start)[w.firm_nation]
    return w.firm_open + backing * np.where(backing > 0, 1 - w.firm_open, w.firm_open)


def _secrecy(w: World, p: Parameters, value: Float) -> Float:
    """(3, f) openness given up for a lead, under threat, and under rules on weights."""
    home = w.firm_nation
    lead = np.clip((value - w.firm_capability.max(initial=0)) / p.capability_unit, 0, 1)
    rules = strictest(w, "closed_weights")[home] * _leaning(w, p)
    threat = w.threat.max(axis=1)[home]
    return np.stack([p.close_of_lead * lead, p.close_of_threat * threat, p.close_of_rules * rules])


def _opens(w: World, p: Parameters, draw: Streams, secrecy: Float) -> Bool:
    """Open or closed: leaning, less what a lead is worth in secret, less what weight rules and threat ask."""
    half = 1 / 2
    u = half + p.release_noise * (draw.uniform("release", w.step, np.arange(w.f)) - half)
    return u < np.clip(_leaning(w, p) * (1 - (secrecy[0] + secrecy[1] + secrecy[2])), 0, 1)


def _reviews(w: World, p: Parameters, draw: Streams, value: Float) -> Bool:
    """(f,) which developers weigh anew whether their foremost model is open.

    The others do what they did before, but for those who would give a lead over the world away. Of smaller
    models some are open and some are not.
    """
    reviews = draw.uniform("release practice", w.step, np.arange(w.f)) < p.practice_review
    reviews |= w.firm_is_open & (value > w.firm_capability.max(initial=0))
    return reviews | (w.firm_capability == 0)


def _say_release(
    w: World, develops: Bool, releases: Bool, adapts: Bool, own: Bool, base: Int
) -> Iterator[Choice]:
    """Why developers release or wait, and on whose model those build who release."""
    why = {
        "no clear step beyond its last model yet": ~releases & (w.firm_capability > 0),
        "has nothing to release yet": ~releases,
        "its first model": w.firm_capability <= 0,
        "a clear step beyond its last model": releases,
    }
    yield Choice.of("release", develops, releases.astype(float), why)
    why = {
        "the weights of {} are better than what it can train": adapts & own,
        "goes on with the weights of {}": adapts & (base == w.firm_base),
        "the weights of {} are better than those it built on": adapts,
        "trains its own: no weights that it may have are worth the change": own,
        "can now train a better one than it can adapt": ~own,
    }
    yield Choice.of("adaptation", releases, adapts.astype(float), why, [w.firm_name[k] for k in base])


def _say_opening(w: World, releases: Bool, opens: Bool, reviews: Bool, secrecy: Float) -> Iterator[Choice]:
    """Why the weights of new models are open (1) or closed (0)."""
    heaviest = np.concatenate([(1 - w.firm_open)[None, :], w.firm_open * secrecy]).argmax(axis=0)
    rival = w.threat.argmax(axis=1)[w.firm_nation]
    why = {
        "opens its models as before": ~reviews & opens,
        "keeps its models closed as before": ~reviews,
        "leans to open weights, and nothing that it weighs stands against it": opens & (heaviest == 0),
        "leans to open weights in spite of what secrecy is worth": opens,
        "leans to selling its models rather than giving them away": heaviest == 0,
        "would give its lead over all others away": heaviest == 1,
        "its nation feels threatened, most by {}": heaviest == 2,
        "its nation restricts the export of weights": heaviest == 3,
    }
    yield Choice.of("open weights", releases, opens.astype(float), why, [w.iso3[k] for k in rival])


def _report_opening(w: World, opens: Bool, value: Float) -> None:
    """A release shock: who was closed opens weights better than any that were open before."""
    row = int(np.where(opens, value, -1).argmax()) if w.f else -1
    if row >= 0 and opens[row] and value[row] > w.firm_opened.max(initial=0):
        text = f"{w.firm_name[row]}, closed until now, opens the best weights yet"
        nation = w.iso3[w.firm_nation[row]]
        w.note("train", "opening", text, actor=nation, target=w.firm_name[row], value=value[row])


def _report(w: World, releases: Bool) -> None:
    if not releases.any():
        return
    lead = int(np.where(releases, w.firm_capability, -1).argmax())
    if w.firm_capability[lead] > w.frontier[-1]:
        kind = "open weights" if w.firm_is_open[lead] else "closed weights"
        nation = w.iso3[w.firm_nation[lead]]
        text = f"{w.firm_name[lead]} leads with a new model ({kind})"
        w.note(
            "train", "release", text, actor=nation, target=w.firm_name[lead], value=w.firm_capability[lead]
        )
