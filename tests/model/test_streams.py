"""Keyed random numbers: right generator, right distributions, and no number that depends on another's use."""

import numpy as np
import pytest
from scipy import stats

from sovereigns.model.errors import InputError
from sovereigns.model.kernels.numerics import philox
from sovereigns.model.streams import Streams, process_word

KNOWN_ANSWERS = [
    (0, 0, (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B)),
    (
        2**256 - 1,
        2**128 - 1,
        (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ),
]
"""Counter, key and answer of Philox4x64-10, from the tests of Random123."""
ROWS = np.arange(50_000)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
def test_the_generator_gives_the_published_answers(counter: int, key: int, answer: tuple[int, ...]) -> None:
    assert philox.block(_split(key, 2), _split(counter, 4), np.uint64(0), np.uint64(0)) == answer


def _split(number: int, count: int) -> np.ndarray:
    return np.array([number >> (64 * k) & (2**64 - 1) for k in range(count)], dtype=np.uint64)


def test_the_generator_is_that_of_numpy() -> None:
    key, counter = _split(11, 2), _split(1 + (3 << 64), 4)
    words = [philox.block(key, counter, np.uint64(entity), np.uint64(0)) for entity in range(9)]
    of_numpy = np.random.Philox(counter=3 << 64, key=11).random_raw(36)
    np.testing.assert_array_equal(np.array(words).reshape(-1), of_numpy)


def test_a_number_depends_on_nothing_but_its_key() -> None:
    streams = Streams(7)
    whole = streams.uniform("move", 3, ROWS, count=5)
    streams.uniform("other", 3, ROWS)
    some = np.array([40_000, 3, 17])
    np.testing.assert_array_equal(streams.uniform("move", 3, some, count=5), whole[some])
    np.testing.assert_array_equal(streams.uniform("move", 3, some), whole[some, 0])
    np.testing.assert_array_equal(streams.uniform("move", 3, 17, count=2), whole[17:18, :2])


def test_a_matrix_entry_depends_on_its_row_and_column_only() -> None:
    streams = Streams(7)
    np.testing.assert_array_equal(
        streams.matrix("noise", 1, 10, 6), streams.matrix("noise", 1, 193, 193)[:10, :6]
    )


def test_pairs_below_their_chance_are_those_of_the_matrix() -> None:
    chance = np.random.default_rng(0).uniform(0, 0.01, (193, 193)) * (np.arange(193) % 5 > 2)
    chance[40:60] = 0
    chance[:, 70:110] = 2.0**-33
    below = np.argwhere(np.tril(Streams(3).matrix("war", 7, 193, 193) < chance, -1))
    assert len(below) > 10
    np.testing.assert_array_equal(Streams(3).pairs_below("war", 7, chance), below)


def test_keys_that_differ_give_unrelated_numbers() -> None:
    base = Streams(0).uniform("a", 0, ROWS)
    others = [
        Streams(1).uniform("a", 0, ROWS),
        Streams(2**32).uniform("a", 0, ROWS),
        Streams(0).uniform("b", 0, ROWS),
        Streams(0).uniform("a", 1, ROWS),
        Streams(0).uniform("a", 0, ROWS + len(ROWS)),
        Streams(0).uniform("a", 0, ROWS, count=2)[:, 1],
        Streams(0).matrix("a", 0, len(ROWS), 1)[:, 0],
    ]
    for other in others:
        assert not (base == other).any()
        assert abs(np.corrcoef(base, other)[0, 1]) < 0.02


def test_process_names_do_not_collide() -> None:
    names = [f"{phase}-{decision}" for phase in range(13) for decision in range(40)]
    assert len({process_word(name) for name in names}) == len(names)


@pytest.mark.parametrize("seed", [0, 2**63 - 1])
def test_draws_follow_their_distributions(seed: int) -> None:
    streams = Streams(seed)
    for draws, law in (
        (streams.uniform("u", 0, ROWS), "uniform"),
        (streams.uniform("u", 0, np.arange(500), count=101).ravel(), "uniform"),
        (streams.matrix("m", 0, 200, 193).ravel(), "uniform"),
        (streams.normal("n", 0, ROWS), "norm"),
    ):
        assert stats.kstest(draws, law).pvalue > 1e-4


@pytest.mark.parametrize("mean", [0.01, 0.7, 12.0, 500.0, 4000.0])
def test_poisson_counts_follow_their_distribution(mean: float) -> None:
    counts = Streams(5).poisson(mean, "incident", 2, ROWS)
    grid = np.unique(counts)
    empirical = np.searchsorted(np.sort(counts), grid, side="right") / len(counts)
    assert np.abs(empirical - stats.poisson.cdf(grid, mean)).max() < 0.01
    assert (counts == np.floor(counts)).all() and counts.min() >= 0


def test_more_is_expected_never_less_happens() -> None:
    mean = np.linspace(0, 900, len(ROWS))
    streams = Streams(5)
    assert (streams.poisson(mean * 1.1, "x", 0, ROWS) >= streams.poisson(mean, "x", 0, ROWS)).all()


def test_uniform_numbers_stay_inside_the_open_interval() -> None:
    draws = Streams(1).matrix("m", 0, 1000, 1000)
    assert draws.min() > 0 and draws.max() < 1


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_seeds_out_of_range_are_refused(seed: int) -> None:
    with pytest.raises(InputError, match="out of range"):
        Streams(seed)
