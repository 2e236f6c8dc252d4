"""T1: safety in the race is a best reply, and the paper's statements hold (or do not) as derived."""

import numpy as np
import pytest

from sovereigns.model.kernels.theory.racing import race_outcome, safety_effort
from sovereigns.model.streams import Streams

EFFORTS = np.linspace(0, 1, 501)


def mean_payoff(
    own: np.ndarray, capability: float, rivals: np.ndarray, kept: np.ndarray, enmity: float
) -> np.ndarray:
    """A team's payoff at each safety, averaged over draws of rivals (draws, n - 1) that keep some safety."""
    best = (rivals - kept).argmax(-1)
    score = np.take_along_axis(rivals - kept, best[:, None], -1)[:, 0]
    safety = np.take_along_axis(kept, best[:, None], -1)[:, 0]
    wins = capability - own[:, None] > score
    return np.where(wins, own[:, None], (1 - enmity) * safety).mean(-1)


@pytest.mark.parametrize(("teams", "weight", "enmity"), [(2, 0.5, 0.4), (3, 1.2, 0.9), (6, 2.0, 0.5)])
def test_with_private_information_no_other_safety_pays_more(teams: int, weight: float, enmity: float) -> None:
    rivals = weight * Streams(1).matrix("rivals", 0, 20_000, teams - 1)
    kept = safety_effort("private", rivals, teams, weight, enmity)
    for capability in np.array([0.3, 0.6, 0.95]) * weight:
        payoff = mean_payoff(EFFORTS, capability, rivals, kept, enmity)
        chosen = safety_effort("private", capability, teams, weight, enmity)
        assert mean_payoff(np.array([chosen]), capability, rivals, kept, enmity)[0] >= payoff.max() - 0.005


@pytest.mark.parametrize(("teams", "weight", "enmity"), [(2, 0.5, 0.4), (3, 1.2, 0.9), (6, 2.0, 0.5)])
def test_without_information_no_other_safety_pays_more(teams: int, weight: float, enmity: float) -> None:
    chosen = float(safety_effort("none", 0.0, teams, weight, enmity))
    draws = weight * Streams(1).matrix("all", 0, 40_000, teams)
    kept = np.full((len(draws), teams - 1), chosen)
    score = (draws[:, 1:] - kept).max(-1)
    near = np.clip(chosen + np.linspace(-0.3, 0.3, 61), 0, 1)
    wins = draws[:, 0] - near[:, None] > score
    payoff = np.where(wins, near[:, None], (1 - enmity) * chosen).mean(-1)
    assert payoff.max() - np.interp(chosen, near, payoff) < 0.004


def test_with_public_information_the_second_has_no_reason_to_overtake() -> None:
    lead, enmity = np.array([0.05, 0.2, 0.5]), 0.6
    safety = safety_effort("public", lead, 4, 1.0, enmity)
    overtake, stay = safety - lead, (1 - enmity) * safety
    np.testing.assert_allclose(overtake, np.where(safety < 1, stay, overtake))
    assert (overtake <= stay + 1e-12).all()
    assert (safety_effort("public", lead, 4, 1.0, 0.4) >= safety).all()


def risk(information: str, teams: int, weight: float, enmity: float) -> float:
    capability = weight * Streams(3).matrix("race", 0, 60_000, teams)
    ordered = np.sort(capability, axis=-1)
    lead = np.broadcast_to(ordered[:, -1:] - ordered[:, -2:-1], capability.shape)
    standing = lead if information == "public" else capability
    return float(
        race_outcome(capability, safety_effort(information, standing, teams, weight, enmity))[1].mean()
    )


def test_more_enmity_and_less_weight_of_capability_never_lower_risk() -> None:
    for information in ("none", "private", "public"):
        by_enmity = [risk(information, 3, 1.0, enmity) for enmity in (0.1, 0.3, 0.6, 1.0)]
        by_weight = [risk(information, 3, weight, 0.5) for weight in (4.0, 2.0, 1.0, 0.3)]
        assert (np.diff(by_enmity) >= -1e-12).all() and (np.diff(by_weight) >= -1e-12).all()


@pytest.mark.parametrize(("weight", "enmity"), [(0.3, 0.5), (1.0, 0.8), (3.0, 0.2)])
def test_no_information_is_never_riskier(weight: float, enmity: float) -> None:
    for teams in (2, 5):
        blind = risk("none", teams, weight, enmity)
        assert blind <= risk("private", teams, weight, enmity) + 0.005
        assert blind <= risk("public", teams, weight, enmity) + 0.005


@pytest.mark.parametrize(("enmity", "crossing"), [(0.2, 2.467), (0.5, 1.667), (0.8, 1.541)])
def test_public_is_safer_than_private_below_one_crossing(enmity: float, crossing: float) -> None:
    def difference(weight: float) -> float:
        return risk("public", 2, weight, enmity) - risk("private", 2, weight, enmity)

    assert difference(crossing - 0.25) < 0 < difference(crossing + 0.25)


@pytest.mark.parametrize("teams", [2, 3])
def test_more_teams_are_less_risky_only_below_the_stated_enmity(teams: int) -> None:
    turn = 1 / (teams * teams + teams + 1)
    for enmity, direction in ((turn * 0.4, -1), (turn * 2.5, 1)):
        change = risk("private", teams + 1, 0.9, enmity) - risk("private", teams, 0.9, enmity)
        assert np.sign(change) == direction


def test_a_team_that_trails_or_races_alone_is_served() -> None:
    assert safety_effort("public", -0.2, 3, 1.0, 0.5) == 0
    assert safety_effort("none", 0.0, 1, 1.0, 0.5) == 1
    np.testing.assert_array_equal(safety_effort("private", np.array([0.0, 5.0]), 3, 5.0, 0.5), [0, 1])
    with pytest.raises(ValueError, match="none, private, public"):
        safety_effort("secret", 0.0, 2, 1.0, 0.5)
