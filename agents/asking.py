"""Ask a strategy what it does: whatever it does wrong is told with its name, its file and the nation."""

from __future__ import annotations

import signal
from typing import Any

import numpy as np

from sovereigns.agents.checks import OrderError, check_who
from sovereigns.agents.contract import LEVERS, Briefing, Draw, Order, Posture, Strategy
from sovereigns.agents.faults import file_of, kind_of, line_of, told
from sovereigns.agents.posture import ByPosture
from sovereigns.agents.registry import strategies
from sovereigns.model.errors import InputError

REMEDY = "mend the file, or report it as CONTRIBUTING.md says if the file is ours"
PARTS = ("cooperate", "weighed", "sovereignty")
"""Of a posture, beside its causes."""


def ask(strategy: Strategy, briefing: Briefing, draw: Draw) -> Order | Posture:
    """A strategy's decision, checked: nothing that comes after can fail for it.

    One of the registry is asked twice in the first quarter, since a run can be made again only if it answers
    the same to the same; whoever seats another answers for that.

    Args:
        strategy: who decides.
        briefing: beliefs of m nations.
        draw: uniform numbers of this step, one a nation.

    Raises:
        InputError: it fails or breaks the contract; names it, its file, the nation, the lever and the remedy.
    """
    try:
        answer = _answer(strategy, briefing, draw)
        if not briefing.step and strategies().get(strategy.name) is strategy:
            _check_same(answer, _answer(strategy, briefing, draw))
        return answer
    except OrderError as error:
        raise _blamed(strategy, briefing, error, str(error), error.row) from error
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            raise
        raise _blamed(strategy, briefing, error, told(error)) from error


def _answer(strategy: Strategy, briefing: Briefing, draw: Draw) -> Order | Posture:
    kind: Any = type(strategy)
    if isinstance(strategy, ByPosture) and kind.decide is ByPosture.decide:
        posture = strategy.posture(briefing, draw)
        if not isinstance(posture, Posture):
            raise OrderError(_no("posture", posture, "Posture", "as Posture.of(...) makes one"))
        posture.check(briefing)
        return posture
    order = strategy.decide(briefing, draw)
    if not isinstance(order, Order):
        hint = "name the method posture, of a class X(ByPosture)" if isinstance(order, Posture) else ""
        raise OrderError(_no("decide", order, "Order", hint or "as act(...) or Order.hold(...) makes one"))
    check_who(order.who, briefing.who)
    order.check(briefing.m, len(briefing.iso3), len(briefing.bodies))
    return order


def _no(method: str, given: object, kind: str, hint: str) -> str:
    return (
        f"{method} gives {kind_of(given)}, not {'an' if kind == 'Order' else 'a'} {kind}; return one, {hint}"
    )


def _check_same(first: Order | Posture, again: Order | Posture) -> None:
    for name in PARTS if isinstance(first, Posture) else LEVERS:
        one, other = getattr(first, name), getattr(again, name, np.zeros(0))
        if not np.array_equal(one, other):
            raise OrderError(
                f"{name} is another when it is asked the same again, so that no run could be made again; "
                "draw chance by draw(...) alone, remember nothing, and change nothing that it is told"
            )


def _blamed(
    strategy: Strategy, briefing: Briefing, error: BaseException, what: str, row: int | None = None
) -> InputError:
    """What a strategy did wrong, and where."""
    names = [briefing.iso3[int(one)] for one in briefing.who]
    alone = row is not None and row < len(names)
    nations = names[row or 0] if alone or not names[1:] else f"{names[0]} and {len(names) - 1} more"
    file = file_of(strategy)
    return InputError(
        f"strategy '{strategy.name}' ({file}{line_of(error, file)}), deciding for {nations} "
        f"in quarter {briefing.step + 1} of the run: {what}; {REMEDY}"
    )
