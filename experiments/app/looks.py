"""What a URL says of how a run is looked at: names that do not exist give a message, not a dead page."""

from __future__ import annotations

from sovereigns.experiments.app.levers import COLOURED
from sovereigns.experiments.app.relations import TIES, folds
from sovereigns.experiments.recipe import words_of
from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.quarters import parse

VIEWS = ("map", "tiles")
SEVERAL = ("ties", "open")
"""Keys that take a list with commas."""


def misread(query: str) -> str:
    """What a URL's query names that does not exist, with the near match; blank if all exists.

    Args:
        query: without the question mark; keys of the future itself are not looked at.
    """
    given = dict(words_of(query))
    try:
        for key, known in _known().items():
            words = given.get(key, "").split(",") if key in SEVERAL else [given.get(key, "")]
            for word in filter(None, words):
                if word.casefold() not in {name.casefold() for name in known}:
                    raise unknown(key, word, known)
        if "quarter" in given:
            parse(given["quarter"], "quarter")
    except InputError as error:
        return str(error)
    return ""


def _known() -> dict[str, list[str]]:
    nations = load_inputs().nations
    return {
        "nation": [*nations["iso3"], *nations["name"]],
        "metric": ["lineage", *COLOURED],
        "view": list(VIEWS),
        "ties": [*TIES, "none"],
        "open": ["all", "none", *folds()],
    }
