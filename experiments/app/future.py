"""Which future the app shows: a recipe that an address may name and the app can play."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from sovereigns.experiments.limits import SEED_MAX
from sovereigns.experiments.recipe import Recipe
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.numbers import whole
from sovereigns.model.facts.parameters import Parameters
from sovereigns.model.scenario import Scenario
from sovereigns.model.standard import FIRMS, RESEARCHERS, SCENARIO
from sovereigns.model.start.presets import scenario_names
from sovereigns.model.start.scenarios import chosen_strategies, load_scenario

LONGEST = 120
"""quarters that the app plays"""


def read(query: str, served: str = SCENARIO) -> Recipe:
    """The future of a URL's query; other keys of the query are left alone.

    Args:
        query: without the question mark.
        served: the scenario where the query names none; the one file that may be named besides the presets.

    Raises:
        InputError: a name, a number or a value that does not exist or is out of range.
    """
    future = Recipe.of_query(query, served)
    whole(str(future.quarters), "quarters", 1, LONGEST)
    if future != replace(future, start=None, firms=FIRMS, researchers=RESEARCHERS):
        raise InputError(
            "start, firms, researchers: the app plays the standard world; give them to `sovereigns run`"
        )
    check(future, served)
    return future


def check(future: Recipe, served: str) -> None:
    """Whether it can be played; no file but the served one is ever read for it.

    Args:
        future: what somebody asks for.
        served: the scenario that the app was opened with, the one file that may be named besides the presets.

    Raises:
        InputError: a name or a value that does not exist or is out of range.
    """
    whole(str(future.seed), "seed", 0, SEED_MAX)
    if future.scenario not in (*scenario_names(), served):
        raise unknown("scenario", future.scenario, scenario_names(), "scenario")
    baseline(future.scenario).replace(dict(future.set), "set")
    chosen_strategies(dict(future.strategies), "strategy", load_inputs(), "all")


@cache
def setting(scenario: str) -> Scenario:
    """The scenario itself."""
    return load_scenario(scenario if scenario in scenario_names() else Path(scenario), load_inputs())


@cache
def baseline(scenario: str) -> Parameters:
    """The parameters of a scenario before anybody changes them."""
    return Parameters.defaults().replace(setting(scenario).set, "scenario")
