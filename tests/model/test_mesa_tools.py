"""Mesa's own tools work on the simulation: agent sets, data collection, batch runs, copies, SolaraViz."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import Any

import ipyvuetify
import ipywidgets
import mesa
import numpy as np
import pytest
import solara
from mesa.agentset import AgentSet
from mesa.visualization import SolaraViz, make_plot_component

from sovereigns.agents.firm import Firm
from sovereigns.agents.nation import Nation
from sovereigns.agents.researcher import Researcher
from sovereigns.agents.roster import Roster
from sovereigns.model.simulation import Simulation

FIRMS, RESEARCHERS = 12, 40
batch = pytest.mark.skipif(not hasattr(mesa, "batch_run"), reason="Mesa 4 has no batch_run")
ARGUMENTS = {"scenario": "no-controls", "firms": 6, "researchers": 8, "seed": 3}


@pytest.fixture(scope="module")
def start() -> Simulation:
    """World(0), small; nobody may change it."""
    return Simulation("no-controls", seed=3, firms=FIRMS, researchers=RESEARCHERS)


@pytest.fixture
def simulation(start: Simulation) -> Simulation:
    return copy.deepcopy(start)


def test_agents_are_all_nations_firms_and_researchers(start: Simulation) -> None:
    assert len(start.agents) == start.world.n + FIRMS + RESEARCHERS
    assert {kind: len(some) for kind, some in start.agents_by_type.items()} == {
        Nation: start.world.n,
        Firm: FIRMS,
        Researcher: RESEARCHERS,
    }
    assert start.agent_types == [Nation, Firm, Researcher]
    assert [agent.unique_id for agent in start.agents] == list(range(1, len(start.agents) + 1))


def test_a_roster_makes_views_when_asked_and_registers_none(start: Simulation) -> None:
    assert isinstance(start.agents[0], mesa.Agent)
    assert start.agents[0] == Nation(start, 0)
    assert start.agents[-1] == Researcher(start, RESEARCHERS - 1)
    assert start.agents[1:3] == [Nation(start, 1), Nation(start, 2)]
    assert Firm(start, 0) in start.agents
    assert Firm(start, 0) not in start.agents_by_type[Nation]
    with pytest.raises(IndexError):
        _ = start.agents[len(start.agents)]
    assert len(start._all_agents) == 0


def test_a_roster_speaks_of_its_own_model_only(start: Simulation, simulation: Simulation) -> None:
    assert Nation(simulation, 0) not in start.agents
    simulation.agents_by_type[Nation].set("gdp", 1.0)
    assert set(simulation.world.gdp.tolist()) == {1.0}
    assert start.world.gdp.max() > 1.0


def _ids(agents: Any) -> list[int]:
    return [agent.unique_id for agent in agents]


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "select by test": lambda s: _ids(s.select(lambda one: one.unique_id % 3 == 0)),
    "select at most": lambda s: _ids(s.select(at_most=7)),
    "select a share": lambda s: _ids(s.select(at_most=0.3)),
    "select a test, at most": lambda s: _ids(s.select(lambda one: one.unique_id % 2 == 0, at_most=5)),
    "select a kind": lambda s: _ids(s.select(agent_type=Firm)),
    "select a class above": lambda s: _ids(s.select(agent_type=mesa.Agent)),
    "select all": lambda s: _ids(s.select()),
    "get": lambda s: s.get("unique_id"),
    "get several": lambda s: s.get(["unique_id", "row"]),
    "get with default": lambda s: s.get("gdp", handle_missing="default", default_value=-1),
    "agg": lambda s: s.agg("unique_id", max),
    "agg several": lambda s: s.agg("row", [min, max, np.mean]),
    "map": lambda s: s.map(lambda one, plus: one.row + plus, plus=2),
    "map by name": lambda s: s.map("__hash__"),
    "sort": lambda s: _ids(s.sort("row")),
    "sort ascending": lambda s: _ids(s.sort(lambda one: one.row, ascending=True)),
    "group": lambda s: {value: _ids(some) for value, some in s.groupby("row")},
    "group by function": lambda s: s.groupby(type).count(),
    "group into lists": lambda s: s.groupby(lambda one: one.row % 2, result_type="list").groups,
    "groups' agg": lambda s: s.groupby(lambda one: one.row % 2).agg("unique_id", sum),
    "intersect": lambda s: _ids(s & s.select(at_most=4)),
    "list": lambda s: s.to_list(),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_roster_answers_as_the_agent_set_of_mesa(start: Simulation, name: str) -> None:
    views = list(start.agents)
    mesas = AgentSet(views, random=start.random)
    assert QUESTIONS[name](start.agents) == QUESTIONS[name](mesas)


@pytest.mark.parametrize("name", ["skill", "publishes", "openness"])
def test_whole_columns_say_what_the_agents_say(start: Simulation, name: str) -> None:
    people = start.agents_by_type[Researcher]
    assert people.get(name) == [getattr(one, name) for one in people]
    assert people.agg(name, [min, max, np.mean]) == [
        func([getattr(one, name) for one in people]) for func in (min, max, np.mean)
    ]


def test_columns_of_several_numbers_come_a_row_an_agent(start: Simulation) -> None:
    nations = start.agents_by_type[Nation]
    for one, owned in zip(nations, nations.get("owned"), strict=True):
        assert np.array_equal(one.owned, owned)
    assert nations.agg("owned", np.sum) == pytest.approx(start.world.owned.sum())


def test_what_an_agent_lacks_is_an_error_unless_a_default_is_given(start: Simulation) -> None:
    with pytest.raises(AttributeError, match="did you mean skill"):
        start.agents_by_type[Researcher].agg("skil", sum)
    with pytest.raises(AttributeError):
        start.agents.get("gdp")
    with pytest.raises(ValueError, match="handle_missing"):
        start.agents.get("gdp", handle_missing="skip")  # type: ignore[arg-type]


def test_set_and_do_write_through(simulation: Simulation) -> None:
    people = simulation.agents_by_type[Researcher]
    people.select(lambda one: one.row < 2).set("skill", 5.0)
    people.do(lambda one, by: setattr(one, "openness", by), 0.5)
    people.set("residence", "USA")
    w = simulation.world
    assert np.flatnonzero(w.skill == 5.0).tolist() == [0, 1]
    assert set(w.openness.tolist()) == {0.5}
    assert set(w.residence.tolist()) == {w.iso3.index("USA")}


def test_shuffling_is_a_function_of_seed_step_process_and_agent(
    start: Simulation, simulation: Simulation
) -> None:
    once, again = start.agents.shuffle(), simulation.agents.shuffle()
    assert _ids(once) == _ids(again) != _ids(start.agents)
    assert sorted(_ids(once)) == _ids(start.agents)
    assert _ids(once) != _ids(start.agents.shuffle(process="second"))
    seen: list[int] = []
    start.agents.shuffle_do(lambda one: seen.append(one.unique_id))
    assert seen == _ids(once)


def test_a_roster_is_changed_without_the_world(start: Simulation) -> None:
    roster = start.agents_by_type[Firm]
    kept = roster.copy()
    roster.select(at_most=3, inplace=True)
    assert (len(roster), len(kept), len(start.agents_by_type[Firm])) == (3, FIRMS, FIRMS)
    roster.add(Firm(start, 5))
    roster.add(Firm(start, 5))
    assert _rows(roster) == [0, 1, 2, 5]
    roster.remove(Firm(start, 1))
    roster.discard(Firm(start, 1))
    assert _rows(roster) == [0, 2, 5]
    with pytest.raises(KeyError):
        roster.remove(Firm(start, 1))
    assert _rows(roster.sort("row", inplace=True)) == [5, 2, 0]


def _rows(roster: Roster) -> list[int]:
    return [one.row for one in roster]


def test_people_whose_career_has_ended_drop_out_of_a_roster(simulation: Simulation) -> None:
    people = simulation.agents_by_type[Researcher]
    simulation.world.generation[[0, 3]] += 1
    assert _rows(people) == [row for row in range(RESEARCHERS) if row not in (0, 3)]
    assert len(people) == len(people.get("skill")) == RESEARCHERS - 2
    assert len(simulation.agents_by_type[Researcher]) == RESEARCHERS


def test_a_world_may_be_without_firms_and_researchers() -> None:
    bare = Simulation(firms=0, researchers=0)
    assert len(bare.agents) == bare.world.n
    assert list(bare.agents_by_type[Researcher]) == []
    assert bare.agents[bare.world.n - 1] == Nation(bare, bare.world.n - 1)


def test_the_data_collector_reads_model_and_agents(simulation: Simulation) -> None:
    collector = mesa.DataCollector(
        model_reporters={"gdp": lambda m: m.agents_by_type[Nation].agg("gdp", sum)},
        agent_reporters={"row": "row", "skill": lambda one: getattr(one, "skill", None)},
        agenttype_reporters={Nation: {"gdp": "gdp"}, Researcher: {"home": "residence"}},
    )
    collector.collect(simulation)
    simulation.run(1)
    collector.collect(simulation)
    assert collector.get_model_vars_dataframe()["gdp"].iloc[1] == pytest.approx(simulation.world.gdp.sum())
    agents = collector.get_agent_vars_dataframe()
    assert len(agents) == 2 * len(simulation.agents)
    assert agents.loc[1.0, "skill"].dropna().tolist() == simulation.world.skill.tolist()
    nations = collector.get_agenttype_vars_dataframe(Nation)
    assert nations.loc[1.0, "gdp"].tolist() == simulation.world.gdp.tolist()
    homes = collector.get_agenttype_vars_dataframe(Researcher).loc[1.0, "home"]
    assert [home.row for home in homes] == simulation.world.residence.tolist()


def test_the_model_collects_its_own_metrics_every_quarter(simulation: Simulation) -> None:
    simulation.run(2)
    collected = simulation.datacollector.get_model_vars_dataframe()
    ours = simulation.metrics().drop(columns="quarter")
    assert len(collected) == 3
    assert np.array_equal(collected[ours.columns].to_numpy(float), ours.to_numpy(float), equal_nan=True)


@batch
def test_batch_run_varies_arguments_and_seeds() -> None:
    arguments = {"scenario": ["no-controls", "diffusion-rule-2025"], "firms": 6, "researchers": 8}
    rows = mesa.batch_run(
        Simulation, arguments, number_processes=1, max_steps=1, rng=[4, 5], display_progress=False
    )
    assert {(row["scenario"], row["seed"], row["Step"]) for row in rows} == {
        (scenario, seed, 1.0) for scenario in arguments["scenario"] for seed in (4, 5)
    }
    alone = Simulation("no-controls", seed=5, firms=6, researchers=8).run(1).metrics()
    batch = next(row for row in rows if (row["scenario"], row["seed"]) == ("no-controls", 5))
    assert batch["world_capability"] == alone["world_capability"].iloc[-1]


@batch
def test_batch_run_without_seeds_draws_one_a_run_and_tells_it() -> None:
    arguments = {"firms": 6, "researchers": 8}
    rows = mesa.batch_run(
        Simulation, arguments, number_processes=1, max_steps=1, rng=[None] * 3, display_progress=False
    )
    assert len({row["seed"] for row in rows}) == 3
    assert len({row["world_capability"] for row in rows}) == 3
    again = Simulation(seed=rows[-1]["seed"], firms=6, researchers=8).run(1).metrics()
    assert rows[-1]["world_capability"] == again["world_capability"].iloc[-1]


def test_a_simulation_of_no_arguments_is_seed_0() -> None:
    assert Simulation(firms=0, researchers=0).seed == 0


def test_a_copy_midway_goes_on_as_the_straight_run(simulation: Simulation) -> None:
    simulation.run(1)
    branch = copy.deepcopy(simulation)
    parcel = pickle.loads(pickle.dumps(simulation))
    simulation.run(2)
    for other in (branch, parcel):
        assert other.time == 1.0
        assert other.run(2).metrics().equals(simulation.metrics())
        for column in simulation.world.columns():
            assert repr(getattr(other.world, column.name)) == repr(getattr(simulation.world, column.name))


def test_a_branch_leaves_the_trunk_alone(simulation: Simulation) -> None:
    before = copy.deepcopy(simulation)
    branch = copy.deepcopy(simulation)
    for nation in branch.agents_by_type[Nation]:
        nation.gdp = 1.0
    branch.run(1)
    assert simulation.run(1).metrics().equals(before.run(1).metrics())


@pytest.fixture
def model() -> Any:
    return solara.reactive(Simulation(**ARGUMENTS))  # type: ignore[arg-type]


@pytest.fixture
def page(model: Any) -> Iterator[Any]:
    @solara.component
    def Page() -> None:  # noqa: N802 - components are named as classes
        with solara.AppLayout():
            plot = make_plot_component("sovereign_ais")
            SolaraViz(model, components=[plot], model_params=ARGUMENTS, name="Sovereigns")

    _, page = solara.render(Page(), handle_error=False)
    yield page
    page.close()


def press(page: Any, label: str) -> None:
    page.find(ipyvuetify.Btn, children=[label]).widget.click()


def test_solara_viz_shows_steps_and_resets_the_simulation(model: Any, page: Any) -> None:
    first = model.value
    page.find(ipyvuetify.Html, children=["Time: 0.0"]).assert_single()
    press(page, "Step")
    page.find(ipyvuetify.Html, children=["Time: 1.0"]).assert_single()
    page.find(ipywidgets.Image).assert_single()
    assert first.world.step == 1
    press(page, "Reset")
    page.find(ipyvuetify.Html, children=["Time: 0.0"]).assert_single()
    assert model.value is not first
    assert model.value.metrics().equals(first.metrics().head(1))
