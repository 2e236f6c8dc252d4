"""Games in the workers: what a person sees of one, and what is computed for it.

A game is its setup and its orders (`Seat`), so any worker can play it. Each keeps the few games that it
played last and goes on from there; a game that nobody kept is played anew from its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from typing import Any

import numpy as np

from sovereigns.experiments.app.served import served
from sovereigns.experiments.app.trajectory import pack, run_arrays, run_header
from sovereigns.experiments.game import save
from sovereigns.experiments.game.actions import NATION, VERBS, Action
from sovereigns.experiments.game.debrief import debrief, place_in
from sovereigns.experiments.game.desk import Desk
from sovereigns.experiments.game.field import GAMES, Field, Scores, gathered, played
from sovereigns.experiments.game.forecast import GOALS, futures, seeds_of
from sovereigns.experiments.game.forecast import packed as packed_world
from sovereigns.experiments.game.game import Game
from sovereigns.experiments.game.player import Turn, told
from sovereigns.experiments.game.rules import RULES
from sovereigns.experiments.game.setup import Setup
from sovereigns.model.errors import InputError
from sovereigns.model.institutions.registry import institutions
from sovereigns.model.standard import FIRMS, RESEARCHERS
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.world import Float

KEPT = 2
"""Games that a worker keeps."""


@dataclass(frozen=True)
class Seat:
    """A game as a value: what it is played on, and the orders of its quarters so far."""

    setup: Setup
    turns: tuple[Turn, ...] = ()
    digest: str = ""
    """of the saved game that these orders must lead to; blank for none"""
    fingerprint: str = ""
    """of the data that the saved game was played with; blank for none"""

    @property
    def played(self) -> Seat:
        """The seat without what a saved game is checked by."""
        return replace(self, digest="", fingerprint="")

    def with_turn(self, turn: Turn) -> Seat:
        """One quarter on."""
        return replace(self.played, turns=(*self.turns, turn))

    def back(self) -> Seat:
        """One quarter back."""
        return replace(self.played, turns=self.turns[:-1])

    @classmethod
    def of_file(cls, content: bytes, place: str) -> Seat:
        """The seat of a saved game, in a preset or the scenario that the app was opened with.

        Whether it reproduces is found where it is played.

        Raises:
            InputError: it is none, or of another size of world than the app plays.
        """
        found = save.parsed(content, place, (*scenario_names(), served.scenario))
        if (found.setup.recipe.firms, found.setup.recipe.researchers) != (FIRMS, RESEARCHERS):
            raise InputError(f"{place}: is a game of another size; `sovereigns play --load` plays it")
        return cls(found.setup, found.turns, found.digest, found.fingerprint)


@dataclass(frozen=True)
class Weighed:
    """A plan that is weighed at a seat."""

    seat: Seat
    plan: Turn | None
    """None: what is in force goes on"""


_kept: list[tuple[Seat, Game]] = []


def seated(seat: Seat) -> Iterator[Game | None]:
    """The game of a seat: None after each quarter on the way, so that more urgent work can pass, then it."""
    if seat.fingerprint:
        save.check_data(seat.setup, seat.fingerprint, "The saved game")
    game = _take(seat)
    if game is None:
        game = Game(seat.setup)
        yield None
    for turn in seat.turns[len(game.turns) :]:
        game.follow(turn)
        yield None
    if seat.digest and game.digest() != seat.digest:
        raise InputError(
            "The saved game does not reproduce: its orders lead to another world than was saved."
        )
    _kept.append((seat.played, game))
    del _kept[:-KEPT]
    yield game


def _take(seat: Seat) -> Game | None:
    """A kept game that these orders go on from, taken off the shelf while it is used."""
    here = replace(seat.played, turns=())
    for at in reversed(range(len(_kept))):
        other, game = _kept[at]
        if replace(other, turns=()) == here and seat.turns[: len(other.turns)] == other.turns:
            del _kept[at]
            return game
    return None


def sit(seat: Seat) -> Iterator[bytes | None]:
    """All that a person sees at a seat: the run so far, with `game` (see `shown`) in its header."""
    for game in seated(seat):  # noqa: B007
        yield None
    assert game
    header = run_header(game.simulation, seat.setup.recipe.unchanged()) | {"game": shown(game)}
    yield pack(header, run_arrays(game.simulation))


def shown(game: Game) -> dict[str, Any]:
    """What a person sees: goals, briefing, offers, what can be done, what happened, how it ended."""
    found, recipe = debrief(game), game.setup.recipe
    content: dict[str, Any] = {
        "nation": game.setup.nation,
        "setup": game.setup.as_config() | {"scenario": recipe.scenario, "seed": recipe.seed},
        "quarter": game.quarter,
        "played": len(game.turns),
        "points": int(RULES.points),
        "step": RULES.step,
        "goals": GOALS,
        "yours": [astuple(goals) for goals in found.yours],
        "alone": [astuple(goals) for goals in found.alone],
        "verdict": found.verdict,
        "verdict_text": found.text,
        "strategy": found.strategy,
        "world": found.world,
        "ending": game.ending and {"kind": game.ending.kind, "text": game.ending.text},
        "orders": [[told(one) for one in turn] for turn in game.turns],
        "last": game.last and _last(game),
        "file": save.saved(game).decode(),
    }
    return content if game.ending else content | _choices(game)


def _last(game: Game) -> dict[str, Any]:
    last = game.last
    assert last
    return {
        "quarter": last.quarter,
        "actions": [told(one) for one in last.actions],
        "goals": astuple(last.goals),
        "others": [vars(line) for line in last.others],
        "news": last.news,
    }


def _choices(game: Game) -> dict[str, Any]:
    desk = game.desk
    return {
        "briefing": [vars(line) for line in game.briefing],
        "offers": [
            {"name": o.name, "by": o.by, "text": o.text, "actions": [vars(one) for one in o.actions]}
            for o in desk.offers
        ],
        "verbs": [_verb(desk, name) for name in VERBS],
        "bodies": [
            {
                "name": body.name,
                "summary": body.summary,
                "members": int(desk.believed.membership[b].sum()),
                "member": bool(desk.believed.member[0, b]),
            }
            for b, body in enumerate(institutions())
        ],
    }


def _verb(desk: Desk, name: str) -> dict[str, Any]:
    """A verb with its targets: where each stands, and why it cannot be raised."""
    verb, believed = VERBS[name], desk.believed
    targets = {"": ("",), NATION: believed.iso3}.get(verb.target, believed.bodies)
    standing = [desk.level(Action(name, to)) for to in targets]
    blocked = [_blocked(desk, name, to, now) for to, now in zip(targets, standing, strict=True)]
    vote, bloc = desk.vote(verb.levers[0])
    return {
        "name": name,
        "title": verb.title,
        "says": verb.says,
        "target": verb.target,
        "graded": verb.graded,
        "cost": None if verb.graded else desk.cost(Action(name, targets[0])),
        "levels": [round(now, 4) for now in standing],
        "blocked": blocked,
        "note": f"{bloc} decides; your vote weighs {100 * vote:.0f} %" if bloc and not any(blocked) else "",
    }


def _blocked(desk: Desk, name: str, to: str, now: float) -> str:
    """Why it cannot be done at all, or not be raised; blank if it can."""
    raised = Action(name, to, min(now + RULES.step, 1.0)) if VERBS[name].graded else Action(name, to)
    if VERBS[name].graded and now >= 1:
        raised = Action(name, to, 1 - RULES.step)
    return desk.why_not(raised)


def weigh(what: Weighed) -> Iterator[bytes | None]:
    """Goals in the futures of a plan: array `paths` (futures so far, quarters + 1, goals)."""
    for game in seated(what.seat):  # noqa: B007
        yield None
    assert game
    turns = what.seat.turns if what.plan is None else (*what.seat.turns, what.plan)
    world = packed_world(game.simulation, what.seat.setup.nation, game.turns)
    paths: list[Float] = []
    seeds = seeds_of(what.seat.setup.recipe.seed, len(what.seat.turns))
    plan = None if what.plan is None else [vars(one) for one in what.plan]
    about = {"futures": len(seeds), "played": len(what.seat.turns), "plan": plan}
    for path in futures(world, what.seat.setup.nation, turns, game.start, seeds):
        if path is None:
            yield None
            continue
        paths.append(path)
        yield pack(about, {"paths": np.stack(paths).astype(np.float32)})


def contest(seat: Seat) -> Iterator[bytes | None]:
    """The field of a seat's setup, game by game: how the seat stands beside those that are played."""
    for game in seated(seat):  # noqa: B007
        yield None
    assert game
    scores: list[Scores] = []
    for found in (found for seed in range(GAMES) for found in played(seat.setup, seed)):
        if found is None:
            yield None
            continue
        scores.append(found)
        field = gathered(scores)
        yield pack(beside(field, game) | {"games": GAMES}, {})


def beside(field: Field, game: Game) -> dict[str, Any]:
    """A game beside a field: the share that it beats, the scores, and the means by strategy."""
    share, means = place_in(field, game)
    scores, strategies = field.of(game.row, max(len(game.turns), 1))
    return {"share": share, "means": means, "scores": scores.tolist(), "played": strategies}
