"""What a plan varies and what it ends with, in a person's words instead of the names of parameters."""

from __future__ import annotations

from contextlib import suppress

from sovereigns.experiments.readable import number
from sovereigns.experiments.sweeps.factors import STRATEGY
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import rows
from sovereigns.model.metrics import METRICS

SCENARIO = "scenario"


def metric_words(name: str) -> str:
    """The title of a metric.

    Args:
        name: of it; what is no metric keeps its name.
    """
    return METRICS[name].title if name in METRICS else name


def factor_words(name: str) -> str:
    """What a factor is: what its parameter means, or whose strategy it sets.

    Args:
        name: a parameter, `strategy.` and whose, or `scenario`; what is none of these keeps its name.
    """
    if name.startswith(STRATEGY):
        return f"Strategy of {nation_words(name.removeprefix(STRATEGY))}"
    meaning = next((row.meaning for row in rows() if row.name == name), name)
    return meaning.split(";")[0]


def level_words(policy: str, level: str) -> str:
    """A level of a policy; a scenario stands for itself.

    Args:
        policy: `scenario` or a factor.
        level: of it, as text.
    """
    if policy == SCENARIO:
        return level
    with suppress(ValueError):  # a strategy, or the variant of a choice, is no number
        level = number(float(level))
    return f"{factor_words(policy)}: {level}"


def nation_words(who: str) -> str:
    """A nation by its name, all nations, or a group as it is called.

    Args:
        who: ISO3, `all` or a group.
    """
    nations = load_inputs().nations
    names = dict(zip(nations["iso3"], nations["name"], strict=True))
    return {**names, "all": "all other nations"}.get(who, who.replace("_", " "))
