"""How the world stands at its start, and what of it is a nation's own in whatever table it stands."""

from __future__ import annotations

import numpy as np
import pytest

from sovereigns.agents.contract import LAYER
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.metrics import lineage_shares
from sovereigns.model.relations.use import lineage_names
from sovereigns.model.simulation import Simulation
from sovereigns.model.start.genesis import fact
from sovereigns.model.start.people import use_counted
from sovereigns.model.start.population import Firms
from sovereigns.model.world import World
from tests.worlds import Stage, at, few_nations


@pytest.fixture(scope="module")
def standard() -> Simulation:
    return Simulation(record=False)


@pytest.mark.parametrize("names", [("KEN",), ("CHN", "KEN", "USA")])
def test_a_nation_has_the_same_compute_in_whatever_table_it_stands(
    stage: Stage, standard: Simulation, names: tuple[str, ...]
) -> None:
    few = stage.build(nations=few_nations(stage.folder, *names)).world
    whole = standard.world
    for name in names:
        np.testing.assert_allclose(few.owned[:, at(few, name)], whole.owned[:, at(whole, name)])
        assert few.fab_capacity[at(few, name)] == pytest.approx(whole.fab_capacity[at(whole, name)])
    part = few.owned.sum() / whole.owned.sum()
    assert few.chip_supply == pytest.approx(part * whole.chip_supply)
    assert 0 < few.talent_part < whole.talent_part == pytest.approx(1)


def test_the_powers_lead_in_compute_and_no_small_nation_comes_third(standard: Simulation) -> None:
    w = standard.world
    order = [w.iso3[i] for i in np.argsort(-w.owned.sum(axis=0), kind="stable")[:7]]
    assert order[:2] == ["USA", "CHN"]
    assert all(w.gdp[at(w, name)] > np.quantile(w.gdp, 0.9) for name in order)


def test_developers_open_as_much_as_is_on_record_of_them_under_the_threat_of_the_start() -> None:
    """Threat had its part in the record, and takes none away a second time."""
    s = Simulation("as-it-happened", start="2022Q1", record=False)
    w, p = s.world, s.parameters
    practice = Firms(s.inputs, p, w.quarter, w.f).columns()["firm_open"]
    chance = w.firm_open * (1 - p.close_of_threat * w.threat.max(axis=1)[w.firm_nation])
    never_more = practice < 1 - p.close_of_threat
    np.testing.assert_allclose(chance[never_more], practice[never_more])
    assert w.firm_open.max() <= 1 and (w.firm_open >= practice).all()


def test_at_the_start_nobody_leaves_a_model_of_its_own_for_one_hardly_better(standard: Simulation) -> None:
    """DeepSeek, who had trained DeepSeek-V3, has not gone over to Alibaba; who trained nothing adapts."""
    w, p = standard.world, standard.parameters
    base = dict(zip(w.firm_name, (w.firm_name[k] for k in w.firm_base), strict=True))
    for name in ("OpenAI", "Anthropic", "Meta", "Mistral AI", "Alibaba", "ByteDance", "DeepSeek"):
        assert base[name] == name
    own = Firms(standard.inputs, p, w.quarter, w.f).columns()["firm_capability"]
    left = (w.firm_base != np.arange(w.f)) & (own > 0)
    assert (w.firm_capability - own)[left].min() > p.leaving_cost / p.quality_weight
    assert left.any() and (w.firm_base != np.arange(w.f))[(own == 0) & (w.firm_capability > 0)].all()


def shares(w: World) -> dict[str, float]:
    return dict(zip(w.firm_name, lineage_shares(w), strict=False))


def test_people_use_the_products_that_are_known(standard: Simulation) -> None:
    """Most people use the model of one developer, and one of their own in China."""
    w = standard.world
    by_lineage = shares(w)
    assert by_lineage["OpenAI"] > 0.5
    assert max(by_lineage["Nvidia"], by_lineage["Telefonica"]) < 0.01
    china = at(w, "CHN")
    assert w.used_from[china, china] > 0.6


def test_the_products_of_the_start_have_the_users_that_were_counted(standard: Simulation) -> None:
    """Also where tastes, prices or fences weigh otherwise: what people see in products makes up for it."""
    inputs = load_inputs().firms
    counted = dict(zip(inputs["name"], inputs["users_m"], strict=True))
    users = np.array([use_counted().get(iso3, 0.0) for iso3 in standard.world.iso3])
    for w in (standard.world, Simulation(seed=3, set={"price_weight": 1, "brand_noise": 0.2}).world):
        sought = np.array([float(counted.get(name, 0)) for name in w.firm_name])
        found = (w.usage * (users * w.population)[:, None]).sum(axis=0)
        seen = sought > 0
        np.testing.assert_allclose(
            found[seen] / found[seen].sum(), sought[seen] / sought[seen].sum(), rtol=0.15
        )
        assert (sought * w.firm_appeal).sum() == pytest.approx(0, abs=1e-9)


def test_one_assistant_leads_the_world_at_the_start_but_not_where_it_is_not_offered() -> None:
    """StatCounter and Similarweb, 2025: ChatGPT has four in five visits; China, Russia and others differ."""
    for seed in range(4):
        w = Simulation("as-it-happened", seed, record=False).world
        leads = np.array([lineage_names(w)[lineage][0] for lineage in w.lead])
        assert (leads == "OpenAI").sum() > 0.75 * w.n
        apart = leads[[at(w, iso3) for iso3 in ("CHN", "RUS", "IRN", "PRK", "CUB")]]
        assert "OpenAI" not in apart.tolist()


def test_what_people_see_in_products_fades(stage: Stage) -> None:
    w = stage.build(set={"appeal_fade": 0.5}).world
    first = w.firm_appeal.copy()
    assert np.abs(first).max() > 0.5
    kept = stage.build(set={"appeal_fade": 0}).run(2).world
    np.testing.assert_array_equal(kept.firm_appeal, stage.build(set={"appeal_fade": 0}).world.firm_appeal)
    np.testing.assert_allclose(stage.build(set={"appeal_fade": 0.5}).run(2).world.firm_appeal, first / 4)


def test_without_counted_users_serving_compute_makes_known(stage: Stage) -> None:
    w = stage.build("no-controls", start="2022Q1").world
    assert w.firm_known.sum() == pytest.approx(1, rel=1e-3)
    assert w.firm_name[int(w.firm_known.argmax())] not in ("OpenAI", "Nvidia")


def test_an_embargo_stands_whatever_nations_order(stage: Stage) -> None:
    told = {
        "nations": few_nations(stage.folder, "CHN", "IRN", "RUS", "USA"),
        "strategies": {"all": "always-cooperate"},
    }
    w = stage.build("diffusion-rule-2025", **told).run(12).world
    usa = at(w, "USA")
    assert w.delivered[at(w, "RUS")] == w.delivered[at(w, "IRN")] == 0
    assert w.control[usa, LAYER["chips"], at(w, "RUS")] == 1 > w.control[usa, LAYER["chips"], at(w, "CHN")]


def test_enmity_at_the_start_is_mutual(standard: Simulation) -> None:
    w = standard.world
    assert (w.cooperation == w.cooperation.T).all()
    assert w.cooperation[at(w, "USA"), at(w, "CHN")] == 0
    weak, strong = np.argmin(fact(w.inputs, "gdp")), at(w, "USA")
    assert w.cooperation[weak, strong] == 1
