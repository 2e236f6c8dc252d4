"""Process 8, train and release: compute and efficiency become models, open or closed.

Effective compute is physical compute times algorithmic efficiency. Capability grows with its logarithm, in
orders of magnitude, and with know-how. The larger the share of compute that serves models, the more
capability leans on inference power, which depends less on leading-edge chips (C7).
"""

from __future__ import annotations

import numpy as np

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.kernels.numerics.elementary import log10, power
from sovereigns.model.kernels.numerics.limits import toward
from sovereigns.model.relations.compute import (
    inference_power,
    pooled_claim,
    programme_claim,
    run_flop,
    run_quarters,
    training_power,
)
from sovereigns.model.relations.domains import advance
from sovereigns.model.relations.notability import credited, notable
from sovereigns.model.relations.weights import base_for
from sovereigns.model.streams import Streams
from sovereigns.model.world import (
    HYPERSCALER,
    INVESTOR,
    Bool,
    Float,
    World,
)


def train(w: World, p: Parameters, draw: Streams) -> None:
    """Every developer trains, adapts open weights where that is better, and releases what is worth it."""
    w.inference_share = _inference_share(w, p)
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
    w.frontier_run.append(float(log10(max(float(w.training_flop.max()), p.flop_floor))))


def _inference_share(w: World, p: Parameters) -> float:
    """Share of compute that serves models rather than trains them.

    Its odds follow what serving returns, by the people who use AI against those of 2025.
    """
    use = float((w.ai_use * w.population).sum() / w.population.sum())
    growth = use / max(w.ai_use_2025, p.least_share)
    odds = p.inference_share_2025 / (1 - p.inference_share_2025) * power(growth, p.inference_of_use)
    return float(np.clip(odds / (1 + odds), p.inference_share_least, 1 - p.inference_share_least))


def _concentrate(w: World, p: Parameters) -> None:
    """Scaling laws make one large run worth more than many.

    The practice spreads as practices do (Griliches 1957), the faster the richer the hyperscalers at home: by
    the root of their means against the richest's.
    """
    means = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
    speed = p.run_share_speed * np.sqrt(means / max(means.max(), p.least_capital))
    w.run_share = toward(
        w.run_share, w.run_share * (1 + speed * (1 - w.run_share / p.run_share)), p.run_share
    )


def _candidates(w: World, p: Parameters) -> tuple[Float, Float]:
    """(f,) FLOP of the largest run that each firm can end this quarter, and (f,) capability it would reach.

    A run takes its part of the nation's chips for as long as runs last, and goes no faster than data move
    between chips.
    """
    home = w.firm_nation
    part = w.firm_size * (w.run_share * (1 - programme_claim(w, p) - pooled_claim(w, p)))[home]
    part = part * run_flop(w, p)
    flop = training_power(w, p)[home] * (1 - w.inference_share) * part
    serve = inference_power(w, p)[home] * w.inference_share * part
    flop = np.minimum(flop, p.latency_flop * run_quarters(w, p))
    lean = p.inference_weight * w.inference_share
    work = np.maximum([flop, serve], p.flop_floor) / p.flop_floor
    trained, served, clever, skilled = log10(np.stack([*work, w.firm_efficiency, w.firm_know_how]))
    reach = (1 - lean) * trained + lean * served + clever + p.know_how_weight * skilled
    return flop, np.maximum(np.where(flop > p.flop_floor, reach, 0), 0)


def _release(w: World, p: Parameters, draw: Streams, flop: Float, reach: Float) -> None:
    """Release what improves on the last model by a step.

    Who cannot train that far adapts open weights, and who has either way leaves it only for what is better by
    more than leaving costs.
    """
    home, firms = w.firm_nation, np.arange(w.f)
    develops = (w.firm_kind != INVESTOR) & (w.firm_size > 0)
    own = w.firm_base == firms
    capability, base = base_for(w, p, home, np.where(own, -1, w.firm_base))
    tuned = capability - p.adaptation_loss
    leaving = (
        np.where(own & (w.firm_capability > 0), 1, -1) * p.leaving_cost / max(p.quality_weight, p.least_share)
    )
    adapts = develops & (base >= 0) & (tuned > reach + leaving) & (firms != base)
    value = np.where(adapts, tuned, reach)
    releases = develops & (value > w.firm_capability + p.release_step)
    openly = _opens(w, p, draw, value)
    opens = releases & _practice(w, p, draw, openly, value)
    _report_opening(w, opens & ~adapts & ~w.firm_is_open, value)
    w.firm_run = np.where(releases & ~adapts, np.maximum(w.firm_run, flop), w.firm_run)
    w.firm_base = np.where(releases, np.where(adapts, base, firms), w.firm_base)
    w.firm_capability = np.where(releases, value, w.firm_capability)
    w.firm_is_open = np.where(releases, opens, w.firm_is_open)
    w.firm_opened = np.where(opens & ~adapts, np.maximum(w.firm_opened, value), w.firm_opened)
    noted = notable(w, p, draw, develops, reach)
    w.firm_noted = w.firm_noted | noted
    w.notable += credited(w, draw, noted)
    w.released = float(noted.sum())
    w.released_open = float((noted & openly).sum())
    _report(w, releases)


def _opens(w: World, p: Parameters, draw: Streams, value: Float) -> Bool:
    """Open or closed: leaning, less what a lead is worth in secret, less what weight rules and threat ask.

    The leaning is that under the backing of the start: with more of it at home developers open more.
    """
    home = w.firm_nation
    backing = p.open_of_state * (w.open_weights - p.open_start)[home]
    leaning = w.firm_open + backing * np.where(backing > 0, 1 - w.firm_open, w.firm_open)
    lead = np.clip((value - w.firm_capability.max(initial=0)) / p.capability_unit, 0, 1)
    secrecy = p.close_of_lead * lead + p.close_of_threat * w.threat.max(axis=1)[home]
    secrecy += p.close_of_rules * w.control[:, LAYER["closed_weights"], :].max(axis=1)[home] * leaning
    half = 1 / 2
    u = half + p.release_noise * (draw.uniform("release", w.step, np.arange(w.f)) - half)
    return u < np.clip(leaning * (1 - secrecy), 0, 1)


def _practice(w: World, p: Parameters, draw: Streams, openly: Bool, value: Float) -> Bool:
    """(f,) whether a developer's foremost model is open.

    What it did before, until it weighs that anew, as do all who would give a lead over the world away. Of
    smaller models some are open and some are not.
    """
    reviews = draw.uniform("release practice", w.step, np.arange(w.f)) < p.practice_review
    reviews |= w.firm_is_open & (value > w.firm_capability.max(initial=0))
    reviews |= w.firm_capability == 0
    return np.where(reviews, openly, w.firm_is_open)


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
