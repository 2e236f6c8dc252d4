"""People who use AI at all: where they start, how they become more, and what follows."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.model.phases.account import yields
from sovereigns.model.phases.adopt import _spread
from sovereigns.model.phases.research import automated
from sovereigns.model.phases.train import _inference_share
from sovereigns.model.relations.use import could_use
from sovereigns.model.simulation import Simulation
from tests.play import Stage, at, branch, told


def test_use_starts_as_counted_and_where_nobody_counted_as_the_median_nation() -> None:
    w = Simulation("no-controls", 0, firms=200, researchers=50).world
    assert w.ai_use[at(w, "ARE")] == pytest.approx(0.594)
    assert w.ai_use[at(w, "USA")] == pytest.approx(0.263)
    p = Simulation("no-controls", 0, firms=200, researchers=50).parameters
    part = w.ai_use / could_use(w, p)
    assert part[at(w, "TUV")] == pytest.approx(np.median(part), rel=0.1)
    assert w.ai_use_2025 == pytest.approx((w.ai_use * w.population).sum() / w.population.sum())


def test_who_could_use_ai_follows_access_income_quality_and_fit(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, s.parameters
    before = could_use(w, p)
    for column, worse in (("online", 0.5), ("income", 0.5), ("standing", 0.5)):
        poorer = branch(s).world
        setattr(poorer, column, getattr(w, column) * worse)
        assert (could_use(poorer, p) < before).all(), column
    foreign = branch(s).world
    foreign.misfit = np.ones(w.n)
    np.testing.assert_allclose(
        could_use(foreign, p), before / (1 - p.use_of_fit * w.misfit) * (1 - p.use_of_fit)
    )


def test_use_spreads_as_bass_says_and_never_past_those_who_could(opened: Simulation) -> None:
    """Bass 1969: (innovators + imitation x those who do) of those who do not yet; with neither none begin."""
    s = branch(opened)
    w, p = s.world, s.parameters
    could = could_use(w, p)
    w.ai_use = could / 4
    still = branch(s)
    _spread(still.world, told(s, use_innovation=0, use_imitation=0))
    np.testing.assert_array_equal(still.world.ai_use, w.ai_use)
    _spread(w, p)
    np.testing.assert_allclose(w.ai_use, could / 4 + (p.use_innovation + p.use_imitation / 4) * could * 3 / 4)
    for _ in range(400):
        _spread(w, p)
    np.testing.assert_allclose(w.ai_use, could)
    w.ai_use = np.minimum(2 * could, 1)
    _spread(w, told(s, use_imitation=1, use_innovation=1))
    np.testing.assert_allclose(w.ai_use, could)


def test_serving_takes_its_part_by_what_it_returns(opened: Simulation) -> None:
    """Odds of serving rise as use to the power of the elasticity; at 0 the part of 2025 stays."""
    s = branch(opened)
    w = s.world
    assert _inference_share(w, told(s, inference_share_2025=0.4)) == pytest.approx(0.4)
    w.ai_use = w.ai_use * 1.5
    share = _inference_share(w, told(s, inference_share_2025=0.4, inference_of_use=2))
    assert share / (1 - share) == pytest.approx(0.4 / 0.6 * 1.5**2)
    assert _inference_share(w, told(s, inference_share_2025=0.4, inference_of_use=0)) == pytest.approx(0.4)


def test_output_gains_from_capability_as_far_as_people_use_it(opened: Simulation) -> None:
    s = branch(opened)
    w, p = s.world, s.parameters
    np.testing.assert_allclose(yields(w, p), w.ai_use * w.standing)
    w.ai_use = np.zeros(w.n)
    assert not yields(w, p).any() and not yields(w, told(s, growth_returns="diminishing")).any()


def test_a_superintelligent_ai_does_research(opened: Simulation) -> None:
    """Nothing below the threshold; above, research labour by orders of magnitude; efficiency grows faster."""
    s = branch(opened)
    w, p = s.world, told(s, research_of_ai=2)
    np.testing.assert_array_equal(automated(w, p), 1)
    w.superintelligence = float(w.firm_capability.max()) - 0.5
    assert automated(w, p).max() == pytest.approx(1 + 2 * 0.5 / p.capability_unit)


def test_superintelligence_moves_the_frontier(stage: Stage) -> None:
    """A threshold that is passed early, beside one that is never passed."""
    early, never = (
        stage.build(set={"superintelligence": level, "research_of_ai": 5}).run(12).world for level in (5, 40)
    )
    assert early.efficiency.max() > 1.02 * never.efficiency.max()
