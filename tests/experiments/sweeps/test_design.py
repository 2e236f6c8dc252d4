"""Designs: what they cover, what they keep together, and that equal seeds draw equal points."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from sovereigns.experiments.report.references import bibliography
from sovereigns.experiments.sweeps import design
from sovereigns.experiments.sweeps.design import KINDS, Design, cholesky, correlate, correlations
from sovereigns.experiments.sweeps.factors import Factor, read_factor
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import rows
from sovereigns.model.facts.tables import load_text

DRAWN = KINDS[1:]
SPREAD, SECOND, THIRD = (Factor(name, (), 2.0, 4.0, "uniform", 3.0) for name in ("x", "y", "z"))
LEVELS = Factor("levels", ("a", "b", "c"))


def ranges(*names: str) -> list[Factor]:
    return [read_factor(name, "range", "here") for name in names]


@pytest.mark.parametrize("kind", DRAWN)
def test_points_are_a_function_of_the_seed_and_as_many_as_said(kind: str) -> None:
    factors = [SPREAD, LEVELS, *ranges("severity", "hazard_growth")]
    one = Design(kind, 8)
    points = one.points(factors, 2**62)
    assert points == one.points(factors, 2**62) != one.points(factors, 1)
    assert len(points) == one.size(factors)
    assert all(2 <= spread <= 4 and level in LEVELS.levels for spread, level, *_ in points)


def test_a_factorial_takes_every_level_with_every_other_and_both_ends_of_a_range() -> None:
    points = Design().points([SPREAD, LEVELS], 0)
    assert points == [(end, level) for end in (2.0, 4.0) for level in LEVELS.levels]


def test_a_latin_hypercube_visits_every_slice_once() -> None:
    values = np.array(Design("latin-hypercube", 20).points([SPREAD, SECOND], 3))
    slices = np.floor((values - 2) * 10).astype(int)
    assert (np.sort(slices, axis=0) == np.arange(20)[:, None]).all()


def test_levels_are_taken_equally_often() -> None:
    drawn = [level for (level,) in Design("latin-hypercube", 30).points([LEVELS], 0)]
    assert {level: drawn.count(level) for level in LEVELS.levels} == {"a": 10, "b": 10, "c": 10}


def test_trajectories_of_morris_move_one_factor_at_a_time() -> None:
    points = np.array(Design("morris", 5).points([SPREAD, SECOND, THIRD], 0)).reshape(5, 4, 3)
    assert ((np.diff(points, axis=1) != 0).sum(axis=2) == 1).all()


def test_points_of_saltelli_swap_one_column_at_a_time() -> None:
    a, first, second, b = (
        np.array(Design("saltelli", 4).points([SPREAD, SECOND], 0)).reshape(4, 4, 2).swapaxes(0, 1)
    )
    assert (first == np.stack([b[:, 0], a[:, 1]], axis=1)).all()
    assert (second == np.stack([a[:, 0], b[:, 1]], axis=1)).all()


@pytest.mark.parametrize("kind", design.CORRELATED)
def test_correlated_parameters_keep_their_rank_correlation(kind: str) -> None:
    table = load_text("correlations")
    names = sorted({*table["a"], *table["b"]})
    ranks = spearmanr(Design(kind, 512).points(ranges(*names), 0)).statistic
    wanted = np.eye(len(names))
    for a, b, rho in table[["a", "b", "rho"]].to_numpy():
        i, j = names.index(a), names.index(b)
        wanted[i, j] = wanted[j, i] = float(rho)
    assert np.abs(ranks - wanted).max() < 0.1


def test_correlation_moves_numbers_but_keeps_each_column() -> None:
    factors = ranges("severity", "hazard_growth", "smuggling_share")
    shares = np.random.default_rng(0).random((100, 3))
    moved = correlate(shares, factors)
    assert (np.sort(moved, axis=0) == np.sort(shares, axis=0)).all()
    assert spearmanr(moved[:, :2]).statistic == pytest.approx(0.5, abs=0.06)
    assert abs(spearmanr(moved[:, 1:]).statistic) < 0.06


@pytest.mark.parametrize("samples", [1, 2, 3, 4])
def test_few_points_of_many_correlated_factors_can_be_drawn(samples: int) -> None:
    factors = ranges("supply_growth", "intensity_growth", "frontier_pace", "training_growth")
    assert np.isfinite(Design("latin-hypercube", samples).points(factors, 0)).all()


@pytest.mark.parametrize("distribution", ["uniform", "loguniform", "triangular", "normal", "lognormal"])
def test_a_range_is_drawn_by_its_distribution_from_low_to_high(distribution: str) -> None:
    factor = Factor("x", (), 1.0, 100.0, distribution, 5.0)
    share = np.linspace(0, 1, 1001)
    values = np.array(factor.at(share))
    assert (np.diff(values) >= 0).all()
    assert (values[0], values[-1]) == pytest.approx((1, 100))
    middle = {"uniform": 50.5, "loguniform": 10, "triangular": 31.4, "normal": 50.5, "lognormal": 10}
    assert values[500] == pytest.approx(middle[distribution], rel=0.01)


def test_pairs_say_where_they_come_from() -> None:
    table = load_text("correlations")
    known = {*bibliography(), "assumed"}
    for source in table["source"]:
        key, _, why = source.partition(":")
        assert key in known
        assert why
    grouped = {row.name for row in rows() if row.group}
    assert grouped <= {*table["a"], *table["b"]}


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("severty", "hazard_growth", "0.5")], "unknown parameter 'severty'; did you mean severity"),
        ([("severity", "severity", "0.5")], "no pair"),
        ([("severity", "hazard_growth", "0.5"), ("hazard_growth", "severity", "0.5")], "twice"),
        ([("severity", "hazard_growth", "1")], "between -1 and 1"),
        (
            [
                ("severity", "hazard_growth", "0.9"),
                ("severity", "hazard_base", "0.9"),
                ("hazard_growth", "hazard_base", "-0.9"),
            ],
            "not positive definite",
        ),
    ],
)
def test_a_table_that_no_numbers_can_obey_is_refused(
    monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[str, str, str]], said: str
) -> None:
    import pandas as pd

    table = pd.DataFrame([(*pair, "assumed") for pair in pairs], columns=["a", "b", "rho", "source"])
    monkeypatch.setattr(design, "load_text", lambda name: table)
    with pytest.raises(InputError, match=said):
        correlations.__wrapped__()


def test_cholesky_is_the_root_of_a_matrix() -> None:
    matrix = np.array([[4.0, 2.0, 0.6], [2.0, 3.0, 0.4], [0.6, 0.4, 1.0]])
    assert np.allclose(cholesky(matrix), np.linalg.cholesky(matrix))
