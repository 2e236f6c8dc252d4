"""Whatever a nation can order, and whatever law can date, reaches the world.

What all controls do alike (threat, cost of decoupling, compliance, rally) is shut off, so that a layer
without an effect of its own is seen.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sovereigns.agents.contract import BODY_LEVERS, LAYER, LAYERS, LEVERS
from sovereigns.model.world import DOMESTIC, World
from tests.worlds import (
    CLEAN,
    HOLDERS,
    PROMPT,
    Levers,
    Stage,
    at,
    branch,
    event,
    foreign,
    hold,
    of,
    ordered,
)

QUARTERS = 6
FREE = {
    "intensity_ceiling": 0.1,
    "intensity_most": 0.1,
    "power_growth_most": 1,
    "close_of_rules": 0,
    "smuggling_share": 0,
    "intensity_growth": 1,
}
QUIET = {**CLEAN, **PROMPT, **FREE, "weight_rule_flop": 1e20, "move_rate": 0.5}
"""Every effect but the layer's own is shut.

Orders bind at once, rules on weights cover every model, people move; no smuggler, and neither money nor power
runs out first.
"""
ROWS = {
    iso3: row
    for row, iso3 in enumerate(("ARE", "CHN", "DEU", "FRA", "IND", "JPN", "KEN", "NLD", "SGP", "USA"))
}
Measure = Callable[[World], float]


def foreigners(w: World, of_: str, in_: str) -> float:
    return float(((w.origin == at(w, of_)) & (w.residence == at(w, in_))).sum())


def use(w: World, of_: str, in_: str) -> float:
    """Share of a nation's people who use closed models of another."""
    return float(w.usage[at(w, in_), of(w, of_) & ~w.firm_is_open].sum())


LESS: dict[str, tuple[tuple[str, ...], str, Measure]] = {
    "chips": (("USA",), "CHN", lambda w: float(w.delivered[at(w, "CHN")])),
    "memory": (HOLDERS, "CHN", lambda w: float(w.owned[DOMESTIC, at(w, "CHN")])),
    "equipment": (HOLDERS, "CHN", lambda w: float(w.equipment[at(w, "CHN")])),
    "compute_cap": (("USA",), "CHN", lambda w: float(w.delivered[at(w, "CHN")])),
    "cluster": (("USA",), "CHN", lambda w: float(w.hosted[at(w, "CHN")])),
    "cloud": (("USA",), "CHN", lambda w: float(w.rented[at(w, "CHN")])),
    "closed_weights": (("USA",), "CHN", lambda w: use(w, "USA", "CHN")),
    "entity_licence": (("USA",), "CHN", lambda w: float(w.delivered[at(w, "CHN")])),
    "materials": (("CHN",), "USA", lambda w: float(w.fab_capacity[at(w, "USA")])),
    "talent": (("USA",), "CHN", lambda w: foreigners(w, "CHN", "USA")),
    "investment": (("USA",), "CHN", lambda w: float(w.fab_capacity[at(w, "CHN")])),
    "subsidy": (
        ("USA",),
        "CHN",
        lambda w: float(w.fab_capacity[at(w, "CHN")] / w.fab_capacity[at(w, "USA")]),
    ),
    "civilian_research": (("USA",), "CHN", lambda w: float(w.civilian_work[at(w, "CHN")])),
}
"""Layer -> who controls, whom, and what must then be less."""


def fabs(levers: Levers) -> None:
    """Everybody builds fabs and China gets no foreign chips, so that its own are wanted."""
    levers["subsidy"][:] = 1


def shut(levers: Levers) -> None:
    fabs(levers)
    levers["control"][ROWS["USA"], LAYER["chips"], ROWS["CHN"]] = 1


def background(layer: str) -> Callable[[Levers], None]:
    return shut if layer == "memory" else fabs


@pytest.fixture(scope="module")
def before(stage: Stage) -> dict[Callable[[Levers], None], World]:
    return {play: stage.run(QUARTERS, play, **QUIET) for play in (fabs, shut)}


def test_every_layer_has_a_case() -> None:
    assert set(LESS) == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_an_ordered_control_reaches_the_world(stage: Stage, before: dict, layer: str) -> None:
    by, on, measure = LESS[layer]

    def order(levers: Levers) -> None:
        background(layer)(levers)
        for nation in by:
            levers["control"][ROWS[nation], LAYER[layer], ROWS[on]] = 1

    w = stage.run(QUARTERS, order, **QUIET)
    assert measure(w) < 0.97 * measure(before[background(layer)])


@pytest.mark.parametrize("layer", LAYERS)
def test_a_dated_control_reaches_the_world(stage: Stage, before: dict, layer: str) -> None:
    by, on, measure = LESS[layer]
    scenario = stage.scenario(f"dated-{layer}", "".join(event(layer, nation, on) for nation in by))
    w = stage.run(QUARTERS, background(layer), scenario, **QUIET)
    assert measure(w) < 0.97 * measure(before[background(layer)])


@pytest.fixture(scope="module")
def free(stage: Stage) -> World:
    return stage.run(2, hold)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_control_is_felt(stage: Stage, free: World, layer: str) -> None:
    """Whatever its layer, it raises the target's threat and will to self-reliance, and the cost of law."""
    ruled = stage.run(2, hold, stage.scenario(f"felt-{layer}", event(layer, "USA", "CHN")))
    us, cn = at(free, "USA"), at(free, "CHN")
    assert ruled.threat[cn, us] > free.threat[cn, us]
    assert ruled.rally[cn] > free.rally[cn] == 0
    assert ruled.compliance[us] > free.compliance[us] == 0


FELT: dict[str, tuple[float, float, Measure]] = {
    "subsidy": (0, 1, lambda w: float(w.fab_capacity.sum())),
    "sovereign": (0, 1, lambda w: float(w.programme_usage.sum())),
    "localisation": (1, 0, lambda w: float(np.where(foreign(w), w.usage, 0).sum())),
    "visa": (0, 1, lambda w: float((w.residence != w.origin).sum())),
    "joint": (0, 1, lambda w: float(w.joint_work.sum())),
    "regulation": (1, 0, lambda w: float(w.firm_know_how.mean())),
    "safety_standard": (1, 0, lambda w: float(w.expected_loss.sum())),
    "open_weights": (0, 1, lambda w: float(w.firm_is_open.sum())),
    "cooperate": (0, 1, lambda w: float(w.trust.sum())),
    "spy": (0, 1, lambda w: float(w.firm_know_how[of(w, "CHN")].min())),
    "retaliate": (1, 0, lambda w: float(w.fab_capacity[at(w, "USA")])),
}
"""Lever -> two settings for all nations, and what must be less under the first."""


def everybody(lever: str, value: float) -> Callable[[Levers], None]:
    def order(levers: Levers) -> None:
        fabs(levers)
        levers[lever][:] = value

    return order


@pytest.mark.parametrize("lever", FELT)
def test_a_lever_reaches_the_world(stage: Stage, lever: str) -> None:
    low, high, measure = FELT[lever]
    first, second = (stage.run(6, everybody(lever, value), **PROMPT) for value in (low, high))
    assert measure(first) < 0.99 * measure(second)


EASY = {"outsider_sanction": 1, "detection": 0, "talks_quarters": 1, "talks_failure": 0, "power_share": 1} | {
    "membership_cost": 0, "secretariat_cost": 0, "cern_due": 0, "cern_fear": 0, "monitoring_fear": 0,
    "rival_price": 0, "treaty_notice": 0, "monitoring_threshold": 0, "cern_threshold": 0,
    "monitoring_odds_ratio": 1e9,
}  # fmt: skip
"""Bodies that cost nothing, and talks that are short and do not fail."""


def members(levers: Levers) -> None:
    levers["join"][:] = levers["propose"][:] = 1


@pytest.mark.parametrize("lever", ["join", "propose"])
def test_without_asking_or_proposing_there_is_no_body(stage: Stage, lever: str) -> None:
    def order(levers: Levers) -> None:
        members(levers)
        levers[lever][:] = 0

    assert not stage.run(3, order, **EASY).member.any()


def test_bodies_form_and_end_as_nations_order(stage: Stage) -> None:
    """All ask: all are in. All leave: after notice nobody is. All cheat: more goes wrong."""
    founded = ordered(stage.build(set=EASY), members, 4)
    assert founded.world.member.sum(axis=1).tolist() == [founded.world.n] * 4
    kept, left, cheated = (
        ordered(branch(founded), lambda levers, name=name: name and levers[name].fill(1), 6).world
        for name in ("", "leave", "cheat")
    )
    assert kept.member.all() and not left.member.any()
    assert (cheated.cheating == 1).all() and not kept.cheating.any()
    assert cheated.expected_loss.sum() > 1.01 * kept.expected_loss.sum()


def test_every_lever_has_a_case() -> None:
    assert {*FELT, "control", *BODY_LEVERS} == set(LEVERS)
