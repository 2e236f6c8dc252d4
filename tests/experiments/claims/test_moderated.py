"""Variances moderated over points: intervals of few seeds cover what they say, and are far shorter."""

import numpy as np
import pytest

from sovereigns.experiments.analysis.compare import CONFIDENCE
from sovereigns.experiments.claims.moderated import TRUSTED, prior
from sovereigns.experiments.claims.runs import LOOKS, SEEDS
from sovereigns.experiments.claims.verdict import _interval
from sovereigns.model.world import Float

ASKED = 1 - (1 - CONFIDENCE) / LOOKS
"""Confidence of the interval of one look."""


def drawn(points: int, freedom: float, rng: np.random.Generator) -> list[Float]:
    """Effects around 0 of each point, whose variances differ as a scaled inverse chi-square does."""
    spread = np.sqrt(freedom / rng.chisquare(freedom, points)) if np.isfinite(freedom) else np.ones(points)
    return list(rng.normal(0, spread[:, None], (points, SEEDS)))


@pytest.mark.parametrize("freedom", [1, 4, np.inf])
@pytest.mark.parametrize("points", [8, 16, 100])
def test_intervals_cover_what_they_say(points: int, freedom: float) -> None:
    """Whether points' variances are alike or far apart; at worst one in a hundred more is lost."""
    rng, covered, draws = np.random.default_rng(1), [], 20000 // points
    for _ in range(draws):
        effects = drawn(points, freedom, rng)
        others = prior(effects)
        ends = (_interval(values, ASKED, others) for values in effects)
        covered += [abs(mean) <= half for mean, half in ends]
    assert np.mean(covered) >= ASKED - 0.0125


def test_two_seeds_with_the_other_points_say_what_four_say_alone() -> None:
    rng = np.random.default_rng(2)
    effects = drawn(16, 10, rng)
    alone, together = (
        np.median([_interval(values, ASKED, others)[1] for values in effects])
        for others in (prior([]), prior(effects))
    )
    four = np.median([_interval(rng.normal(0, 1, 4), ASKED, prior([]))[1] for _ in range(16)])
    assert together < 2 * four < alone / 2


def test_a_moderated_variance_lies_between_that_seen_and_that_of_all() -> None:
    others = prior(drawn(100, 4, np.random.default_rng(3)))
    low, freedom = others.moderate(0.0, 1)
    assert 0 < low < others.variance
    assert freedom == others.freedom + 1
    assert others.variance < others.moderate(100.0, 1)[0] < 100


def test_equal_variances_are_trusted_no_more_than_so_many_points_can_tell() -> None:
    assert prior([np.array([0.0, 1.0])] * 16).freedom == 16 * TRUSTED


@pytest.mark.parametrize("effects", [[], [np.array([1.0, np.nan])] * 5, [np.array([2.0, 2.0])] * 5])
def test_points_that_tell_nothing_leave_each_to_itself(effects: list[Float]) -> None:
    assert prior(effects).moderate(3.0, 2) == (3.0, 2)
