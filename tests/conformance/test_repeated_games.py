"""Two nations meet again and again: the plays of classical strategies, in a text that a person can check.

To write the text anew after a change that is meant: `uv run python tests/conformance/test_repeated_games.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sovereigns.agents.contract import Briefing
from sovereigns.agents.registry import strategy
from tests.conformance.briefings import draws, random_briefing

GOLDEN = Path(__file__).parents[1] / "golden" / "repeated_games.txt"
ROUNDS = 12
CLASSICAL = (
    "always-cooperate",
    "always-compete",
    "tit-for-tat",
    "grim",
    "generous-tit-for-tat",
    "win-stay-lose-shift",
    "relative-gains",
    "random",
)
SLIP = "slips in round 4"
PAYOFFS = {"temptation": 5.0, "reward": 3.0, "punishment": 1.0, "sucker": 0.0}
HEADER = """\
The repeated prisoner's dilemma of two nations: T 5, R 3, P 1, S 0, discount factor 0.9, no threat, no trust.
C cooperate, D compete, a digit: tenths of cooperation. "slips in round 4": always cooperates but then."""


def told(plays: Sequence[tuple[float, float]], threat: float = 0, discount: float = 0.9) -> Briefing:
    """What two nations know after some rounds; each cooperated before the first."""
    history = np.array([(1.0, 1.0), *plays])
    own = history[-1]
    betrayed = (history[:, ::-1] * 2 < 1).mean(axis=0)
    eye = np.eye(2, dtype=bool)

    def toward(values: np.ndarray, self_: float) -> np.ndarray:
        return np.where(eye, self_, values[:, None])

    return replace(
        random_briefing(0, 2, 2, 0),
        step=len(plays),
        own_cooperated=toward(own, 1),
        cooperated=toward(own[::-1], 1),
        betrayed=toward(betrayed, 0),
        threat=toward(np.full(2, threat), 0),
        trust=np.eye(2),
        discount=np.full(2, discount),
        **{name: np.full((2, 2), value) for name, value in PAYOFFS.items()},
    )


def play(names: Sequence[str], rounds: int = ROUNDS, threat: float = 0) -> list[tuple[float, float]]:
    """How far each of two players cooperates in each round."""
    plays: list[tuple[float, float]] = []
    for turn in range(rounds):
        briefing = told(plays, threat)
        moves = [move(name, briefing, row, turn) for row, name in enumerate(names)]
        plays.append((moves[0], moves[1]))
    return plays


def move(name: str, briefing: Briefing, row: int, turn: int) -> float:
    if name == SLIP:
        return float(turn != 3)
    mine = briefing.rows(np.array([row]))
    return float(strategy(name).decide(mine, draws(mine, turn)).cooperate[0, 1 - row])


def line(name: str, plays: Sequence[float]) -> str:
    marks = ["C" if share == 1 else "D" if share == 0 else str(int(10 * share)) for share in plays]
    return f"  {name:<22}{' '.join(marks)}"


def traces() -> str:
    """Every pair of classical strategies, and each against one slip."""
    pairs = [(one, other) for row, one in enumerate(CLASSICAL) for other in (*CLASSICAL[row:], SLIP)]
    games = []
    for pair in pairs:
        sides = zip(*play(pair), strict=True)
        games.append("\n".join(line(name, side) for name, side in zip(pair, sides, strict=True)))
    return "\n\n".join([HEADER, *games]) + "\n"


def test_the_classical_games_are_played_as_written() -> None:
    assert traces() == GOLDEN.read_text(encoding="utf-8")


def cooperation(one: str, other: str, **game: float) -> tuple[float, float]:
    """Mean cooperation of two players over a game."""
    first, second = np.array(play((one, other), **game)).mean(axis=0)  # type: ignore[arg-type]
    return float(first), float(second)


@pytest.mark.parametrize("name", ["tit-for-tat", "grim", "generous-tit-for-tat", "win-stay-lose-shift"])
def test_the_nice_never_fall_out_with_one_another(name: str) -> None:
    for other in ("tit-for-tat", "grim", "generous-tit-for-tat", "win-stay-lose-shift", "always-cooperate"):
        assert cooperation(name, other) == (1, 1)


def test_tit_for_tat_loses_one_round_to_a_pure_competitor_and_echoes_one_slip() -> None:
    assert [mine for mine, _ in play(("tit-for-tat", "always-compete"))] == [1] + [0] * (ROUNDS - 1)
    assert [mine for mine, _ in play(("tit-for-tat", SLIP))] == [1] * 4 + [0] + [1] * (ROUNDS - 5)


def test_grim_never_forgives_one_slip() -> None:
    assert [mine for mine, _ in play(("grim", SLIP))] == [1] * 4 + [0] * (ROUNDS - 4)


def test_generosity_is_the_share_of_nowak_and_sigmund() -> None:
    after_slip = play(("generous-tit-for-tat", SLIP))[4][0]
    assert after_slip == pytest.approx(min(1 - (5 - 3) / (3 - 0), (3 - 1) / (5 - 1)))


def test_win_stay_lose_shift_exploits_who_never_answers() -> None:
    briefing = told([(0.0, 1.0)])
    mine = briefing.rows(np.array([0]))
    assert strategy("win-stay-lose-shift").decide(mine, draws(mine)).cooperate[0, 1] == 0


def test_threat_above_the_critical_weight_ends_cooperation_of_relative_gainers() -> None:
    """Two nations, T 5, R 3, P 1, S 0: the critical discount factor (2 + 3 k) / (4 + k) is 0.9 at 16 / 21."""
    for threat, expected in ((0, 1), (16 / 21 - 0.01, 1), (16 / 21 + 0.01, 0), (0.95, 0)):
        assert cooperation("relative-gains", "relative-gains", threat=threat) == (expected, expected)


def test_relative_gainers_find_back_to_cooperation_as_far_as_they_trust() -> None:
    for trust, expected in ((0, 0), (0.3, 0.3), (1, 1)):
        briefing = replace(told([(0.0, 0.0)]), trust=np.full((2, 2), trust))
        assert strategy("relative-gains").decide(briefing, draws(briefing)).cooperate[0, 1] == expected


def test_random_cooperates_about_half_the_time() -> None:
    mine, _ = cooperation("random", "always-cooperate", rounds=400)
    assert abs(mine - 0.5) < 0.1


if __name__ == "__main__":
    GOLDEN.write_text(traces(), encoding="utf-8")
