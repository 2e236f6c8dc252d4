"""T2: payoffs of the race, the dilemma between two curves, and imitation."""

import math

import numpy as np
import pytest

from sovereigns.experiments.docking import dsair as docking
from sovereigns.experiments.docking.case import Point
from sovereigns.experiments.docking.dsair import copying
from sovereigns.model.kernels.theory.dsair import fermi, practice_payoff, race_payoff, round_payoff
from sovereigns.model.streams import Streams

BASE = {"benefit": 4.0, "cost": 1.0, "prize": 1e4, "rounds": 100.0, "found_out": 0.0}


@pytest.mark.parametrize(
    ("speed", "disaster", "found_out"), [(1.5, 0.2, 0.0), (3.0, 0.9, 0.3), (1.01, 0.0, 1.0)]
)
def test_payoffs_are_those_of_the_paper(speed: float, disaster: float, found_out: float) -> None:
    race = BASE | {"speed": speed, "disaster": disaster, "found_out": found_out}
    own, other = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    np.testing.assert_allclose(race_payoff(own, other, **race), docking.payoffs(race))


def test_a_round_sells_what_simulated_inspection_lets_through() -> None:
    found = Streams(2).matrix("found", 0, 200_000, 2) < 0.3
    for own, other in ((0, 1), (1, 0), (1, 1)):
        speed = np.array([1 + own * 1.5, 1 + other * 1.5])
        selling = speed * ~(found & [own == 1, other == 1])
        share = np.where(selling.sum(-1) > 0, selling[:, 0] / np.maximum(selling.sum(-1), 1e-9), 0)
        expected = 4 * share.mean() - (1 - own)
        assert round_payoff(own, other, 2.5, 0.3, 4.0, 1.0) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("speed", [1.2, 2.0, 4.0])
def test_between_the_two_curves_lies_the_dilemma(speed: float) -> None:
    race = BASE | {"speed": speed}
    preferred, dominant = docking.thresholds(race)
    assert preferred == pytest.approx(1 - 1 / speed, abs=0.03)
    assert dominant == pytest.approx(1 - 1 / (3 * speed), abs=0.03)
    point = race | {"disaster": (preferred + dominant) / 2, "population": 100, "selection": 0.01}
    safe, _, _, unsafe = docking.payoffs(point)
    assert safe > unsafe and docking.solve_chain(point)[0] > 0.5
    for disaster, unsafe_wins in ((dominant - 0.02, True), (dominant + 0.02, False)):
        assert (docking.solve_chain(point | {"disaster": disaster})[0] > 0.5) == unsafe_wins


@pytest.mark.parametrize(("disaster", "selection"), [(0.72, 0.02), (0.76, 0.01), (0.6, 0.001)])
def test_simulated_copying_agrees_with_the_solved_chain(disaster: float, selection: float) -> None:
    point = BASE | {"speed": 1.5, "disaster": disaster, "population": 6, "selection": selection}
    share, error = simulate(point, runs=20_000)
    assert error < 0.03
    assert share == pytest.approx(docking.solve_chain(point)[0], abs=4 * error)


def test_everybody_meets_everybody_else_once() -> None:
    race = BASE | {"speed": 1.5, "disaster": 0.4}
    practice = np.array([1, 0, 0, 1, 1])
    table = race_payoff(practice[:, None], practice, **race)
    mean = (table.sum(1) - np.diag(table)) / 4
    assert practice_payoff(1, 3, 5, **race) == pytest.approx(mean[0])
    assert practice_payoff(0, 3, 5, **race) == pytest.approx(mean[1])


def test_imitation_favours_those_who_do_better() -> None:
    payoff = np.linspace(-5, 5, 11)
    chance = fermi(0.0, payoff, 0.7)
    assert (np.diff(chance) > 0).all() and chance[5] == 0.5
    np.testing.assert_allclose(chance, 1 / (1 + np.exp(-0.7 * payoff)))
    np.testing.assert_array_equal(fermi(0.0, payoff, 0.0), 0.5)


def simulate(point: Point, runs: int, seed: int = 0) -> tuple[float, float]:
    """The same share from simulated copying, and its standard error; for small populations.

    Args:
        point: of the case.
        runs: populations that start with one unsafe, and as many that start with one safe.
        seed: of the draws.
    """
    z, streams = point["population"], Streams(seed)
    more, fewer = (np.concatenate([[0.0], chance, [0.0]]) for chance in copying(point))
    unsafe = np.repeat([1, z - 1], runs)
    step = 0
    while (mixed := (unsafe > 0) & (unsafe < z)).any():
        rows = np.flatnonzero(mixed)
        draw = streams.uniform("verify-dsair", step, rows) * (more + fewer)[unsafe[rows]]
        unsafe[rows] += np.where(draw < more[unsafe[rows]], 1, -1)
        step += 1
    fixed, lost = (unsafe[:runs] == z).mean(), (unsafe[runs:] == 0).mean()
    share = fixed / (fixed + lost)
    relative = math.sqrt((1 - fixed) / (fixed * runs) + (1 - lost) / (lost * runs))
    return float(share), float(share * (1 - share) * relative)
