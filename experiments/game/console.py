"""A game told in lines: what `sovereigns play` hears on standard input and answers."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

from sovereigns.experiments.game import save
from sovereigns.experiments.game.actions import NATION, VERBS, Action, action
from sovereigns.experiments.game.debrief import debrief
from sovereigns.experiments.game.forecast import GOALS, forecast
from sovereigns.experiments.game.game import Game, Progress
from sovereigns.experiments.game.goals import Goals
from sovereigns.experiments.game.player import told
from sovereigns.experiments.readable import named, number
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.metrics import METRICS

Lines = Iterator[str]
SIGNS = {NATION: " NATION", "body": " BODY", "": ""}


class Console:
    """A game and what a person can say to it."""

    def __init__(self, game: Game, progress: Progress | None = None) -> None:
        """Sit down.

        Args:
            game: new or loaded.
            progress: told (done, total) while something takes long.
        """
        self.game, self.progress, self.left = game, progress, False
        self.commands: dict[str, Callable[..., Lines]] = {
            "help": self.help,
            "status": self.status,
            "actions": self.actions,
            "offers": self.offers,
            "do": self.do,
            "accept": self.accept,
            "drop": self.drop,
            "forecast": self.forecast,
            "next": self.next,
            "undo": self.undo,
            "save": self.save,
            "debrief": self.debrief,
            "quit": self.quit,
        }

    def answer(self, line: str) -> list[str]:
        """What to say to a line.

        Raises:
            InputError: it is no command, or cannot be done.
        """
        try:
            words = shlex.split(line, comments=True)
        except ValueError as error:
            raise InputError(f"'{line.strip()}': {error}") from error
        if not words:
            return []
        if words[0] not in self.commands:
            raise unknown("command", words[0], self.commands, remedy="help")
        try:
            return list(self.commands[words[0]](*words[1:]))
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None:
                raise
            raise InputError(f"{words[0]}: too many words, or too few (help says how)") from error

    def help(self) -> Lines:
        """What can be said."""
        yield "status, actions, offers: where you stand, what you can do, who offers what"
        yield "do ACTION [TARGET] [LEVEL]: plan an action; LEVEL is a share from 0 to 1, 1 if left out"
        yield "accept OFFER..., drop ACTION [TARGET]: take an offer; take an action out of the plan"
        yield "forecast: what the plan would change in some futures (takes a while)"
        yield "next: play the quarter with the plan"
        yield "undo: empty the plan or, if it is empty, take back the last quarter"
        yield "save FILE, debrief, quit"
        for verb in VERBS.values():
            level = " LEVEL" if verb.graded else ""
            yield f"  {verb.name}{SIGNS[verb.target]}{level}: {verb.says}"

    def status(self) -> Lines:
        """Where the nation stands and what it believes."""
        game = self.game
        name = game.simulation.inputs.nation_names[game.setup.nation]
        played = f"{len(game.turns)} of {game.setup.recipe.quarters} quarters played"
        yield f"{name} ({game.setup.nation}), {game.quarter}: {played}"
        yield f"goals of 100: {_goals(game.path[-1])}; without you: {_goals(game.path_alone[-1])}"
        if over := game.ending:
            yield over.text
            return
        yield from (self._named(line.text) for line in game.briefing)
        yield f"{game.points} points left; plan: {'; '.join(map(told, game.plan)) or 'nothing new'}"
        if game.desk.offers:
            yield f"{len(game.desk.offers)} offers (say `offers`)"

    def _named(self, line: str) -> str:
        """A line with nations by name, and the code that commands take."""
        names = self.game.simulation.inputs.nation_names
        return named(line, {iso3: f"{name} ({iso3})" for iso3, name in names.items()})

    def actions(self) -> Lines:
        """Every action with its cost, or why it cannot be taken."""
        for verb in VERBS.values():
            if verb.target == NATION:
                yield f"{verb.name} NATION: {verb.title}. {verb.says}"
                continue
            for to in self.game.desk.believed.bodies if verb.target else ("",):
                yield self._offered(Action(verb.name, to))

    def _offered(self, one: Action) -> str:
        desk, name = self.game.desk, f"{one.do} {one.to}".strip()
        now = desk.level(one)
        if one.verb.graded and now >= 1 / 2:
            one = Action(one.do, one.to, 0.0)
        stands = f" stands at {now:.2f};" if one.verb.graded else ""
        reason = self.game.why_not(one)
        cost = f"to {one.level:.0f} takes {desk.cost(one)}" if one.verb.graded else f"takes {desk.cost(one)}"
        return f"{name}:{stands} {f'not now: {reason}' if reason else cost}"

    def offers(self) -> Lines:
        """What others offer."""
        for offer in self.game.desk.offers:
            yield f"{offer.name}: {self._named(offer.text)}"
        if not self.game.desk.offers:
            yield "Nobody offers anything."

    def do(self, name: str, *words: str) -> Lines:
        """Plan an action."""
        one = self._action(name, words)
        self.game.do(one)
        yield f"planned: {told(one)}; {self.game.points} points left"

    def _action(self, name: str, words: tuple[str, ...]) -> Action:
        aimed = name in VERBS and bool(VERBS[name].target)
        target, level = (words[0] if aimed and words else ""), words[1:] if aimed else words
        if len(level) > 1:
            raise InputError(f"{name}: too many words; write do ACTION [TARGET] [LEVEL]")
        known = self.game.desk.believed
        return action(name, target, level[0] if level else 1.0, known.iso3, known.bodies)

    def accept(self, *words: str) -> Lines:
        """Accept an offer."""
        self.game.accept(" ".join(words))
        yield f"accepted; plan: {'; '.join(map(told, self.game.plan))}"

    def drop(self, name: str, *words: str) -> Lines:
        """Take an action out of the plan."""
        key = self._action(name, words).key
        there = [one for one in self.game.plan if one.key == key]
        if not there:
            raise InputError(f"drop: {' '.join(key).strip()} is not in the plan")
        self.game.withdraw(there[0])
        yield f"dropped; {self.game.points} points left"

    def forecast(self) -> Lines:
        """What the plan would change."""
        game = self.game
        if over := game.ending:
            raise InputError(over.text)
        found = forecast(game.simulation, game.setup.nation, game.turns, game.plan, game.start, self.progress)
        futures, horizon = found.without.shape[0], found.without.shape[1] - 1
        yield f"in {horizon} quarters, median [lowest, highest] of {futures} futures; the plan changes it by"
        for name in GOALS:
            at, change = found.at_end(name), found.change(name)
            yield f"  {name}: {_interval(at, '.1f')}; {_interval(change, '+.3f')}"

    def next(self) -> Lines:
        """Play the quarter."""
        after = self.game.commit()
        yield f"{after.quarter} is over."
        if after.actions:
            yield f"What you newly ordered changed by its end: {_goals(after.goals, '+.3f')}"
        told = (*after.news, *(line.text for line in after.others))
        yield from (f"  {self._named(line)}" for line in told)
        yield from self.status()
        if self.game.ending:
            yield from self.debrief()

    def undo(self) -> Lines:
        """Empty the plan, or take back a quarter."""
        if self.game.plan:
            self.game.plan = self.game.accepted = ()
            yield "the plan is empty"
        else:
            self.game = self.game.undo(self.progress)
            yield f"back in {self.game.quarter}"

    def save(self, file: str) -> Lines:
        """Save the game."""
        save.write(Path(file), self.game)
        yield f"saved {file}"

    def debrief(self) -> Lines:
        """How it went."""
        found = debrief(self.game)
        yield f"{found.verdict}: {found.text}"
        for name, yours, other in found.world:
            yield f"  {METRICS[name].title}: {number(yours)} in your world, {number(other)} without you"

    def quit(self) -> Lines:
        """Leave."""
        self.left = True
        return iter(())


def _goals(goals: Goals, form: str = ".1f") -> str:
    return ", ".join(f"{one.name} {format(getattr(goals, one.name), form)}" for one in fields(goals))


def _interval(values: tuple[float, float, float], form: str) -> str:
    middle, low, high = (format(value, form) for value in values)
    return f"{middle} [{low}, {high}]"
