"""The catalogue of dated rules: who is meant, how strict, in which package, and which chips each row catches.

No chip carries a status of its own: what a rule catches follows from performance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from sovereigns.agents.contract import LAYERS
from sovereigns.model.errors import unknown
from sovereigns.model.facts.fills import fill_rules
from sovereigns.model.facts.tables import check_unique, load, load_text, settle

Names = tuple[str, ...]

OTHERS = "OTHERS"
"""In a rule: every nation but the imposers."""


def load_rules(groups: Mapping[str, Names], nations: Names) -> pd.DataFrame:
    """Every row of data/controls.csv, checked and filled.

    Args:
        groups: named group -> ISO3 of its members in this world.
        nations: ISO3 that a row may name, here or elsewhere.

    Returns:
        The columns of controls_columns.csv, `by` and `on` as tuples of ISO3, quarters since 2022Q1; `rule`
        is the id without the letter of a part, `level` the level of the licence policy x scope.

    Raises:
        InputError: an id twice, or an unknown layer, nation or group.
    """
    table, columns, place = load("controls")
    check_unique(table, "id", place)
    known = (*nations, *groups, OTHERS)
    for line, row in table.iterrows():
        if row["layer"] not in LAYERS:
            raise unknown("layer", row["layer"], LAYERS, f"{place} line {line}, layer")
        for column in ("by", "on"):
            for name in row[column]:
                if name not in known:
                    raise unknown("nation or group", name, known, f"{place} line {line}, {column}")
    rules = settle(fill_rules(table, columns), columns)
    policies = load_text("licence_policies").set_index("policy")["level"].astype(float)
    by = [_members(names, groups, ()) for names in rules["by"]]
    on = [_members(names, groups, imposers) for names, imposers in zip(rules["on"], by, strict=True)]
    return rules.assign(
        by=_column(by),
        on=_column(on),
        rule=[re.sub("[a-z]$", "", name) for name in rules["id"]],
        level=rules["policy"].map(policies) * rules["scope"],
    )


def keep_rules(rules: pd.DataFrame, there: Names) -> pd.DataFrame:
    """The rules between nations that are there, each cut to them; the others are dropped."""
    by, on = (
        [tuple(name for name in names if name in there) for names in rules[side]] for side in ("by", "on")
    )
    both = [bool(imposers and targets) for imposers, targets in zip(by, on, strict=True)]
    return rules.assign(by=_column(by), on=_column(on))[both].reset_index(drop=True)


def load_packages(rules: pd.DataFrame) -> dict[str, Names]:
    """Named package of data/packages.csv, or rule of several parts -> ids of its rows, in their order.

    Raises:
        InputError: a package or rule that does not exist.
    """
    table = load_text("packages")
    includes = {name: tuple(text.split(";")) for name, text in table[["package", "includes"]].to_numpy()}
    for package in rules["package"]:
        if package not in includes:
            raise unknown("package", package, includes, "controls.csv", "model/data/packages.csv")
    parts = rules[rules["rule"] != rules["id"]]
    found = {name: _rows(name, includes, rules) for name in includes}
    found |= {rule: set(parts["id"][parts["rule"] == rule]) for rule in parts["rule"]}
    return {name: tuple(id for id in rules["id"] if id in ids) for name, ids in found.items()}


def _members(names: Names, groups: Mapping[str, Names], imposers: Names) -> Names:
    members: dict[str, None] = {}
    for name in names:
        others = tuple(nation for nation in groups["ALL"] if nation not in imposers)
        members |= dict.fromkeys(others if name == OTHERS else groups.get(name, (name,)))
    return tuple(members)


def _rows(package: str, includes: Mapping[str, Names], rules: pd.DataFrame) -> set[str]:
    found: set[str] = set()
    for part in includes[package]:
        own = rules["package"] == part if part == package else (rules["rule"] == part) | (part == "*")
        if part != package and part in includes:
            found |= _rows(part, includes, rules)
        elif own.any():
            found |= set(rules["id"][own])
        else:
            raise unknown("package or rule", part, (*includes, *rules["rule"]), f"packages.csv, {package}")
    return found


def _column(tuples: list[Names]) -> pd.Series:
    return pd.Series(tuples, dtype=object)
