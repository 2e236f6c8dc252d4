"""The pair that the page Compare shows: as an address, as a command line, and what it proposes."""

import numpy as np
import pytest

from sovereigns.experiments.analysis.compare import paired
from sovereigns.experiments.app.pair import MINE, Pair, proposed, read
from sovereigns.experiments.app.watch_pair import PARTS, message_of
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError

STEERED = Recipe(seed=3, quarters=8, set=(("tariff_share", "0.2"),), strategies=(("USA", "hedge"),))


def test_an_address_brings_back_the_pair() -> None:
    pair = Pair("no-controls", MINE, 8)
    assert read(pair.query(), proposed(Recipe())) == pair


@pytest.mark.parametrize("query", ["a=nowhere", "b=no-control", "seeds=1", "seeds=many", "seeds=1000"])
def test_a_broken_address_is_refused(query: str) -> None:
    with pytest.raises(InputError):
        read(query, proposed(Recipe()))


def test_both_sides_share_seed_and_length() -> None:
    a, b = Pair("no-controls", MINE).futures(STEERED)
    assert (a.scenario, a.seed, a.quarters, a.set) == ("no-controls", 3, 8, ())
    assert b == STEERED


def test_the_command_line_changes_one_side_only() -> None:
    assert Pair("no-controls", MINE, 8).command(STEERED) == (
        "sovereigns compare no-controls diffusion-rule-2025 --seeds 8 --seed 3 --quarters 8"
        " --set-b tariff_share=0.2 --strategy-b USA=hedge"
    )


def test_what_was_steered_is_set_beside_its_preset() -> None:
    assert proposed(STEERED) == Pair(STEERED.scenario, MINE)
    assert proposed(Recipe("no-controls")).a != "no-controls"


def test_pairs_of_whole_tables_are_compared_cell_by_cell() -> None:
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 6, 3, 2))
    b[1, 2, 1] = np.nan
    whole = paired(a, b)
    for part in PARTS:
        assert whole[part].shape == (3, 2)
        assert whole[part][2, 1] == pytest.approx(paired(a[:, 2, 1], b[:, 2, 1])[part])
    alone = np.delete(a[:, 2, 1], 1), np.delete(b[:, 2, 1], 1)
    assert whole["low"][2, 1] == pytest.approx(paired(*alone)["low"])


def test_the_message_has_what_has_come_so_far() -> None:
    future = Recipe()
    none = message_of(future, future, 4, ([], []))
    one = np.ones((3, 2), dtype=np.float32)
    assert b'"done":0' in none
    assert b'"done":1' in message_of(future, future, 4, ([one], [one]))
