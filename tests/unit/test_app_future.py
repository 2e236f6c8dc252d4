"""A future survives its address and its command line; broken addresses are told."""

import json
import shlex
import struct

import numpy as np
import pytest

from sovereigns.experiments.app.atlas import TALL, WIDE, tiles
from sovereigns.experiments.app.future import read
from sovereigns.experiments.app.served import Shelf
from sovereigns.experiments.app.trajectory import pack, play
from sovereigns.experiments.cli.run import run
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs

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


def unpacked(message: bytes) -> tuple[dict, dict]:
    length = struct.unpack("<I", message[:4])[0]
    header = json.loads(message[4 : 4 + length])
    at, arrays = 4 + length, {}
    for place in header["arrays"]:
        at += -at % 8
        count = int(np.prod(place["shape"]))
        array = np.frombuffer(message, place["type"], count, at)
        arrays[place["name"]] = array.reshape(place["shape"])
        at += array.nbytes
    assert at == len(message)
    return header, arrays


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
