"""A future survives its address and its command line; broken addresses are told."""

import json
import os
import shlex
from dataclasses import replace

import numpy as np
import pytest

from sovereigns.experiments.app import session
from sovereigns.experiments.app.atlas import TALL, WIDE, tiles
from sovereigns.experiments.app.future import read
from sovereigns.experiments.app.served import Shelf
from sovereigns.experiments.app.trajectory import pack, play, world_lines
from sovereigns.experiments.app.view import view
from sovereigns.experiments.cli.run import run
from sovereigns.experiments.recipe import Recipe, words_of
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs
from tests.experiments.app.messages import unpacked

CHANGED = Recipe(
    "no-controls", 7, 12, (("tariff_share", "0.2"), ("welfare_function", "egalitarian")), (("CHN", "grim"),)
)


def test_the_address_holds_the_future() -> None:
    assert read(CHANGED.query()) == CHANGED
    assert read(CHANGED.query() + "&quarter=2026Q1&nation=KEN") == CHANGED
    assert read("") == Recipe()


def test_the_command_line_makes_the_same_future() -> None:
    words = shlex.split(CHANGED.command())[2:]
    given = run.make_context("run", words).params
    assert (given["scenario"], given["seed"], given["quarters"]) == ("no-controls", 7, 12)
    assert given["values"] == ("tariff_share=0.2", "welfare_function=egalitarian")
    assert given["played"] == ("CHN=grim",)


@pytest.mark.parametrize(
    "query",
    [
        "scenario=nowhere",
        "scenario=/etc/passwd",
        "seed=-1",
        "seed=" + "9" * 5000,
        "quarters=" + "1" * 5000,
        "seed=9223372036854775808",
        "seed=x",
        "quarters=0",
        "quarters=100000",
        "set=tariff_share=9",
        "set=tarif_share=0.1",
        "set=tariff_share",
        "strategy=XXX=grim",
        "strategy=USA=win",
    ],
)
def test_a_broken_address_is_told(query: str) -> None:
    with pytest.raises(InputError):
        read(query)


def test_a_value_is_set_and_set_back() -> None:
    future = Recipe().with_value("tariff_share", "0.1")
    assert future.with_value("tariff_share", "0.2").set == (("tariff_share", "0.2"),)
    assert future.with_value("tariff_share", None) == Recipe()
    assert Recipe().with_strategy("all", "grim").unchanged() == Recipe()


def test_arrays_come_out_as_they_went_in() -> None:
    arrays = {"a": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.arange(3, dtype=np.uint16)}
    header, found = unpacked(pack({"x": float("nan")}, arrays))
    assert header["x"] is None
    for name, array in arrays.items():
        assert np.array_equal(found[name], array)


def test_a_run_comes_early_then_whole() -> None:
    parts = [part for part in play(Recipe(quarters=2)) if part]
    (first, early), (last, whole) = unpacked(parts[0]), unpacked(parts[-1])
    assert (first["done"], first["complete"]) == (2, False)
    assert (last["done"], last["complete"]) == (3, True)
    assert whole["nations"].shape == (len(last["nation_metrics"]), 3, 193)
    assert whole["lineage"].max() < len(last["lineages"])
    assert np.array_equal(early["nations"], whole["nations"][:, :2], equal_nan=True)
    assert all(0 <= event[0] < 3 for event in last["events"])


@pytest.mark.parametrize("grid", [WIDE, TALL])
def test_every_nation_has_its_own_tile(grid: tuple[int, int]) -> None:
    nations = load_inputs().nations
    cells = tiles(nations["lon"].to_numpy(float), nations["lat"].to_numpy(float), grid)
    assert len({tuple(cell) for cell in cells.tolist()}) == 193
    assert (cells >= 0).all() and (cells < grid).all()
    place = dict(zip(nations["iso3"], cells.tolist(), strict=True))
    assert place["USA"][0] < place["DEU"][0] < place["CHN"][0]
    assert place["NOR"][1] < place["KEN"][1] < place["ZAF"][1]


def test_the_shelf_drops_what_was_not_asked_for() -> None:
    shelf = Shelf(2)
    shelf.put("a", b"1")
    shelf.put("b", b"2")
    assert shelf.get("a") == b"1"
    shelf.put("c", b"3")
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == (b"1", None, b"3")


LAST = 2**63 - 1


def test_a_seed_of_any_length_is_what_was_typed() -> None:
    assert read(f"seed={'0' * 5000}7").seed == 7
    assert read(f"seed={LAST}").seed == LAST
    exact = 12345678901234567
    assert read(f"seed={exact}").query().split("&")[1] == f"seed={exact}"


def test_the_seed_after_the_last_is_the_first() -> None:
    future = Recipe(seed=LAST)
    assert [future.by_chance(i).seed for i in range(3)] == [LAST, 0, 1]
    list(world_lines(replace(future, quarters=1).by_chance(1)))


def test_whole_numbers_that_a_browser_would_round_reach_it_digit_by_digit() -> None:
    seeds = [2**53 - 1, 2**53 + 1, LAST, -LAST]
    sent, _ = unpacked(pack({"seeds": seeds, "in": {"seed": np.int64(LAST)}, "yes": True}, {}))
    assert sent["seeds"] == [2**53 - 1, str(2**53 + 1), str(LAST), str(-LAST)]
    assert (sent["in"]["seed"], sent["yes"]) == (str(LAST), True)
    props = view("panel", {"seed": LAST}).kwargs["props"]
    assert json.loads(props)["seed"] == str(LAST)


def test_a_scenario_file_whose_name_is_no_text_has_an_address() -> None:
    served = os.fsdecode(b"/tmp/caf\xe9.toml")
    assert dict(words_of(Recipe(served).query()))["scenario"] == served


def test_a_new_visitor_has_no_earlier_future(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.past, "get", lambda *_, **__: ())
    monkeypatch.setattr(session.current, "get", lambda *_, **__: CHANGED)
    assert session.compared() == (CHANGED.unchanged(), "the preset unchanged")
    monkeypatch.setattr(session.past, "get", lambda *_, **__: (Recipe(),))
    assert session.compared() == (Recipe(), "the earlier future")
