"""The last strokes on World(0): what follows from its columns before anybody decides."""

from __future__ import annotations

import numpy as np

from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.institutions.bargain import texts
from sovereigns.model.institutions.dialogue import apart
from sovereigns.model.institutions.dialogue import begin as begin_talks
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.kernels.numerics.elementary import log10
from sovereigns.model.relations.choice import become_known, choose, consequences
from sovereigns.model.relations.compute import serving_share
from sovereigns.model.relations.domains import begin
from sovereigns.model.relations.exchange import cost_of_closing, doors
from sovereigns.model.relations.harm import builders, foresee
from sovereigns.model.relations.likeness import likeness
from sovereigns.model.relations.output import yields
from sovereigns.model.relations.threat import felt, threat_odds
from sovereigns.model.relations.ties import civilian_work, ties, trusted
from sovereigns.model.relations.weights import best_open, worth_of_own
from sovereigns.model.relations.welfare import consumption, measure_welfare
from sovereigns.model.scenario import Scenario
from sovereigns.model.start.people import begin_use, fit_appeal
from sovereigns.model.world import INVESTOR, World


def open_world(w: World, p: Parameters, scenario: Scenario) -> None:
    """Fill in capability, threat, use of models and welfare at the start, and found the scenario's bodies."""
    develops = w.firm_kind != INVESTOR
    w.sovereign_threshold = p.sovereign_threshold
    w.superintelligence = p.superintelligence
    w.capability = w.best_of_nation(w.firm_capability, develops)
    w.efficiency = w.best_of_nation(w.firm_efficiency, develops, p.efficiency_floor)
    w.know_how = w.best_of_nation(w.firm_know_how, develops, p.know_how_floor)
    w.training_flop = w.best_of_nation(w.firm_run, develops)
    odds, w.fear = threat_odds(w, p)
    w.threat = felt(odds, p)
    _lean(w, p)
    trained = w.firm_base == np.arange(w.f)
    w.firm_opened = np.where(w.firm_is_open & trained, w.firm_capability, 0)
    _adapt(w, p)
    w.capability = w.best_of_nation(w.firm_capability, develops)
    w.domain = begin(w.capability)
    _recall(w, p)
    w.likeness = likeness(w, p)
    w.likeness.flags.writeable = False
    w.cooperation = np.where(np.sqrt(w.threat * w.threat.T) > p.threat_threshold, 0.0, 1.0)
    users = w.firm_known.copy()
    _know(w, p)
    fit_appeal(w, p, users)
    w.usage, w.programme_usage, w.common_usage = choose(w, p)
    consequences(w, p)
    begin_use(w, p)
    w.inference_share = serving_share(w, p)
    w.yielded = yields(w, p)
    w.parting = cost_of_closing(w, p, doors(w, p)[0])
    w.tie = ties(w, p)
    w.trust = trusted(w, p, np.zeros((w.n, w.n)), 1.0)
    w.civilian_work = civilian_work(w, p)
    w.builders = float(builders(w, p).sum())
    foresee(w, p)
    trained = (w.firm_run > p.flop_floor) & (w.firm_base == np.arange(w.f))
    w.released, w.released_open = float(trained.sum()), float((trained & w.firm_is_open).sum())
    w.consumption = consumption(w, p)
    measure_welfare(w, p)
    _found(w, p, scenario)


def _lean(w: World, p: Parameters) -> None:
    """Practice on record is what threat had left of the leaning to open weights."""
    left = 1 - p.close_of_threat * w.threat.max(axis=1)[w.firm_nation]
    w.firm_open = np.minimum(w.firm_open / np.maximum(left, p.least_share), 1)


def _know(w: World, p: Parameters) -> None:
    """Products are known by their users at the start; where none are counted, by the compute that serves."""
    counted = w.firm_known.sum() > 0
    become_known(w, p.replace({"known_by_serving": 1.0}), p.known_by_serving if counted else 1.0)


def _adapt(w: World, p: Parameters) -> None:
    """Developers that have not trained far adapt the open weights that suit their nation best.

    They weigh it as ever after: who has a model of its own leaves it only for one better by more than that
    costs.
    """
    capability, base = best_open(w, p)
    tuned, base = (capability - p.adaptation_loss)[w.firm_nation], base[w.firm_nation]
    bar = np.maximum(worth_of_own(w, p, w.firm_capability, base), w.firm_capability)
    adapts = (w.firm_kind != INVESTOR) & (w.firm_size > 0) & (base >= 0) & (tuned > bar)
    w.firm_base = np.where(adapts, base, w.firm_base)
    w.firm_capability = np.where(adapts, tuned, w.firm_capability)


def _recall(w: World, p: Parameters) -> None:
    """The record before the start: capability grew from 0, and training runs with it, at their known pace."""
    ages = np.arange(np.ceil(4 * w.capability.max() / p.frontier_pace), -1, -1) / 4
    w.frontier = [float(w.capability.max() - p.frontier_pace * age) for age in ages]
    opened = float(w.firm_opened.max(initial=0))
    w.opened = [max(opened - p.frontier_pace * float(age), 0.0) for age in ages]
    run = float(log10(max(float(w.training_flop.max()), p.flop_floor)))
    w.frontier_run = [run - float(log10(p.training_growth)) * float(age) for age in ages]
    w.capability_record = [np.maximum(w.capability - p.frontier_pace * float(age), 0) for age in ages]
    w.domain_record = [np.maximum(w.domain - p.frontier_pace * float(age), 0) for age in ages]
    years = np.arange(len(w.capability_past))[:, None] / 4
    w.capability_past = np.maximum(w.capability[None, :] - p.frontier_pace * years, 0)


def _found(w: World, p: Parameters, scenario: Scenario) -> None:
    """Bodies that the scenario founds, whom its law shuts out of each, and who takes the initiative to it.

    Rivals among those open talks.
    """
    for name, founding in scenario.bodies.items():
        row = w.bodies.index(name)
        w.member[row] = np.isin(w.iso3, founding.members)
        w.law_excludes[row] = np.isin(w.iso3, founding.exclude)
        w.initiative[row] = first = np.isin(w.iso3, founding.proposers)
        w.terms[row] = texts(institutions()[row], p)[0]
        for i, j in np.argwhere(np.triu(apart(w, p) & first & first[:, None], 1)):
            begin_talks(w, i, j)
