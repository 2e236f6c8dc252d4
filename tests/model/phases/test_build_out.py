"""Size and direction of the build-out: who spends, which chips ship, how large runs are; who is noted."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.phases.train import train
from sovereigns.model.relations.notability import credited, notable
from sovereigns.model.simulation import Simulation
from sovereigns.model.streams import Streams
from sovereigns.model.world import HYPERSCALER
from tests.worlds import Stage, at, branch, budgets, told


def spent(s: Simulation, **changed: float) -> np.ndarray:
    """Spending after four quarters without a ceiling or a wait."""
    p = told(s, intensity_ceiling=0.3, option_value=0, **changed)
    s.world.sovereign[:] = 0
    s.world.power[:] = 1e6
    for _ in range(4):
        budgets(s.world, p)
    spending: np.ndarray = s.world.intensity * s.world.gdp
    return spending


def test_spending_follows_where_hyperscalers_are_at_home(opened: Simulation) -> None:
    """At 0 all grow at one pace; the more follows, the nearer shares come to those of means."""
    start = opened.world.intensity * opened.world.gdp
    even, half, all_of_it = (spent(branch(opened), hyperscaler_lead=lead) for lead in (0, 0.5, 1))
    w = opened.world
    means = w.per_nation(w.firm_capital, w.firm_kind == HYPERSCALER)
    means = means / means.sum()
    usa, kenya = at(w, "USA"), at(w, "KEN")
    assert (all_of_it / start)[kenya] < (half / start)[kenya] < (even / start)[kenya]
    apart = [np.abs(x / x.sum() - means).sum() for x in (even, half, all_of_it)]
    assert apart[0] > apart[1] > apart[2]
    assert half.sum() == pytest.approx(even.sum(), rel=0.02)
    assert means[usa] > start[usa] / start.sum()


def test_a_firm_that_grows_richer_draws_spending_home(opened: Simulation) -> None:
    poor, rich = branch(opened), branch(opened)
    w = rich.world
    china = at(w, "CHN")
    w.firm_capital[(w.firm_nation == china) & (w.firm_kind == HYPERSCALER)] *= 3
    assert spent(rich)[china] > 1.02 * spent(poor)[china]


def test_the_mean_chip_comes_up_to_the_best_and_output_with_it(stage: Stage) -> None:
    """Where a fall of the price, which more output brings, does not slow foundries down."""
    free = {"chip_price_floor": 0.1}
    old, new = (stage.build(start="2022Q1", set=free | {"generation_speed": speed}) for speed in (0, 0.5))
    made = []
    for s in (old, new):
        s.run(8)
        made.append(s.world.chip_supply)
    assert old.world.chip_power == old.parameters.chip_power_2022
    assert old.parameters.chip_power_2022 < new.world.chip_power <= new.world.chip_best == 1
    assert made[1] / made[0] == pytest.approx(new.world.chip_power / old.world.chip_power, rel=0.25)


def test_runs_take_more_of_a_fleet_where_hyperscalers_can_pay(stage: Stage) -> None:
    s = stage.build(start="2022Q1").run(8)
    w, p = s.world, s.parameters
    usa, china, kenya = (w.run_share[at(w, name)] for name in ("USA", "CHN", "KEN"))
    assert p.run_share_2022 <= kenya < china < usa <= p.run_share
    late = stage.build(set={"run_share_2025": p.run_share})
    assert np.allclose(late.run(2).world.run_share, p.run_share), "who is there stays there"


def test_attention_is_scarce_and_goes_to_reach_record_and_nearness(opened: Simulation) -> None:
    s = branch(opened)
    w, draw = s.world, Streams(0)
    everyone, level = np.ones(w.f, dtype=bool), np.full(w.f, 5.0)
    w.firm_noted[:] = False
    few = notable(w, told(s, notable_most=3, notable_noise=0.5), draw, everyone, level)
    assert few.sum() == 3
    plain = told(s, notable_noise=0, notable_distance=0, notable_most=10000)
    assert notable(w, plain, draw, everyone, level).all()
    assert not notable(w, plain, draw, ~everyone, level).any()
    behind = np.where(np.arange(w.f) == 0, 5 - 1.5 * plain.notable_reach, 5.0)
    assert not notable(w, plain, draw, everyone, behind)[0]
    w.firm_noted[0] = True
    known = told(
        s, notable_noise=0, notable_distance=0, notable_most=10000, notable_record=plain.notable_reach
    )
    assert notable(w, known, draw, everyone, behind)[0]
    far = told(s, notable_noise=0, notable_record=0, notable_distance=20, notable_most=10000, notable_reach=1)
    heard = set(w.firm_nation[notable(w, far, draw, everyone, level)].tolist())
    assert at(w, "USA") in heard
    assert at(w, "KEN") not in heard


def test_a_joint_model_counts_once_for_each_nation_and_rules_choose_the_partner(lived: Simulation) -> None:
    s = branch(lived)
    w, draw = s.world, Streams(0)
    usa, china = at(w, "USA"), at(w, "CHN")
    found = w.firm_nation == usa
    w.joint_work[:] = 0
    assert credited(w, draw, found)[usa] == credited(w, draw, found).sum() == found.sum()
    w.joint_work[usa] = 1
    shared = credited(w, draw, found)
    assert shared[usa] == found.sum()
    assert shared.sum() == 2 * found.sum()
    assert shared[china] > 0
    w.control[usa, LAYER["civilian_research"], china] = 1
    shut = credited(w, draw, found)
    assert shut[china] == 0
    assert shut.sum() == 2 * found.sum()


def test_partners_of_a_joint_model_bring_partners_as_often_as_their_own_research_is_joint(
    lived: Simulation,
) -> None:
    """A geometric number: a quarter of models with one, a sixteenth with a second, ...; no nation twice."""
    w = branch(lived).world
    found, abroad = w.firm_nation == at(w, "USA"), []
    w.joint_work[:] = 1 / 4
    for step in range(800):
        w.step = step
        abroad.append(credited(w, Streams(0), found).sum() / found.sum() - 1)
    assert np.mean(abroad) == pytest.approx(1 / 3, rel=0.1)
    w.joint_work[:] = 1
    w.control[:, LAYER["civilian_research"]] = 0
    assert credited(w, Streams(0), found).max() == found.sum()


def test_what_is_noted_changes_nothing_else(opened: Simulation) -> None:
    one, other = branch(opened), branch(opened)
    train(one.world, told(one, notable_most=1), Streams(0))
    train(other.world, told(other, notable_most=100), Streams(0))
    assert one.world.released < other.world.released
    assert (one.world.firm_capability == other.world.firm_capability).all()
