"""What a run is made of: to a simulation; to and from a command line, an address, a manifest; to a digest.

The console reads this in before anything heavy is needed: the model waits until a world is begun.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, quote

from sovereigns.experiments.limits import LIMITS, QUARTERS, SEED_MAX
from sovereigns.experiments.results.given import kept
from sovereigns.experiments.words import pairs, taken_apart
from sovereigns.model.facts.numbers import whole
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.standard import FIRMS, RESEARCHERS, SCENARIO
from sovereigns.model.start.presets import find_scenario, scenario_names

if TYPE_CHECKING:
    from sovereigns.model.facts.inputs import Inputs
    from sovereigns.model.facts.parameters import Value
    from sovereigns.model.simulation import Simulation

SAFE = "=:,-_./"
"""Signs that may stand in an address as they are; a plus is read as a space there."""
OPTIONS = (*(f"--{name}" for name in (*LIMITS, "start", "nations", "keep")), "--set", "--strategy")
"""Of the command, those that say what is run."""

Settings = tuple[tuple[str, "Value"], ...]
Cast = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Recipe:
    """All that a run depends on but the code and the data. `Recipe()` is the standard run."""

    scenario: str = SCENARIO
    """Name of a preset, or path of a scenario file."""
    seed: int = 0
    quarters: int = QUARTERS
    set: Settings = ()
    """(parameter, value), over those of the scenario; of a parameter that stands twice the last counts."""
    strategies: Cast = ()
    """(ISO3, group or all, strategy), over those of the scenario; where groups overlap, the last counts."""
    start: str | None = None
    """First quarter; None for the scenario's own."""
    firms: int = FIRMS
    researchers: int = RESEARCHERS
    nations: str | None = None
    """A table of nations instead of the shipped one."""
    keep: tuple[str, ...] = ()
    """Tables to keep beside those of every run; no number depends on it."""

    def check(self) -> None:
        """Refuse what no world can have, before all that plays one is read in.

        Raises:
            InputError: there is no such scenario, parameter, nation or strategy, or a value is out of range.
        """
        find_scenario(self.scenario)
        Parameters.defaults().replace(dict(self.set), "--set")
        if self.strategies:
            from sovereigns.model.start.scenarios import chosen_strategies  # heavy

            chosen_strategies(dict(self.strategies), "--strategy", self.inputs(), "all")

    def inputs(self) -> Inputs:
        """The facts that its world starts from, with its own table of nations if it has one.

        Raises:
            InputError: the table cannot be read, or holds what it may not.
        """
        from sovereigns.model.facts.inputs import load_inputs  # heavy

        return load_inputs(None if self.nations is None else Path(self.nations))

    def simulation(self, record: bool = True) -> Simulation:
        """World(0).

        Args:
            record: keep every quarter; without it only how the world stands at the end.

        Raises:
            InputError: something in it does not exist or is out of range.
        """
        from sovereigns.model.simulation import Simulation  # heavy

        return Simulation(
            self.scenario,
            self.seed,
            start=self.start,
            firms=self.firms,
            researchers=self.researchers,
            nations=self.nations,
            set=dict(self.set),
            strategies=dict(self.strategies),
            record=record,
            keep=self.keep,
        )

    def with_seed(self, seed: int) -> Self:
        """The same by another chance."""
        return replace(self, seed=seed)

    def with_value(self, name: str, value: str | None) -> Self:
        """The same with a parameter set, all in the order of their names; None leaves the scenario's own."""
        return replace(self, set=_with(self.set, name, value))

    def with_strategy(self, who: str, name: str | None) -> Self:
        """The same with a strategy for a nation or for all; None leaves the scenario's own."""
        return replace(self, strategies=_with(self.strategies, who, name))

    def by_chance(self, number: int) -> Self:
        """The same under the seed so many after its own; the first follows the last that there is."""
        return self.with_seed((self.seed + number) % (SEED_MAX + 1))

    def unchanged(self) -> Self:
        """The scenario as it is, on the same seed."""
        return replace(self, set=(), strategies=())

    def command(self, brief: bool = False) -> str:
        """The command line that makes the same run; `of_command` is the way back.

        Args:
            brief: leave out a seed and a length that are the usual ones.
        """
        words = ["sovereigns", "run", self.scenario]
        words += [] if brief and self.seed == 0 else ["--seed", str(self.seed)]
        words += ["--start", self.start] if self.start else []
        words += [] if brief and self.quarters == QUARTERS else ["--quarters", str(self.quarters)]
        for name, value in self._sizes():
            words += [f"--{name}", value]
        words += ["--nations", self.nations] if self.nations else []
        for name in self.keep:
            words += ["--keep", name]
        return shlex.join(words + self.changes())

    def changes(self, side: str = "") -> list[str]:
        """Words of a command line that change the scenario.

        Args:
            side: ending of the options, as `-a` of `--set-a`.
        """
        words = []
        for option, given in ((f"--set{side}", self.set), (f"--strategy{side}", self.strategies)):
            for name, value in given:
                words += [option, f"{name}={value}"]
        return words

    @classmethod
    def of_command(cls, command: str) -> Self:
        """The recipe of a `sovereigns run`.

        Raises:
            InputError: it is another command, or cannot be understood.
        """
        line = taken_apart(command, "run", OPTIONS)
        numbers: dict[str, Any] = {
            name: whole(said, f"'{command}': --{name}", *limits)
            for name, limits in LIMITS.items()
            if (said := line.last(f"--{name}")) is not None
        }
        return cls(
            line.what or SCENARIO,
            set=pairs(line.options.get("--set", ()), "--set"),
            strategies=pairs(line.options.get("--strategy", ()), "--strategy"),
            start=line.last("--start"),
            nations=line.last("--nations"),
            keep=line.options.get("--keep", ()),
            **numbers,
        )

    def query(self) -> str:
        """It as the query of an address, but for a table of nations and what is kept: files hold those."""
        words = [("scenario", self.scenario), ("seed", str(self.seed)), ("quarters", str(self.quarters))]
        words += [("start", self.start)] if self.start else []
        words += self._sizes()
        words += [("set", f"{name}={value}") for name, value in self.set]
        words += [("strategy", f"{who}={name}") for who, name in self.strategies]
        return "&".join(f"{key}={quoted(value)}" for key, value in words)

    @classmethod
    def of_query(cls, query: str, scenario: str = SCENARIO) -> Self:
        """The recipe of an address; other keys of it are left alone.

        Args:
            query: without the question mark.
            scenario: where the query names none.

        Raises:
            InputError: a number out of range, or what is no pair where one must stand.
        """
        words = words_of(query)
        given = dict(words)
        numbers: dict[str, Any] = {
            key: whole(given[key], key, *limits) for key, limits in LIMITS.items() if key in given
        }
        return cls(
            given.get("scenario", scenario),
            set=pairs((text for key, text in words if key == "set"), "set"),
            strategies=pairs((text for key, text in words if key == "strategy"), "strategy"),
            start=given.get("start"),
            **numbers,
        )

    @classmethod
    def of_manifest(cls, told: Mapping[str, Any], folder: Path) -> Self:
        """The recipe of a run's folder, on the copies of the user's files that it keeps.

        Args:
            told: its manifest.
            folder: where it lies.

        Raises:
            InputError: its command line is of another command, or is not understood.
        """
        recipe = cls.of_command(str(told.get("command", "")))
        nations = recipe.nations and kept(recipe.nations, folder)
        return replace(recipe, scenario=kept(recipe.scenario, folder), nations=nations)

    def manifest(self, simulation: Simulation) -> dict[str, Any]:
        """All that determines the numbers, as JSON values: a run's manifest begins with it.

        Args:
            simulation: what `simulation` made of it.
        """
        from sovereigns.experiments.results.store import configuration  # heavy

        return configuration(simulation, self.quarters)

    def digest(self) -> str:
        """SHA-256 of all that determines the numbers, parameters and data included."""
        from sovereigns.experiments.results.store import digest  # heavy

        return digest(self.manifest(self.simulation()))

    def files(self, simulation: Simulation) -> list[tuple[Path, str]]:
        """Files of the user that it names, each with the SHA-256 that it had when it was read.

        Args:
            simulation: what `simulation` made of it.
        """
        files = []
        if self.scenario not in scenario_names():
            files.append((Path(self.scenario), simulation.setting.digest))
        if self.nations is not None:
            files.append((Path(self.nations), simulation.inputs.nations_digest))
        return files

    def _sizes(self) -> list[tuple[str, str]]:
        """Sizes that are not those of the standard world."""
        sizes = [("firms", self.firms, FIRMS), ("researchers", self.researchers, RESEARCHERS)]
        return [(name, str(size)) for name, size, usual in sizes if size != usual]


def _with[V](given: tuple[tuple[str, V], ...], name: str, value: V | None) -> tuple[tuple[str, V], ...]:
    others = tuple((key, old) for key, old in given if key != name)
    return tuple(sorted(others if value is None else (*others, (name, value))))


def quoted(text: str) -> str:
    """Text as a part of a URL's query; names of files that are not UTF-8 keep their bytes."""
    return quote(text, SAFE, errors="surrogateescape")


def words_of(query: str) -> list[tuple[str, str]]:
    """Keys and values of a URL's query, as `quoted` wrote them."""
    return parse_qsl(query, errors="surrogateescape")
