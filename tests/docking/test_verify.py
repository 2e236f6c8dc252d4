"""`verify`: every case agrees all over its domain, refuses what lies outside, and can disagree."""

import json
from types import ModuleType

import numpy as np
import pytest

from sovereigns.experiments.docking import (
    armstrong,
    barrett,
    compute_price,
    directed_change,
    dsair,
    hill,
    relative_gains,
)
from sovereigns.experiments.docking.verify import agrees, cases, verify
from sovereigns.model.errors import InputError

KEYS = ["case", "point", "quantity", "expected", "measured", "stderr", "agrees"]
RNG = np.random.default_rng(20)


def wide(low: float, high: float) -> str:
    return repr(float(10 ** RNG.uniform(np.log10(low), np.log10(high))))


def even(low: float, high: float) -> str:
    return repr(float(RNG.uniform(low, high)))


def one_of(*names: str) -> str:
    return str(RNG.choice(names))


def draw(case: str) -> dict[str, str]:
    """A point drawn at random, mostly inside the case's domain."""
    if case == "armstrong":
        teams, information = str(RNG.integers(2, 40)), one_of("none", "private", "public")
        return {"teams": teams, "weight": wide(0.05, 50), "enmity": even(0.01, 1), "information": information}
    if case == "dsair":
        point = {
            "speed": even(1.01, 5),
            "disaster": even(0, 1),
            "found_out": even(0, 1),
            "selection": wide(1e-4, 0.1),
        }
        return point | {"population": str(RNG.integers(2, 300)), "prize": wide(10, 1e5), "cost": even(0, 3)}
    if case == "relative-gains":
        payoffs = np.sort(RNG.uniform(-5, 5, 4))[::-1]
        names = ("temptation", "reward", "punishment", "sucker")
        point = dict(zip(names, map(repr, payoffs.tolist()), strict=True))
        nations, reversion = str(RNG.integers(2, 300)), one_of("dyad", "global")
        return point | {"weight": even(0, 1), "nations": nations, "reversion": reversion}
    if case == "barrett":
        form = one_of("fixed", "fellow", "pool")
        return {"nations": str(RNG.integers(3, 300)), "linkage": wide(0.01, 1e4), "form": form}
    if case == "directed-change":
        point = {"elasticity": wide(0.1, 10), "scarcity": wide(1e-3, 1e3)}
        return point | {"weight": even(0.01, 0.99), "returns": even(0.05, 0.95)}
    if case == "hill":
        shares = ",".join(repr(share) for share in RNG.exponential(1, RNG.integers(1, 20)).tolist())
        return {"shares": shares, "order": one_of("0", "1", "2", "inf", wide(0.01, 50))}
    point = {"firms": str(RNG.integers(2, 30)), "alpha": even(0.01, 0.5), "beta": even(0.05, 0.9)}
    point |= {"theta": even(0, 1), "price": wide(1e-3, 1), "other": even(0, 2)}
    return point | {"safety_scale": wide(0.5, 50), "performance_scale": wide(0.1, 10)}


@pytest.mark.parametrize("case", cases())
def test_the_base_point_agrees_and_is_plain_data(case: str) -> None:
    result = verify(case, {})
    assert list(result) == KEYS
    assert result["agrees"] is True
    assert json.loads(json.dumps(result))["case"] == case
    assert verify(case, {}) == result


@pytest.mark.parametrize("case", cases())
def test_points_drawn_at_random_agree(case: str) -> None:
    checked = 0
    for _ in range(8 if case == "armstrong" else 60):
        point = draw(case)
        try:
            result = verify(case, point)
        except InputError as error:
            assert "domain" in str(error)
            continue
        assert result["agrees"], result
        assert result["stderr"] <= 0.03
        checked += 1
    assert checked >= 8


@pytest.mark.parametrize(
    ("case", "point", "says"),
    [
        ("armstrong", {"teams": "1"}, "teams is '1'; its domain is a whole number in [2, "),
        ("armstrong", {"teams": "2.5"}, "whole number"),
        ("armstrong", {"weight": "0"}, "weight"),
        ("armstrong", {"enmity": "0"}, "enmity is '0'; its domain is a number in (0, 1]"),
        ("armstrong", {"information": "secret"}, "it is one of none, private, public"),
        ("armstrong", {"enimty": "0.3"}, "did you mean enmity"),
        ("dsair", {"speed": "1"}, "speed"),
        ("dsair", {"selection": "1000"}, "its domain here is selection up to"),
        ("relative-gains", {"weight": "1"}, "its domain is a number in [0, 1)"),
        ("relative-gains", {"nations": "1"}, "[2, "),
        ("relative-gains", {"reward": "6"}, "temptation > reward > punishment > sucker"),
        ("barrett", {"nations": "2"}, "[3, "),
        ("barrett", {"linkage": "-1"}, "linkage"),
        ("directed-change", {"elasticity": "4", "returns": "1.5"}, "< 1"),
        ("directed-change", {"weight": "nan"}, "weight"),
        ("hill", {"shares": "1,-1"}, "shares is '-1'"),
        ("hill", {"shares": "0,0"}, "shares are all 0"),
        ("hill", {"shares": "1,two"}, "shares is 'two'"),
        ("hill", {"order": "-1"}, "order"),
        ("compute-price", {"alpha": "0.9", "firms": "5"}, "(alpha - theta * beta) * firms"),
        ("compute-price", {"firms": "1"}, "[2, "),
        ("barret", {}, "did you mean barrett?"),
    ],
)
def test_points_outside_the_domain_are_refused_with_the_domain(
    case: str, point: dict[str, str], says: str
) -> None:
    with pytest.raises(InputError) as error:
        verify(case, point)
    assert says in str(error.value)


def test_agreement_is_the_stated_rule() -> None:
    assert agrees(0.5, 0.5 + 0.0049, 0) and not agrees(0.5, 0.5 + 0.0051, 0)
    assert agrees(0.0, 0.00049, 0) and not agrees(0.0, 0.00051, 0)
    assert agrees(0.5, 0.53, 0.01) and not agrees(0.5, 0.55, 0.01)
    assert not agrees(0.5, float("nan"), 0.01) and not agrees(float("nan"), 0.5, 0)


BREAKS = {
    "safety_effort": lambda safety: safety * 0.8,
    "race_outcome": lambda outcome: (outcome[0], outcome[1] / 2),
    "fermi": lambda chance: chance * chance,
    "practice_payoff": lambda payoff: payoff * 0.5,
    "reply": lambda cooperates: 1 - cooperates,
    "settle": lambda members: ~members,
    "efficiency_share": lambda share: share * 0.7,
    "hill_number": lambda number: number * 1.1,
    "efforts": lambda efforts: (efforts[0], efforts[1], efforts[2] - 1),
}


@pytest.mark.parametrize(
    ("case", "module", "function"),
    [
        ("armstrong", armstrong, "safety_effort"),
        ("armstrong", armstrong, "race_outcome"),
        ("dsair", dsair, "fermi"),
        ("dsair", dsair, "practice_payoff"),
        ("relative-gains", relative_gains, "reply"),
        ("barrett", barrett, "settle"),
        ("directed-change", directed_change, "efficiency_share"),
        ("hill", hill, "hill_number"),
        ("compute-price", compute_price, "efforts"),
    ],
)
def test_a_broken_decision_is_seen(
    case: str, module: ModuleType, function: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = getattr(module, function)
    monkeypatch.setattr(module, function, lambda *args, **named: BREAKS[function](right(*args, **named)))
    assert not verify(case, {})["agrees"]
