"""Which future: all that a run depends on, as a value, as a URL's query and as a command line."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, quote

from sovereigns.experiments.limits import QUARTERS, SEED_MAX
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.scenario import Scenario
from sovereigns.model.start.scenarios import chosen_strategies, load_scenario, scenario_names

SCENARIO = "diffusion-rule-2025"
LONGEST = 120
"""quarters that the app plays"""
SAFE = "=:,-_.+/"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Future:
    """A scenario, a seed, and what a person changed."""

    scenario: str = SCENARIO
    seed: int = 0
    quarters: int = QUARTERS
    set: Pairs = ()
    """(parameter, value as text), sorted by name"""
    strategies: Pairs = ()
    """(ISO3 or all, strategy), sorted by name"""

    def query(self) -> str:
        """It as the query of a URL; `read` is the way back."""
        words = [("scenario", self.scenario), ("seed", str(self.seed)), ("quarters", str(self.quarters))]
        words += [("set", f"{name}={value}") for name, value in self.set]
        words += [("strategy", f"{who}={name}") for who, name in self.strategies]
        return "&".join(f"{key}={quoted(value)}" for key, value in words)

    def command(self) -> str:
        """The command line that makes the same future."""
        words = ["sovereigns", "run", self.scenario]
        words += ["--seed", str(self.seed)] if self.seed else []
        words += ["--quarters", str(self.quarters)] if self.quarters != QUARTERS else []
        for name, value in self.set:
            words += ["--set", f"{name}={value}"]
        for who, name in self.strategies:
            words += ["--strategy", f"{who}={name}"]
        return shlex.join(words)

    def with_value(self, name: str, value: str | None) -> Future:
        """The same with a parameter set; None sets it back to the scenario's own."""
        return replace(self, set=_with(self.set, name, value))

    def with_strategy(self, who: str, name: str | None) -> Future:
        """The same with a strategy for a nation or for all; None leaves the scenario's own."""
        return replace(self, strategies=_with(self.strategies, who, name))

    def with_seed(self, seed: int) -> Future:
        """The same by another chance."""
        return replace(self, seed=seed)

    def by_chance(self, number: int) -> Future:
        """The same under the seed so many after its own; the first follows the last that there is."""
        return self.with_seed((self.seed + number) % (SEED_MAX + 1))

    def unchanged(self) -> Future:
        """The scenario as it is, on the same seed."""
        return replace(self, set=(), strategies=())


def read(query: str, served: str = SCENARIO) -> Future:
    """The future of a URL's query; other keys of the query are left alone.

    Args:
        query: without the question mark.
        served: the scenario where the query names none; the one file that may be named besides the presets.

    Raises:
        InputError: a name, a number or a value that does not exist or is out of range.
    """
    words = words_of(query)
    given = dict(words)
    future = Future(
        given.get("scenario", served),
        whole(given.get("seed", "0"), "seed", 0, SEED_MAX),
        whole(given.get("quarters", str(QUARTERS)), "quarters", 1, LONGEST),
        _pairs((text for key, text in words if key == "set"), "set"),
        _pairs((text for key, text in words if key == "strategy"), "strategy"),
    )
    check(future, served)
    return future


def check(future: Future, served: str) -> None:
    """Whether it can be played; no file but the served one is ever read for it.

    Args:
        future: what somebody asks for.
        served: the scenario that the app was opened with, the one file that may be named besides the presets.

    Raises:
        InputError: a name or a value that does not exist or is out of range.
    """
    if not 0 <= future.seed <= SEED_MAX:
        raise InputError(f"seed: must be a whole number from 0 to {SEED_MAX}")
    if future.scenario not in (*scenario_names(), served):
        raise unknown("scenario", future.scenario, scenario_names(), "scenario")
    baseline(future.scenario).replace(dict(future.set), "set")
    chosen_strategies(dict(future.strategies), "strategy", load_inputs(), "all")


def quoted(text: str) -> str:
    """Text as a part of a URL's query; names of files that are not UTF-8 keep their bytes."""
    return quote(text, SAFE, errors="surrogateescape")


def words_of(query: str) -> list[tuple[str, str]]:
    """Keys and values of a URL's query, as `quoted` wrote them."""
    return parse_qsl(query, errors="surrogateescape")


@cache
def setting(scenario: str) -> Scenario:
    """The scenario itself."""
    return load_scenario(scenario if scenario in scenario_names() else Path(scenario), load_inputs())


@cache
def baseline(scenario: str) -> Parameters:
    """The parameters of a scenario before anybody changes them."""
    return Parameters.defaults().replace(setting(scenario).set, "scenario")


def _with(pairs: Pairs, name: str, value: str | None) -> Pairs:
    kept = {key: old for key, old in pairs if key != name}
    if value is not None:
        kept[name] = value
    return tuple(sorted(kept.items()))


def whole(text: str, what: str, least: int, most: int) -> int:
    """A whole number of an address or a page.

    Args:
        text: as it was given.
        what: it is, for messages.
        least: that it may be.
        most: that it may be.

    Raises:
        InputError: it is none, or out of range.
    """
    digits = text.lstrip("0") or text[:1]
    fits = digits.isascii() and digits.isdigit() and len(digits) <= len(str(most))
    if not (fits and least <= int(digits) <= most):
        raise InputError(f"{what}: '{text:.40}' is out of range; give a whole number from {least} to {most}")
    return int(digits)


def _pairs(texts: Iterable[str], key: str) -> Pairs:
    found = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"{key} '{text}': write {key}=NAME=VALUE")
        found[name] = value
    return tuple(sorted(found.items()))
