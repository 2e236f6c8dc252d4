"""What a plan varies and what it ends with, in a person's words instead of the names of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from sovereigns.experiments.readable import number
from sovereigns.experiments.sweeps.factors import STRATEGY
from sovereigns.model.facts.parameters import rows
from sovereigns.model.metrics import METRICS

SCENARIO = "scenario"
WITH_ARTICLE = (
    *("Bahamas", "Central African Republic", "Comoros", "Congo", "Congo (Democratic Republic)"),
    *("Dominican Republic", "Gambia", "Maldives", "Marshall Islands", "Netherlands", "Philippines"),
    *("Seychelles", "Solomon Islands", "United Arab Emirates", "United Kingdom", "United States"),
)
"""Names of nations that take `the` in a sentence."""

Names = Mapping[str, str]
"""ISO3 -> name, in the table of nations that the runs were made from."""


def metric_words(name: str) -> str:
    """The title of a metric.

    Args:
        name: of it; what is no metric keeps its name.
    """
    return METRICS[name].title if name in METRICS else name


def factor_words(name: str, names: Names) -> str:
    """What a factor is: what its parameter means, or whose strategy it sets.

    Args:
        name: a parameter, `strategy.` and whose, or `scenario`; what is none of these keeps its name.
        names: of the nations.
    """
    if name.startswith(STRATEGY):
        who = nation_words(name.removeprefix(STRATEGY), names)
        return f"Strategy of {'the ' if who in WITH_ARTICLE else ''}{who}"
    meaning = next((row.meaning for row in rows() if row.name == name), name)
    return meaning.split(";")[0]


def level_words(policy: str, level: str, names: Names) -> str:
    """A level of a policy; a scenario stands for itself.

    Args:
        policy: `scenario` or a factor.
        level: of it, as text.
        names: of the nations.
    """
    if policy == SCENARIO:
        return level
    with suppress(ValueError):  # a strategy, or the variant of a choice, is no number
        level = number(float(level))
    return f"{factor_words(policy, names)}: {level}"


def nation_words(who: str, names: Names) -> str:
    """A nation by its name, all nations, or a group as it is called.

    Args:
        who: ISO3, `all` or a group.
        names: of the nations.
    """
    return {**names, "all": "all other nations"}.get(who, who.replace("_", " "))
