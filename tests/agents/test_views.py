"""A view is a Mesa agent without a state of its own: all that it says and hears is its row of the World."""

from __future__ import annotations

import copy
import pickle
from dataclasses import Field, dataclass, field, fields
from typing import Any, NamedTuple

import mesa
import numpy as np
import pytest

from sovereigns.agents.firm import Firm
from sovereigns.agents.nation import Nation
from sovereigns.agents.researcher import Researcher
from sovereigns.agents.roster import Roster
from sovereigns.agents.view import StaleError, View
from sovereigns.model.errors import InputError
from sovereigns.model.world import World


def column(shape: str) -> Any:
    return field(metadata={"shape": shape, "unit": "units", "meaning": "for the test"})


class Ties(NamedTuple):
    neighbours: np.ndarray
    weights: np.ndarray


@dataclass
class Island:
    """A World of three nations, two firms and four researchers."""

    iso3: tuple[str, ...]
    gdp: np.ndarray = column("n")
    trust: np.ndarray = column("n n")
    owned: np.ndarray = column("k n")
    network: Ties = column("n ties")
    usage: np.ndarray = column("n f")
    firm_name: tuple[str, ...] = column("f")
    firm_nation: np.ndarray = column("f")
    firm_safety: np.ndarray = column("f")
    origin: np.ndarray = column("r")
    residence: np.ndarray = column("r")
    employer: np.ndarray = column("r")
    skill: np.ndarray = column("r")
    publishes: np.ndarray = column("r")
    generation: np.ndarray = column("r")
    price: float = column("")

    @classmethod
    def columns(cls) -> list[Field[Any]]:
        return [one for one in fields(cls) if "shape" in one.metadata]


class Islands:
    """What a view asks of a model. It has no `register_agent`: a view that registers itself fails."""

    def __init__(self) -> None:
        self.played = np.array(["grim", "hedge", "grim"], dtype=object)
        self.world = Island(
            iso3=("AAA", "BBB", "CCC"),
            gdp=np.array([1.0, 2.0, 3.0]),
            trust=np.arange(9.0).reshape(3, 3),
            owned=np.arange(6.0).reshape(2, 3),
            network=Ties(np.zeros((3, 1), dtype=int), np.zeros((3, 1))),
            usage=np.arange(6.0).reshape(3, 2) / 10,
            firm_name=("Alpha", "Beta"),
            firm_nation=np.array([2, 0]),
            firm_safety=np.array([0.25, 0.5]),
            origin=np.array([0, 0, 1, 2]),
            residence=np.array([2, 0, 2, 2]),
            employer=np.array([0, 1, -1, 0]),
            skill=np.array([1.0, 2.0, 3.0, 4.0]),
            publishes=np.array([True, False, True, False]),
            generation=np.zeros(4, dtype=np.int64),
            price=1.0,
        )


@pytest.fixture
def model() -> Islands:
    return Islands()


def test_a_view_is_a_mesa_agent(model: Islands) -> None:
    for view in (Nation(model, 0), Firm(model, 0), Researcher(model, 0)):
        assert isinstance(view, mesa.Agent)
        assert view.model is model


def test_a_view_reads_its_row_along_its_own_axis(model: Islands) -> None:
    nation = Nation(model, 1)
    assert (nation.iso3, nation.strategy, nation.gdp) == ("BBB", "hedge", 2.0)
    assert nation.trust.tolist() == [3.0, 4.0, 5.0]
    assert nation.owned.tolist() == [1.0, 4.0]
    assert nation.usage.tolist() == [0.2, 0.3]
    firm = Firm(model, 1)
    assert (firm.name, firm.safety) == ("Beta", 0.5)
    assert firm.usage.tolist() == [0.1, 0.3, 0.5]
    assert Researcher(model, 3).skill == 4.0


def test_numbers_come_as_plain_python(model: Islands) -> None:
    assert type(Nation(model, 0).gdp) is float
    assert type(Researcher(model, 0).publishes) is bool


def test_a_view_writes_its_row_and_no_other(model: Islands) -> None:
    Nation(model, 1).gdp = 7
    Nation(model, 0).owned = [8, 9]
    Firm(model, 0).safety = 0.75
    Researcher(model, 2).publishes = False
    Nation(model, 2).trust[0] = -1
    w = model.world
    assert w.gdp.tolist() == [1, 7, 3]
    assert w.owned.tolist() == [[8, 1, 2], [9, 4, 5]]
    assert w.firm_safety.tolist() == [0.75, 0.5]
    assert w.publishes.tolist() == [True, False, False, False]
    assert w.trust[:, 0].tolist() == [0, 3, -1]


def test_a_view_sees_what_the_world_becomes(model: Islands) -> None:
    nation = Nation(model, 0)
    model.world.gdp = np.array([5.0, 6.0, 7.0])
    assert nation.gdp == 5.0


def test_only_columns_with_an_axis_of_the_kind_are_attributes(model: Islands) -> None:
    assert set(Nation.columns(Island)) == {"gdp", "trust", "owned", "usage"}
    assert set(Firm.columns(Island)) == {"usage", "name", "nation", "safety"}
    assert {"gdp", "trust", "iso3", "firms"} <= set(dir(Nation(model, 0)))


def test_every_column_of_the_real_world_is_an_attribute_of_its_kind() -> None:
    for shape, kind, prefix in (("n", Nation, ""), ("f", Firm, "firm_"), ("r", Researcher, "")):
        names = {one.name.removeprefix(prefix) for one in World.columns() if one.metadata["shape"] == shape}
        assert names
        assert names <= set(kind.columns(World))


@pytest.mark.parametrize(("name", "near"), [("gpd", "gdp"), ("startegy", "strategy")])
def test_a_misspelt_attribute_names_the_near_match(model: Islands, name: str, near: str) -> None:
    nation = Nation(model, 0)
    with pytest.raises(AttributeError, match=f"Nation '{name}'; did you mean {near}"):
        getattr(nation, name)
    with pytest.raises(AttributeError, match=f"Nation '{name}'; did you mean {near}"):
        setattr(nation, name, 1.0)
    assert name not in vars(nation)


@pytest.mark.parametrize(
    ("view", "name", "value"),
    [
        (Nation, "gdp", "much"),
        (Nation, "gdp", float("nan")),
        (Nation, "gdp", None),
        (Researcher, "publishes", 0.5),
        (Firm, "name", "Gamma"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    model: Islands, view: type[View], name: str, value: object
) -> None:
    before = getattr(view(model, 0), name)
    with pytest.raises(InputError):
        setattr(view(model, 0), name, value)
    assert getattr(view(model, 0), name) == before


def test_facts_that_worlds_share_are_copied_before_a_write(model: Islands) -> None:
    facts = np.array([1.0, 2.0, 3.0])
    facts.flags.writeable = False
    other = Islands()
    model.world.gdp = other.world.gdp = facts
    Nation(model, 0).gdp = 9.0
    assert (Nation(model, 0).gdp, Nation(other, 0).gdp) == (9.0, 1.0)


def test_two_live_models_do_not_share(model: Islands) -> None:
    other = Islands()
    mine, theirs = Nation(model, 0), Nation(other, 0)
    mine.gdp = 9.0
    assert (mine.gdp, theirs.gdp) == (9.0, 1.0)
    assert mine != theirs


def test_views_are_equal_by_model_kind_row_and_generation(model: Islands) -> None:
    views = [Nation(model, 0), Nation(model, 1), Firm(model, 0), Researcher(model, 0)]
    again = [Nation(model, 0), Nation(model, 1), Firm(model, 0), Researcher(model, 0)]
    assert views == again
    assert len(set(views + again)) == 4
    earlier = Researcher(model, 0)
    model.world.generation[0] = 1
    assert earlier != Researcher(model, 0)


def test_the_view_of_a_person_whose_career_has_ended_refuses(model: Islands) -> None:
    gone, stays = Researcher(model, 0), Researcher(model, 1)
    model.world.generation[0] += 1
    with pytest.raises(StaleError, match="career has ended"):
        _ = gone.skill
    with pytest.raises(StaleError):
        gone.skill = 9.0
    with pytest.raises(StaleError):
        _ = gone.residence
    assert model.world.skill[0] == 1.0
    assert "Researcher(0)" in repr(gone)
    assert (Researcher(model, 0).skill, stays.skill) == (1.0, 2.0)


def test_no_two_agents_ever_have_the_same_number(model: Islands) -> None:
    first = {view: view.unique_id for view in Roster.everyone(model)}
    model.world.generation += 1
    later = {view: view.unique_id for view in Roster.everyone(model)}
    assert sorted(first.values()) == list(range(1, 10))
    assert {view.unique_id for view in first} == set(first.values())
    assert len({**first, **later}) == len({*first.values(), *later.values()}) == 9 + 4


def test_relations_are_views(model: Islands) -> None:
    person = Researcher(model, 1)
    assert person.residence == person.origin == Nation(model, 0)
    assert person.employer == Firm(model, 1)
    assert person.employer.nation.iso3 == "AAA"
    assert Researcher(model, 2).employer is None
    nation = Nation(model, 2)
    assert list(nation.firms) == [Firm(model, 0)]
    assert nation.researchers.get("skill") == [1.0, 3.0, 4.0]
    assert Firm(model, 0).researchers.get("skill") == [1.0, 4.0]


def test_relations_are_set_by_view_or_iso3(model: Islands) -> None:
    person = Researcher(model, 1)
    person.residence = "CCC"
    person.origin = Nation(model, 1)
    person.employer = None
    w = model.world
    assert (w.residence[1], w.origin[1], w.employer[1]) == (2, 1, -1)


@pytest.mark.parametrize("value", [Nation(Islands(), 0), "CCD", 2, "Alpha"])
def test_a_relation_to_no_nation_of_this_model_is_refused(model: Islands, value: object) -> None:
    with pytest.raises(InputError):
        Researcher(model, 1).residence = value
    assert model.world.residence[1] == 0


def test_there_is_no_view_of_a_row_that_is_not_there(model: Islands) -> None:
    for row in (-1, 3):
        with pytest.raises(InputError, match=f"no row {row}"):
            Nation(model, row)


def test_mesa_cannot_remove_a_row(model: Islands) -> None:
    with pytest.raises(InputError, match="cannot be removed"):
        Nation(model, 0).remove()


def test_a_copied_view_looks_at_the_same_model_and_a_copied_model_has_its_own(model: Islands) -> None:
    nation = Nation(model, 0)
    assert copy.copy(nation) == copy.deepcopy(nation) == nation
    model.favourites = {nation: Firm(model, 1)}
    branch = copy.deepcopy(model)
    assert set(branch.favourites) == {Nation(branch, 0)}
    next(iter(branch.favourites)).gdp = 9.0
    assert (model.world.gdp[0], branch.world.gdp[0]) == (1.0, 9.0)


def test_a_model_with_views_goes_through_pickle(model: Islands) -> None:
    model.favourites = {Nation(model, 0): Firm(model, 1)}
    back = pickle.loads(pickle.dumps(model))
    assert back.favourites == {Nation(back, 0): Firm(back, 1)}
