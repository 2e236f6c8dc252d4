"""Ask a strategy what it does: whatever it does wrong is told with its name, its file and the nation."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np

from sovereigns.agents.checks import OrderError, check_sentences, check_shares, check_who
from sovereigns.agents.contract import LEVERS, Briefing, Draw, Int, Order, Posture, Strategy
from sovereigns.agents.faults import LONGEST, file_of, is_theirs, kind_of, line_of, plain, told
from sovereigns.agents.posture import ByPosture
from sovereigns.agents.reasons import Reasons
from sovereigns.agents.registry import strategies
from sovereigns.model.errors import InputError

REMEDY = "mend the file, or report it as CONTRIBUTING.md says if the file is ours"
SHARES = ("cooperate", "weighed", "sovereignty")
"""Of a posture, beside its causes."""


def ask(strategy: Strategy, briefing: Briefing, draw: Draw) -> Order | Posture:
    """A strategy's decision, checked: nothing that comes after can fail for it.

    One of the registry keeps no state: each time a new instance is asked, which must be the same afterwards,
    and in the first quarter twice, since a run can be made again only if it answers the same to the same.
    Whoever seats another answers for that.

    Args:
        strategy: who decides.
        briefing: beliefs of m nations.
        draw: uniform numbers of this step, one a nation.

    Raises:
        InputError: it fails or breaks the contract; names it, its file, the nation, the lever and the remedy.
    """
    who = briefing.who.copy()
    try:
        if strategies().get(strategy.name) is strategy:
            return _answer_without_state(type(strategy)(), briefing, draw, who)
        return _answer(strategy, briefing, draw, who)
    except OrderError as error:
        raise _blamed(strategy, briefing, who, error, str(error), error.row) from error
    except BaseException as error:
        if not is_theirs(error, file_of(strategy)):
            raise
        raise _blamed(strategy, briefing, who, error, told(error)) from error


def _answer_without_state(strategy: Strategy, briefing: Briefing, draw: Draw, who: Int) -> Order | Posture:
    """The answer of an instance that keeps nothing."""
    before = _state(strategy)
    answer = _answer(strategy, briefing, draw, who)
    if not briefing.step:
        first = _parts(answer)
        _check_same(first, _parts(_answer(strategy, briefing, draw, who)))
    if _state(strategy) != before:
        names = plain(", ".join(vars(strategy)))[:LONGEST]
        raise OrderError(
            f"it keeps a state of its own ({names}), so that no run could be made again; "
            "what it must remember, the briefing tells"
        )
    return answer


def _state(strategy: Strategy) -> object:
    """What an instance holds, so that it can be compared; None for nothing."""
    held = getattr(strategy, "__dict__", None)
    if not held:
        return None
    try:
        return pickle.dumps(held)
    except (pickle.PicklingError, TypeError, AttributeError):
        return {name: id(one) for name, one in held.items()}


def _answer(strategy: Strategy, briefing: Briefing, draw: Draw, who: Int) -> Order | Posture:
    kind: Any = type(strategy)
    if isinstance(strategy, ByPosture) and kind.decide is ByPosture.decide:
        posture = strategy.posture(briefing, draw)
        if not isinstance(posture, Posture):
            raise OrderError(_no("posture", posture, "a Posture", "as Posture.of(...) makes one"))
        check_who(posture.who, who)
        posture.check(briefing)
        return posture
    order = strategy.decide(briefing, draw)
    if not isinstance(order, Order):
        hint = "name the method posture, of a class X(ByPosture)" if isinstance(order, Posture) else ""
        hint = hint or "as Order.hold(briefing, ...) or a ByPosture's own decide makes one"
        raise OrderError(_no("decide", order, "an Order", hint))
    check_who(order.who, who)
    order = _read(order)
    order.check(len(who), len(briefing.iso3), len(briefing.bodies))
    return order


def _read(order: Order) -> Order:
    """The order with its reasons as words, but for those of a posture, which tell of every move."""
    reason = order.reason
    if type(reason) is Reasons:
        check_sentences("because", reason.because, len(order.who), filled=True)
        check_shares("weighed", reason.weighed, order.cooperate.shape)
        return order
    return order.saying(tuple(reason))


def _no(method: str, given: object, kind: str, hint: str) -> str:
    return f"{method} gives {kind_of(given)}, not {kind}; return one, {hint}"


def _parts(answer: Order | Posture) -> dict[str, Any]:
    """A copy of all that an answer says, by name."""
    if isinstance(answer, Posture):
        shares = {name: getattr(answer, name).copy() for name in SHARES}
        return shares | {"because": tuple(answer.because)}
    levers = {name: getattr(answer, name).copy() for name in LEVERS}
    return levers | {"reason": tuple(answer.reason)}


def _check_same(first: dict[str, Any], again: dict[str, Any]) -> None:
    for name, one in first.items():
        other: Any = again.get(name)
        if not (np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other):
            raise OrderError(
                f"{name} is another when it is asked the same again, so that no run could be made again; "
                "draw chance by draw(...) alone, remember nothing, and change nothing that it is told"
            )


def _blamed(
    strategy: Strategy, briefing: Briefing, who: Int, error: BaseException, what: str, row: int | None = None
) -> InputError:
    """What a strategy did wrong, and where."""
    names = [briefing.iso3[int(one)] for one in who]
    alone = row is not None and row < len(names)
    nations = names[row or 0] if alone or not names[1:] else f"{names[0]} and {len(names) - 1} more"
    file = file_of(strategy)
    return InputError(
        f"strategy '{strategy.name}' ({file}{line_of(error, file)}), deciding for {nations} "
        f"in quarter {briefing.step + 1} of the run: {what}; {REMEDY}"
    )
