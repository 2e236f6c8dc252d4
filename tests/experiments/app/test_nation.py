"""A nation's page and the ties tell what the run says, and the address is understood or told."""

import re
from pathlib import Path

import numpy as np
import pytest

from sovereigns.agents.contract import LAYERS, NATION_LEVERS
from sovereigns.experiments.app.dossier import Inquiry, dossier
from sovereigns.experiments.app.happened import KINDS
from sovereigns.experiments.app.looks import misread
from sovereigns.experiments.app.relations import ALONE, FULL, TIES, folds, relations
from sovereigns.experiments.patterns.bodies import KINDS as BODY_KINDS
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.scenario import CONTROL_ACTIONS
from sovereigns.model.start.scenarios import SHOCKS
from tests.experiments.app.messages import Message, unpacked

ROOT = Path(__file__).parents[3]
SHORT = Recipe(quarters=2)


@pytest.fixture(scope="module")
def india() -> Message:
    return unpacked([part for part in dossier(Inquiry(SHORT, "IND")) if part][-1])


def test_every_lever_of_a_nation_is_told_and_drawn(india: Message) -> None:
    header, _ = india
    told = {name for name, *_ in header["states_words"]}
    drawn = {name for _, _, names in header["plots"] for name in names}
    assert set(NATION_LEVERS) <= told & drawn
    assert set(header["lever_words"]) == set(NATION_LEVERS)


@pytest.fixture(scope="module")
def ties() -> Message:
    return unpacked([part for part in relations(SHORT) if part][-1])


def test_the_dossier_holds_the_run_of_its_nation(india: Message) -> None:
    header, arrays = india
    simulation = SHORT.simulation().run(2)
    row = simulation.world.iso3.index("IND")
    names = [name for name, *_ in header["states_words"]]
    told = [record["gdp"][row] for record in simulation.recorder.nations]
    assert arrays["states"][:, names.index("gdp")] == pytest.approx(told)
    assert header["complete"] and arrays["pairs"].shape[0] == 3
    assert header["turns"][1]["reason"] == simulation.recorder.reasons[row]


def test_reasons_stand_beside_the_strategy_that_gave_them_not_the_one_learnt_later() -> None:
    future = Recipe(quarters=6)
    simulation = future.simulation().run(6)
    start = simulation.recorder.quarters[0]
    learnt = [(at - start, one.actor) for at, one in simulation.recorder.events if one.kind == "learn"]
    t, learner = next((t, iso3) for t, iso3 in learnt if t > 0)
    header, _ = unpacked([part for part in dossier(Inquiry(future, learner)) if part][-1])
    told = [turn["played"] for turn in header["turns"]]
    row = simulation.world.iso3.index(learner)
    assert told == [played[row] for played in simulation.recorder.played]
    assert told[t] != told[t - 1]


def test_every_event_has_a_row_of_the_timeline_and_words() -> None:
    noted = r'\.note\(\s*"\w+",\s*"(\w+)"'
    written = {
        kind for path in (ROOT / "model").rglob("*.py") for kind in re.findall(noted, path.read_text("utf-8"))
    }
    assert {"learn", "incident", "breach"} <= written
    simulation = Recipe("as-it-happened", quarters=12).simulation().run(12)
    happened = {event.kind for _, event in simulation.recorder.events}
    assert written | happened | {*CONTROL_ACTIONS, *SHOCKS, *BODY_KINDS} <= set(KINDS)
    drawn = re.findall(r"^  (\w+): \['M", (ROOT / "experiments/app/frontend/src/events.js").read_text(), re.M)
    assert {row for row, _ in KINDS.values()} | {"other"} == set(drawn)
    assert KINDS["election"][0] == KINDS["learn"][0] != KINDS["conflict"][0]


def test_beliefs_about_others_err_and_about_oneself_do_not(india: Message) -> None:
    header, arrays = india
    own = load_inputs().nations["iso3"].tolist().index(header["iso3"])
    gap = np.abs(arrays["believed"][:, 0] - arrays["true"][:, 0])
    assert gap[:, own] == pytest.approx(0, abs=1e-6)
    assert np.delete(gap, own, axis=1).max() > 0


def test_researchers_who_live_in_a_nation_are_counted_once(india: Message) -> None:
    header, arrays = india
    names = [name for name, *_ in header["states_words"]]
    assert arrays["people"][:, 0].sum(axis=1) == pytest.approx(
        arrays["states"][:, names.index("researchers")]
    )


def test_orders_of_a_quarter_start_where_the_last_ones_ended() -> None:
    header, _ = unpacked([part for part in dossier(Inquiry(Recipe(quarters=4), "CHN")) if part][-1])
    moved = [move for turn in header["turns"] for move in turn["moves"]]
    assert moved and all(before != after and why for _, _, before, after, why in moved)
    last: dict[str, float] = {}
    for what, toward, before, after, _ in moved:
        if not toward:
            assert before == pytest.approx(last.get(what, before), abs=0.011)
            last[what] = after


def test_ties_are_those_of_the_world(ties: Message) -> None:
    header, arrays = ties
    w = SHORT.simulation().run(2).world
    until = arrays["control.until"]
    last = slice(until[-2], until[-1])
    by, on = np.divmod(arrays["control.at"][last].astype(int), w.n)
    strictest = w.control.max(axis=1)
    assert set(zip(by, on, strict=True)) == set(
        zip(*np.nonzero(strictest >= TIES["control"].least), strict=True)
    )
    strength = arrays["control.strength"][last] / FULL
    assert strength == pytest.approx(strictest[by, on], abs=1 / FULL)
    layers = (arrays["layers"][last][:, None] >> np.arange(len(LAYERS))) & 1
    assert (layers == (w.control[by, :, on] >= 0.1)).all()
    assert header["complete"] and arrays["member"].shape == (3, len(w.bodies), w.n)


def test_a_lasting_tie_is_sent_once_and_has_no_direction(ties: Message) -> None:
    _, arrays = ties
    assert len(arrays["alliance.until"]) == 1
    by, on = np.divmod(arrays["alliance.at"].astype(int), len(load_inputs().nations))
    assert (by < on).all()


def test_a_nation_folds_into_one_group_at_most() -> None:
    inside = [iso3 for fold in folds().values() for iso3 in fold["members"]]
    assert len(inside) == len(set(inside))
    assert not set(ALONE) & set(inside)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("nation=KENN", "KEN"),
        ("nation=Kenia", "Kenya"),
        ("nation=XYZ", "XYZ"),
        ("metric=capabilty", "capability"),
        ("ties=alliance,controls", "control"),
        ("open=ASEA", "ASEAN"),
        ("quarter=soon", "soon"),
    ],
)
def test_what_an_address_misnames_is_told_with_the_near_match(query: str, words: str) -> None:
    assert words in misread(query)


@pytest.mark.parametrize(
    "query", ["", "nation=KEN&quarter=2027Q3", "nation=kenya", "ties=none", "ties=control,ai&open=all&weak=1"]
)
def test_what_an_address_names_rightly_is_no_problem(query: str) -> None:
    assert misread(query) == ""
