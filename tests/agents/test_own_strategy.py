"""A strategy that breaks the contract is named, with its file, the nation, the lever and what is allowed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest

from sovereigns.agents.contract import LAYERS, PAIR_LEVERS, Briefing, Draw, Order
from sovereigns.model.errors import InputError
from sovereigns.model.simulation import Simulation
from tests.worlds import act


class Own:
    """A player whose decision is given."""

    name: ClassVar[str] = "mine"
    summary: ClassVar[str] = "Breaks a rule."
    source: ClassVar[str] = "own: a test"

    def __init__(self, decision: Callable[[Briefing], Any]) -> None:
        self.decision = decision

    def decide(self, briefing: Briefing, draw: Draw) -> Any:
        return self.decision(briefing)


def _mutated(briefing: Briefing) -> Order:
    order = Order.hold(briefing)
    order.visa[:] = 7
    return order


def _fails(briefing: Briefing) -> Order:
    raise ZeroDivisionError("no rival")


def _no_posture(briefing: Briefing) -> Order:
    return act(briefing, None, "x", briefing.threat)  # type: ignore[arg-type]


BREACHES: dict[str, tuple[Callable[[Briefing], Any], str]] = {
    "nothing": (lambda b: None, "decide gives a NoneType, not an Order"),
    "another thing": (lambda b: 0.5, "decide gives a float, not an Order"),
    "an error": (_fails, r"test_own_strategy.py, line \d+\), deciding for KEN: ZeroDivisionError: no rival"),
    "a wrong name": (lambda b: Order.hold(b, spying=b.threat), "unexpected keyword argument 'spying'"),
    "a wrong shape": (lambda b: Order.hold(b, visa=np.zeros(3)), r"visa has shape \(3,\), not \(1,\)"),
    "a list": (lambda b: Order.hold(b, visa=[0.5]), "visa is a list, not"),  # type: ignore[arg-type]
    "text": (lambda b: Order.hold(b, visa=np.array(["a"])), "visa is an array of <U1, not"),
    "nan": (lambda b: Order.hold(b, spy=b.threat * np.nan), r"for KEN: order: spy\[0, 0\] .*nan.* 0 to 1"),
    "too much": (
        lambda b: Order.hold(b, joint=np.full(1, 1.5)),
        r"for KEN: order: joint\[0\] .*1.5.* 0 to 1",
    ),
    "fewer nations": (
        lambda b: Order.hold(
            b, **dict.fromkeys(PAIR_LEVERS, np.ones((1, 2))), control=np.ones((1, len(LAYERS), 2))
        ),
        r"cooperate has shape \(1, 2\), not \(1, 193\)",
    ),
    "for others": (lambda b: replace(Order.hold(b), who=np.array([0])), "who is not the briefing's"),
    "changed after": (_mutated, r"for KEN: order: visa\[0\] is .*7.* from 0 to 1"),
    "a posture of nan": (
        lambda b: act(b, b.threat * np.nan, "x"),
        r"for KEN: order: cooperate\[0, 0\] .*nan",
    ),
    "a posture too wide": (lambda b: act(b, np.ones((1, 3)), "x"), r"cooperate has shape \(1, 3\)"),
    "a posture that is none": (_no_posture, "cooperate is a NoneType"),
}


@pytest.fixture(scope="module")
def world() -> Simulation:
    return Simulation(firms=0, researchers=0, record=False)


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_bad_input_that_names_all(world: Simulation, breach: str) -> None:
    decision, said = BREACHES[breach]
    world = copy.deepcopy(world)
    world.seat("KEN", Own(decision))
    with pytest.raises(InputError, match=said) as caught:
        world.step()
    assert "strategy 'mine'" in str(caught.value)
    assert "test_own_strategy.py" in str(caught.value)
    assert "CONTRIBUTING.md" in str(caught.value)
