"""The debrief: your game beside the same world without you, and beside games that strategies played."""

from __future__ import annotations

from dataclasses import dataclass

from sovereigns.experiments.game.field import Field
from sovereigns.experiments.game.game import Game
from sovereigns.experiments.game.goals import Goals
from sovereigns.experiments.game.rules import RULES
from sovereigns.model.metrics import METRICS, metrics_of


@dataclass(frozen=True)
class Debrief:
    """How a game went."""

    verdict: str
    """won, drawn, lost, or everyone loses; or `so far` before the end"""
    text: str
    yours: tuple[Goals, ...]
    """your nation's goals, quarter by quarter"""
    alone: tuple[Goals, ...]
    """the same in the world without you: your nation by its own strategy"""
    world: tuple[tuple[str, float, float], ...]
    """metric, in your world, in the one without you"""
    strategy: str
    """your nation's own"""


def debrief(game: Game) -> Debrief:
    """How a game has gone so far."""
    ours, theirs = game.path[-1], game.path_alone[-1]
    lead = ours.score - theirs.score
    over, strategy = game.ending, game.alone.strategies[game.setup.nation]
    verdict = "won" if lead > RULES.margin else "lost" if lead < -RULES.margin else "drawn"
    beside = f"{ours.score:.1f} points, {lead:+.1f} beside the same world with {strategy} in your place."
    if over and over.everyone_loses:
        verdict, beside = "everyone loses", over.text
    elif not over:
        verdict = "so far"
    w, other = game.simulation.world, game.alone.world
    world = tuple(
        (name, METRICS[name].measure(w), METRICS[name].measure(other)) for name in metrics_of("game")
    )
    return Debrief(verdict, beside, tuple(game.path), tuple(game.path_alone), world, strategy)


def place_in(field: Field, game: Game) -> tuple[float, dict[str, float]]:
    """Share of the field's games in which your nation scored less than you, and the mean score by strategy.

    Args:
        field: games that strategies played.
        game: yours; everyone's loss counts 0, as in the field.
    """
    over = game.ending
    score = 0.0 if over and over.everyone_loses else game.path[-1].score
    scores, played = field.of(game.row, len(game.turns))
    by: dict[str, list[float]] = {}
    for name, value in zip(played, scores.tolist(), strict=True):
        by.setdefault(name, []).append(value)
    means = {name: sum(values) / len(values) for name, values in sorted(by.items())}
    return float((scores < score).mean()), means
